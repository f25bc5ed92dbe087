"""Some sheets of a batch once more, after a jam or a spill."""

from __future__ import annotations

import io

import pikepdf
from flask_babel import lazy_gettext as _l

from fairapp.badges import numbers
from fairapp.badges.groups import Group, Sheet, sheets
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.sheets import Layout
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job


def layout_of(job: Job) -> Layout:
    """The layout of a batch, with the sides and the margin that it was made with."""
    params = job.params
    return LAYOUTS[params["layout"]].arranged(params["sides"], params["margin"])


def sheets_of(job: Job) -> list[Sheet]:
    """The sheets of a batch, in order; those that tell of a group count."""
    params = job.params
    set_apart = [Group(**group) for group in params.get("groups", ())]
    return list(sheets(len(params["badges"]), layout_of(job).per_sheet, set_apart))


def badges_on(job: Job, pages: str) -> list[int]:
    """Ids of the badges on these sheets. DomainError `numbers` when there are none such."""
    made = sheets_of(job)
    chosen = _chosen(pages, len(made))
    ids = job.params["badges"]
    return [key for number in chosen for key in ids[made[number - 1].first : made[number - 1].last]]


def cut_out(job: Job, pages: str) -> bytes:
    """These sheets alone, with their backs."""
    count = len(sheets_of(job))
    chosen = _chosen(pages, count)
    if job.file is None:
        raise ValueError("a batch that is made has a file")
    with pikepdf.open(job.file.path) as whole, pikepdf.new() as some:
        sides = len(whole.pages) // count
        for number in chosen:
            some.pages.extend(whole.pages[(number - 1) * sides : number * sides])
        target = io.BytesIO()
        some.save(target, deterministic_id=True)
        return target.getvalue()


def _chosen(pages: str, count: int) -> list[int]:
    chosen = numbers.spread(pages, count)
    if not chosen or max(last for _first, last in numbers.parse(pages)) > count:
        message = _l("There are %(count)s sheets.", count=count)
        raise DomainError("numbers", message, field="pages")
    return chosen
