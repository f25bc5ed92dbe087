"""A fair with its team."""

from tests.accounts.conftest import cheap_hashing, fair, make_fair, make_user

__all__ = ["cheap_hashing", "fair", "make_fair", "make_user"]
