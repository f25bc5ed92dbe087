"""Heads counted without names, at the theatre or the match: apart from persons, in no figure."""
