"""Devices: how a phone becomes a scanner of a fair, what it may know, and how it is cut off."""
