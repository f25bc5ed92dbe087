"""The directory of those who came and agreed to be in it."""
