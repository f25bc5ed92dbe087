"""The same person registered twice: found, compared, merged, and taken apart again."""
