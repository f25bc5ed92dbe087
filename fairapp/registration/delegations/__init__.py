"""People whom one focal point registers, follows and changes."""
