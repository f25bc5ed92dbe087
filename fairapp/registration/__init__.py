"""Registrations, delegations, and a participant's own page."""
