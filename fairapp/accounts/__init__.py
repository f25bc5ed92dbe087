"""Staff users, their roles per event, and signing in."""
