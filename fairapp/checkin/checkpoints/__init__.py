"""The checkpoints of a fair as its team sets them up: what each is, and whom it lets in."""
