"""People, what they typed and their delegations, as planned. Frozen values only: no session, no
flask, no clock.

Keys are integers, unique in a plan of any scale. Instants are aware datetimes in UTC. Places,
regions, categories and age bands carry the labels of generator.json.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Sex = Literal["F", "M"]
Role = Literal["came", "substitute", "walk_in", "no_show", "replaced", "staff"]
Channel = Literal["online", "delegation", "protocol", "desk", "on_site", "substitution", "staff"]


@dataclass(frozen=True, slots=True)
class Slot:
    """One person of the matrices, before a name: *days* are event days 1 to 3, empty for who never
    came.
    """

    key: int
    category: str
    role: Role
    sex: Sex
    band: str
    region: str
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it should be printed; *family* is empty for people of a single name."""

    given: str
    family: str
    honorific: str = ""
    precision: str = ""
    other_script: str = ""

    @property
    def full(self) -> str:
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Birth:
    """*year* always; *on* when the full date was given; *approximate* for « né vers 1961 »."""

    year: int
    on: date | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Residence; *commune* inside Conakry, *prefecture* elsewhere in Guinea, *city* abroad."""

    region: str
    commune: str = ""
    prefecture: str = ""
    city: str = ""

    @property
    def place(self) -> str:
        return self.commune or self.prefecture or self.city


@dataclass(frozen=True, slots=True)
class Work:
    organisation: str
    job: str
    protocol_rank: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """*phone* in E.164 form, empty when *owner* is ``none``; *phone_typed* is the text that was
    typed.
    """

    owner: Literal["own", "shared", "none"]
    phone: str = ""
    phone_typed: str = ""
    phone_2: str = ""
    email: str = ""
    whatsapp: bool = False
    device: Literal["smartphone", "feature_phone", "none"] = "none"
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    language: str
    reads_french: bool
    needs_help: bool
    thumbprint: bool
    difficulty: Literal["none", "some", "serious", "declined"]
    difficulty_domain: str
    first_time: bool
    photo: Literal["yes", "internal", "no"]
    share_name: bool
    contact_after: bool
    guardian_name: str = ""
    guardian_phone: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of the fair: *delegation* they belong to, *replaces* the invitee whose place they
    took (keys).
    """

    slot: Slot
    name: Name
    birth: Birth
    home: Home
    work: Work
    contact: Contact
    profile: Profile
    channel: Channel
    registered_at: datetime
    delegation: int | None = None
    replaces: int | None = None

    @property
    def key(self) -> int:
        return self.slot.key


@dataclass(frozen=True, slots=True)
class Record:
    """One registration as it was typed; a duplicate names the person's first record in
    *duplicate_of*.
    """

    key: int
    person: int
    channel: Channel
    given_typed: str
    family_typed: str
    corrected: bool
    noise: tuple[str, ...]
    phone_typed: str
    phone_of_focal_point: bool
    email: str
    registered_at: datetime
    delegation: int | None = None
    duplicate_of: int | None = None
    duplicate_kind: str = ""
    differences: tuple[str, ...] = ()
    merged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """People whom one focal point (a person of the delegation) put on a list of *size* names."""

    key: int
    category: str
    region: str
    organisation: str
    place: str
    size: int
    focal_point: int
    list_format: Literal["excel", "paper_photo", "voice"]
    sent_at: datetime
