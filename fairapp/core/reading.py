"""What whoever only reads gets: pages on which nothing can be sent, and no files.

Done to the finished answer, so that every page obeys, those to come as well: the browser itself
lets nothing be typed or pressed in a fieldset that is disabled. That nothing is changed does not
hang on it; `access.may` refuses whatever is sent.
"""

from __future__ import annotations

import re

from flask import Flask, Response, current_app
from werkzeug.exceptions import Forbidden

from fairapp.core.access import only_reads

# Read on the screen; everything else is a list or a document to take away.
_SHOWN = re.compile(r"text/(?:html|css)|application/json|image/")
_MAIN = re.compile(r"<main\b.*</main>", re.DOTALL)
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)(</form>)", re.DOTALL)
_SENDS = re.compile(r"method=\"?post", re.IGNORECASE)


def init_app(app: Flask) -> None:
    """Look at every answer before it goes out."""
    app.jinja_env.globals["only_reads"] = only_reads
    app.after_request(hold_still)


def hold_still(response: Response) -> Response:
    """Disable what could be sent on a page that is only read; refuse a file."""
    if not only_reads() or response.status_code != 200:
        return response
    is_file = "attachment" in response.headers.get("Content-Disposition", "")
    if is_file or not _SHOWN.match(response.mimetype or ""):
        return _refused()
    if response.mimetype == "text/html":
        response.set_data(stilled(response.get_data(as_text=True)))
    return response


def stilled(page: str) -> str:
    """`page` with each form of its main part that would send something disabled."""
    if "<main" not in page:  # a part of a page, fetched for one that is open
        return _FORM.sub(_disabled, page)
    return _MAIN.sub(lambda main: _FORM.sub(_disabled, main[0]), page, count=1)


def _disabled(form: re.Match[str]) -> str:
    start, inside, end = form.groups()
    # A form that looks something up may send by a button of its own (`formmethod`).
    if not (_SENDS.search(start) or "formmethod" in inside):
        return form[0]
    return f'{start}<fieldset class="still" disabled>{inside}</fieldset>{end}'


def _refused() -> Response:
    return current_app.make_response(current_app.handle_http_exception(Forbidden()))
