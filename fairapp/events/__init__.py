"""Fairs: days, categories, rooms, checkpoints, and their public home."""
