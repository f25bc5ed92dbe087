"""Seats at sessions that people put their names down for."""
