"""Lists that arrive as files: read, mapped, checked row by row, then registered."""
