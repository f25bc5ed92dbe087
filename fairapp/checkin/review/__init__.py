"""What an organiser has to look at after gates were without network; nothing of it is dropped."""
