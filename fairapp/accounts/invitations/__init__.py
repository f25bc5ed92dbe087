"""Invitations: a link with which somebody joins the team of a fair."""
