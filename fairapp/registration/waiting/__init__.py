"""The waiting list: who is next, and for how long a place is kept for them."""
