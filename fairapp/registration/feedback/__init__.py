"""What people thought of the sessions and of the fair: one to five, and one line of text."""
