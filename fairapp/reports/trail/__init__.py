"""The log of a fair: who did what to which record, what was before and what after, from where."""
