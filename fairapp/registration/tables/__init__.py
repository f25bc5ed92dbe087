"""Tables that people send: read from files, their columns known by name or by looks."""
