"""A list of 10,000 people from the file to the fair and back; each step in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable

from sqlalchemy import select

from benchmarks.measure import Cost, run
from fairapp import create_app
from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.events.models import Event
from fairapp.registration.imports import actions, export
from fairapp.registration.imports.models import RegistrationImport

ROWS = 10_000
GIVEN = ("Aïssatou", "Fatoumata Binta", "Mamadou", "Sékou", "Mariama", "Ibrahima", "Fanta", "Alpha")
FAMILY = ("Diallo", "Bah", "Camara", "Sow", "Keïta", "Condé", "Touré", "Soumah", "Kourouma", "Loua")
PLACES = ("Ratoma", "Kindia", "Labé", "N'Zérékoré", "Kankan", "Boké", "Mamou", "Faranah")
LABELS = {
    "check": "check of every row",
    "register": "registering",
    "again": "the same file again",
    "export": "export, .xlsx and CSV",
}


def measure(env: dict[str, str], slug: str, report: Callable[[str, Cost], None]) -> None:
    """Report each step; the fair has its people already."""
    print(f"  a list of {ROWS:,} people", flush=True)
    for step, label in LABELS.items():
        report(label, run([sys.executable, "-m", "benchmarks.lists", slug, step], env))


def check(event: Event) -> None:
    """Send the file and have its rows checked with the guessed columns."""
    with transaction():
        list_ = actions.take_in(event, content(), "liste.csv", actor=None, at=clock.now())
        mapping = {int(index): field for index, field in list_.mapping.items()}
        options = actions.Options(header=list_.options["header"], category=event.categories[0].code)
        actions.check(list_, mapping, options, actor=None, at=clock.now())
    tasks.run_pending()


def register(event: Event) -> None:
    """Register whom the check found new."""
    with transaction():
        latest = select(RegistrationImport).order_by(RegistrationImport.id.desc()).limit(1)
        actions.start(db.session.scalars(latest).one(), actor=None, at=clock.now())
    tasks.run_pending()


def take_along(event: Event) -> None:
    """Both files of the export."""
    export.as_csv(export.table(event))
    export.as_xlsx(export.table(event), title="Inscriptions", created=clock.now())


def content() -> bytes:
    """The same list each time: everybody has a name of their own, a phone and an organisation."""
    lines = ["N°;Nom et prénoms;Sexe;Téléphone;Naissance;Structure;Fonction;Commune;Email"]
    lines += [
        f"{n};{GIVEN[n % 8]} {_letters(n)} {FAMILY[n % 10]};{'MF'[n % 2]};631{n:06};"
        f"{1950 + n % 55};Association {n % 400};Membre;{PLACES[n % 8]};p{n}@example.org"
        for n in range(ROWS)
    ]
    return "\n".join(lines).encode()


def _letters(number: int) -> str:
    return "".join(chr(97 + number * 7919 // 26**n % 26) for n in range(4)).title()


STEPS = {"check": check, "register": register, "again": check, "export": take_along}

if __name__ == "__main__":
    with create_app().app_context():
        STEPS[sys.argv[2]](db.session.scalars(select(Event).filter_by(slug=sys.argv[1])).one())
