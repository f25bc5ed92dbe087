"""The paper in a desk's own printer: chosen once in a browser, then remembered.

One badge fills one piece of it. A browser prints it from any page as a picture alone on a page of
that size (`sheet`, `static/js/badges/paper.js`): a PDF in a frame needs a viewer that phones do not
have, never says whether its dialog has opened, and keeps the keyboard.
"""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from fairapp.badges.layouts import LAYOUTS, SINGLES
from fairapp.badges.sheets import Layout
from fairapp.core import cookies
from fairapp.events.pages import version_of

COOKIE = "paper"
_DPI = 300
_KEEP = 180 * 24 * 3600


def papers() -> dict[str, Layout]:
    """By key, what takes one badge a page."""
    return {key: LAYOUTS[key] for key in SINGLES}


def chosen() -> Layout:
    """`?paper=` first, then what this browser had before, then the first there is."""
    known = papers()
    for key in (request.args.get("paper"), cookies.remembered(COOKIE)):
        if key in known:
            return known[key]
    return known[SINGLES[0]]


def known_or_chosen(key: str) -> Layout:
    """The paper of that key, or `chosen` where there is none."""
    return papers().get(key) or chosen()


def dots(paper: Layout) -> int:
    """The resolution, in dots an inch, of a picture for a printer of such paper."""
    return paper.dpi or _DPI


def remember(response: Response, paper: Layout) -> Response:
    """Print on `paper` from now on, when the address asked for it."""
    if request.args.get("paper") == paper.key:
        cookies.remember(response, COOKIE, paper.key, seconds=_KEEP)
    return response


def sheet(paper: Layout) -> str:
    """CSS under which nothing is printed but a picture of the badge, from edge to edge."""
    width, height = f"{paper.paper_width:g}mm", f"{paper.paper_height:g}mm"
    return (
        f"@page{{size:{width} {height};margin:0}}"
        "@media screen{.badge-on-paper{display:none}}"
        "@media print{html,body{min-height:0;margin:0;padding:0;border:0;background:none}"
        "body>*{display:none!important}"
        f"body>.badge-on-paper{{display:block!important;width:{width};height:{height}}}}}"
    )


def version(paper: Layout) -> str:
    """What the address of its sheet ends with."""
    return version_of(sheet(paper))
