"""Published versions of the programme: what changed, who was told, and the way back."""
