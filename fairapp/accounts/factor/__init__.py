"""The second factor: a code of the moment from one's phone, beside the password."""
