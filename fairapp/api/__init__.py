"""The API: what other programs may read and write of a fair, each with a token of its own."""
