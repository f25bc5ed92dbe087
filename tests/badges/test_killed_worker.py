from __future__ import annotations

import itertools

from flask import Flask
from sqlalchemy import func, select

from fairapp.badges import actions
from fairapp.badges.blanks import make_blanks
from fairapp.badges.queries import Selection
from fairapp.core.db import db
from fairapp.core.storage import StoredFile
from fairapp.core.tasks import JobStatus
from tests.badges.killing import finish, kill_in_the_middle, printed
from tests.checkin.conftest import MORNING, Fair

# Three lots of sheets, of which the last is small.
COUNT = 330


def test_batch_of_a_killed_worker_is_whole(fair: Fair, app: Flask) -> None:
    # Numbers that nothing else on a badge looks like.
    fair.serial = itertools.count(5000)
    fair.badge(blank=True)
    first, last = make_blanks(fair.event, COUNT, None, actor=None, at=MORNING)
    sheets = actions.Sheets("a7x8", "fr", "https://fair.example.org")
    selection = Selection(numbers=f"{first}-{last}")
    job = actions.start_batch(fair.event, selection, sheets, actor=None, at=MORNING)
    job_id = job.id
    db.session.commit()
    environment = {
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "DATA_DIR": str(app.config["DATA_DIR"]),
        "SECRET_KEY": str(app.config["SECRET_KEY"]),
    }

    got_to = kill_in_the_middle(job_id, environment, MORNING)
    assert 0 < got_to < COUNT
    assert db.session.scalar(select(func.count(StoredFile.id))) == 0

    made = finish(job_id, environment, MORNING)
    assert (made.status, made.attempts, made.done) == (JobStatus.DONE, 2, COUNT)
    words = printed(made)
    assert [words[str(number)] for number in range(first, last + 1)] == [1] * COUNT
    assert db.session.scalar(select(func.count(StoredFile.id))) == 1
