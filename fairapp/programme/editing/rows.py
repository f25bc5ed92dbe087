"""Rows of the session form moved and added by the server, so that no script is needed."""

from __future__ import annotations

from collections.abc import Iterator

from werkzeug.datastructures import MultiDict

LISTS = ("parts", "acts", "documents")
# Empty rows below the filled ones.
SPARE = {"parts": 2, "acts": 1, "documents": 1}
# Beyond this nobody has filled a form.
MOST = 200


def moved(sent: MultiDict[str, str], order: str) -> MultiDict[str, str]:
    """What was sent, with two rows changed over: « acts-2-up », « acts-2-down »."""
    name, _, rest = order.partition("-")
    row, _, way = rest.partition("-")
    if name not in LISTS or not row.isdecimal():
        return sent
    present = sorted(set(_numbers(sent, name)))
    here = int(row)
    if here not in present:
        return sent
    place = present.index(here) + (-1 if way == "up" else 1)
    if not 0 <= place < len(present):
        return sent
    one, other = f"{name}-{here}-", f"{name}-{present[place]}-"
    swapped: MultiDict[str, str] = MultiDict()
    for key, value in sent.items(multi=True):
        for old, new in ((one, other), (other, one)):
            if key.startswith(old):
                key = new + key.removeprefix(old)
                break
        swapped.add(key, value)
    return swapped


def _numbers(sent: MultiDict[str, str], name: str) -> Iterator[int]:
    for key in sent:
        list_, _, rest = key.partition("-")
        number = rest.partition("-")[0]
        if list_ == name and number.isdecimal():
            yield int(number)
