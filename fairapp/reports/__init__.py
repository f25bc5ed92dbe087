"""Attendance lists and figures that an auditor can trace."""
