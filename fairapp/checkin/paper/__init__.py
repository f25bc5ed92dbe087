"""What was noted on paper while there was no phone, typed in afterwards and said to be so."""
