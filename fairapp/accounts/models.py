"""Staff users, where they are signed in, and what each may do at each fair."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core.access import Permission
from fairapp.core.db import Model, UTCDateTime
from fairapp.events.models import Event

if TYPE_CHECKING:
    from fairapp.accounts.factor.models import SecondFactor


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


class Demand(StrEnum):
    """Of whom a fair demands a second factor (`Event.second_factor`)."""

    NOBODY = ""
    ORGANISERS = "organisers"
    EVERYBODY = "everybody"


class User(Model):
    """A member of a team. Participants have no account: their pass is an address."""

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    # The one to write in, and to show after signing in; empty while it was never chosen.
    language: Mapped[str] = mapped_column(String(2), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", cascade="all, delete-orphan", lazy="selectin"
    )
    factor: Mapped[SecondFactor | None] = relationship(
        "SecondFactor", back_populates="user", cascade="all, delete-orphan", passive_deletes=True
    )

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """Account and present password, for what is to end with either; it is no secret."""
        return f"{self.id}:{self.password_hash[-12:]}"

    def roles_at(self, event: Event) -> set[str]:
        """The user's roles at `event`."""
        return {m.role for m in self.memberships if m.event_id == event.id}

    @property
    def has_factor(self) -> bool:
        """Whether a second factor is asked for when this user signs in."""
        return self.factor is not None and self.factor.confirmed_at is not None

    def lacks_factor(self, event: Event | None) -> bool:
        """Whether `event` demands a second factor of this user, who has none."""
        if event is None or event.second_factor == Demand.NOBODY or self.has_factor:
            return False
        roles = self.roles_at(event)
        organises = self.is_administrator or Role.ORGANISER in roles
        return organises or (event.second_factor == Demand.EVERYBODY and bool(roles))

    def can(self, permission: Permission, event: Event | None) -> bool:
        """Whether the user holds `permission` at `event`; administrators all but `RESERVED`."""
        if self.lacks_factor(event):
            return False
        if self.is_administrator and permission not in RESERVED:
            return True
        if event is None:
            return False
        return any(permission in ROLE_PERMISSIONS[role] for role in self.roles_at(event))

    def can_read(self, permission: Permission, event: Event | None) -> bool:
        """Whether the user may open what `permission` opens at `event`, and change nothing."""
        if event is None or self.lacks_factor(event):
            return False
        return permission in READABLE and Role.READER in self.roles_at(event)


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


class StaffSession(Model):
    """One browser that is signed in; the cookie holds its token, this row a digest of it."""

    __tablename__ = "staff_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    # As people name it, and from where it was begun: what tells one's own from a stranger's.
    browser: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(45))
    # Whether the browser keeps it when it is closed.
    is_kept: Mapped[bool]
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    # In coarse steps (`sessions.STEP`).
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()
