"""What a member keeps to itself: contacts, invitations, its own supply links, and who has agreed."""
