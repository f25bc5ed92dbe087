"""The people on the programme: who they are, what they do when, and who comes before whom."""
