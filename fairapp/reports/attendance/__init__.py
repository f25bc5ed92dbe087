"""The attendance list (liste de présence) of a day, a half-day or a session.

The scans say who came and when; the list is printed with that and people sign it. Or it is printed
beforehand, with those who are expected, and signed at the door.
"""
