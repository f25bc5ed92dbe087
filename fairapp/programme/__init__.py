"""Sessions of the fair and their calendar feeds."""
