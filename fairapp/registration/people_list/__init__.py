"""The team's list of participants: filtered, kept as views, worked on many people at a time."""
