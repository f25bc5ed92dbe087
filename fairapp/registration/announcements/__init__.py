"""What the organisers write to participants: to whom, when, and what became of it."""
