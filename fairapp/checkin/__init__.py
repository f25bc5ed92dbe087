"""Scans, verdicts, presence, the reception desk and the camera page."""
