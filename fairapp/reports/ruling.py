"""The ruled sheet of a list to be signed: A4 on its side, all in millimetres."""

from __future__ import annotations

WIDTH, HEIGHT = 297.0, 210.0
LEFT = 11.0
TOP = 6.4
TABLE_WIDTH = WIDTH - LEFT - 10
PADDING = 1.1
"""Between a rule and the text beside it."""
ROW = 8.0
"""Tall enough to sign in."""
HEADING = 5.6
"""The strip that names a group."""
TABLE_HEAD = 7.2
FIRST_HEAD, NEXT_HEAD = 32.0, 5.0
"""From the top margin to the table, on the first page and on the others."""
FOOT_TOP = 198.6
"""Where the line below the rows begins; an office printer reaches to about 205."""
CLOSING = 52.0
"""Totals, the sentence that closes the list, and places for signatures."""
