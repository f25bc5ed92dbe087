"""Badges: tokens, sheets, print batches, blank badges."""
