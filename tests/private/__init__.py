"""What a member keeps to itself: invitations, answers and reminders, and the network."""
