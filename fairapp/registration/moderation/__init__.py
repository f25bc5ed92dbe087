"""Registrations that the team looks at before they are confirmed."""
