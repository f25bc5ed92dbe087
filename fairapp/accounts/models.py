"""Staff users and what each may do at each fair."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.access import Permission
from fairapp.core.db import Model, UTCDateTime
from fairapp.events.models import Event


class Role(StrEnum):
    """A job at a fair; what it may do is in `ROLE_PERMISSIONS`."""

    ORGANISER = "organiser"
    PROGRAMME = "programme"
    RECEPTION = "reception"
    SCANNER = "scanner"
    BADGES = "badges"
    REPORTS = "reports"
    FINANCE = "finance"
    READER = "reader"


# Identity documents are for whoever holds the role that pays, at that fair: not for those who
# organise it, nor for an administrator.
RESERVED = frozenset({Permission.HANDLE_PAYMENTS})
# A role sees what its work needs: a scanner a name and a category, never a phone number.
ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.ORGANISER: frozenset(Permission) - RESERVED,
    Role.PROGRAMME: frozenset({Permission.EDIT_PROGRAMME}),
    Role.RECEPTION: frozenset(
        {
            Permission.SEARCH_PEOPLE,
            Permission.SEE_CONTACTS,
            Permission.REGISTER_ON_SITE,
            Permission.CHECK_IN,
            Permission.OVERRIDE_REFUSAL,
            Permission.PRINT_BADGES,
        }
    ),
    Role.SCANNER: frozenset({Permission.CHECK_IN}),
    Role.BADGES: frozenset({Permission.PRINT_BADGES, Permission.SEARCH_PEOPLE}),
    Role.REPORTS: frozenset({Permission.READ_REPORTS, Permission.SEE_BOARD}),
    Role.FINANCE: frozenset(
        {Permission.APPROVE_PAYMENTS, Permission.HANDLE_PAYMENTS, Permission.READ_REPORTS}
    ),
    Role.READER: frozenset(),
}
# What a reader may open without holding it: what an organiser does, people's contacts apart.
READABLE = ROLE_PERMISSIONS[Role.ORGANISER] - {Permission.SEE_CONTACTS}


class User(Model):
    """A member of a team. Participants have no account: their pass is an address."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """Identity in the session cookie; a changed password ends every session."""
        return f"{self.id}:{self.password_hash[-12:]}"

    def roles_at(self, event: Event) -> set[str]:
        """The user's roles at `event`."""
        return {m.role for m in self.memberships if m.event_id == event.id}

    def can(self, permission: Permission, event: Event | None) -> bool:
        """Whether the user holds `permission` at `event`; administrators all but `RESERVED`."""
        if self.is_administrator and permission not in RESERVED:
            return True
        if event is None:
            return False
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles_at(event))

    def can_read(self, permission: Permission, event: Event | None) -> bool:
        """Whether the user may open what `permission` opens at `event`, and change nothing."""
        return event is not None and permission in READABLE and Role.READER in self.roles_at(event)


class Membership(Model):
    """One role of one user at one fair."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "event_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))

    user: Mapped[User] = relationship(back_populates="memberships")
    event: Mapped[Event] = relationship()
