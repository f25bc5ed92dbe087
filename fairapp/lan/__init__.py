"""A fair on a local network without Internet: `fair lan`, its authority, and the way in."""
