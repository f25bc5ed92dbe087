"""The programme as the team works on it, before it is published."""
