"""The demonstration's logins: one for each role, and for whoever makes fairs; all with a password
that everybody may know.

Payments have two: with an organiser they are the three people who have to sign.
"""

from __future__ import annotations

from sqlalchemy import select

from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.sessions import hash_password
from fairapp.core.db import db
from fairapp.events.models import Event

PASSWORD = "demonstration"  # noqa: S105 - it opens invented people only, and is printed at start
ADMINISTRATOR = "administrator"
LOGINS = (
    (ADMINISTRATOR, "administration@example.org"),
    (Role.ORGANISER, "organisation@example.org"),
    (Role.PROGRAMME, "programme@example.org"),
    (Role.RECEPTION, "accueil@example.org"),
    (Role.SCANNER, "pointage@example.org"),
    (Role.BADGES, "badges@example.org"),
    (Role.REPORTS, "rapports@example.org"),
    (Role.FINANCE, "controle@example.org"),
    (Role.FINANCE, "paiements@example.org"),
    (Role.READER, "lecture@example.org"),
)
NAMES = {
    "administration@example.org": "Alpha Oumar Bah",
    "organisation@example.org": "Mariama Ciré Sylla",
    "programme@example.org": "Kadiatou Lamarana Baldé",
    "accueil@example.org": "Fodé Mohamed Bangoura",
    "pointage@example.org": "Saran Magassouba",
    "badges@example.org": "Tamba Millimouno",
    "rapports@example.org": "Aïssatou Bobo Barry",
    "controle@example.org": "Sékou Oumar Condé",
    "paiements@example.org": "Hawa Kourouma",
    "lecture@example.org": "Ibrahima Sory Touré",
}


def add_team(event: Event) -> dict[Role, User]:
    """Accounts of the roles at *event*, by role (the last of it), and the administrator's; an
    account that is there keeps its password.
    """
    team: dict[Role, User] = {}
    digest = hash_password(PASSWORD)
    for role, email in LOGINS:
        user = db.session.scalar(select(User).where(User.email == email))
        if user is None:
            user = User(
                email=email, name=NAMES[email], password_hash=digest, created_at=event.created_at
            )
            db.session.add(user)
        if role == ADMINISTRATOR:
            user.is_administrator = True
            continue
        user.memberships.append(Membership(event_id=event.id, role=Role(role)))
        team[Role(role)] = user
    db.session.flush()
    return team
