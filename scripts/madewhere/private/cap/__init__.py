"""Following up findings in a member's private folder: what is due, what was handed in and verified."""
