"""Finding one's pass again: a code to the phone or the mailbox, never a word about who is there."""
