"""Versions as the pages of the team and of the public show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import url_for

from fairapp.events.models import Event
from fairapp.events.pages import version_of
from fairapp.programme import kinds
from fairapp.programme import queries as public
from fairapp.programme.releases import past, queries, words
from fairapp.programme.releases.changes import Change, What
from fairapp.programme.releases.models import Release


@dataclass(frozen=True, slots=True)
class Summary:
    """A version in a list, with how many sessions it changed and how."""

    release: Release
    counts: list[tuple[What, int]]


def summary(release: Release) -> Summary:
    """A version in a few figures."""
    return Summary(release, words.counts(changes_of(release)))


def changes_of(release: Release) -> list[Change]:
    """What a version changed."""
    return [Change.from_dict(values) for values in release.changes]


def lines(event: Event, changes: Iterable[Change]) -> list[words.Line]:
    """Changes in words."""
    return words.lines(event, changes, queries.names(event))


def version(release: Release) -> dict[str, Any]:
    """What a page needs to show the whole of a version."""
    event = release.event
    offered = public.kinds(event)
    return {
        "lines": lines(event, changes_of(release)),
        "days": past.days(release),
        "at": past.NEVER,
        "linked": queries.public_codes(event),
        "kinds_url": url_for("programme.kinds_sheet", v=version_of(kinds.sheet(offered))),
    }
