"""A screen left to itself: a participant shows the pass on a phone, and the badge is printed."""
