"""What a kind of book is: dated editions of fields, identities and what they feed."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

from danvan.core.checks.expression import Identity

Words = Mapping[str, str]  # vi and en
Severity = Literal["error", "warning"]
How = Literal["entries", "sum", "last"]


class Type(StrEnum):
    """What a field takes."""

    COUNT = "count"  # a whole number
    MEASURE = "measure"  # a number that may have a fraction
    MONEY = "money"
    DATE = "date"
    PLACE = "place"
    CHOICE = "choice"
    TEXT = "text"
    UNIT = "unit"  # the code of a unit
    CITATION = "citation"  # number and date of a document
    FILE = "file"


NUMBERS = frozenset({Type.COUNT, Type.MEASURE, Type.MONEY})
# The chapters of all books, in their order.
GROUPS: Mapping[str, Words] = {
    "words": {"vi": "Tuyên truyền, quán triệt", "en": "Spreading the word"},
    "dialogue": {"vi": "Đối thoại, lắng nghe Nhân dân", "en": "Dialogue"},
    "oversight": {"vi": "Giám sát, phản biện", "en": "Oversight"},
    "duty": {"vi": "Kỷ luật, kỷ cương công vụ", "en": "Public duty"},
    "organisation": {"vi": "Tổ chức bộ máy dân vận", "en": "Organisation"},
    "welfare": {"vi": "Chính sách xã hội", "en": "Welfare"},
    "building": {"vi": "Nông thôn mới, đô thị văn minh", "en": "Building"},
    "procedures": {"vi": "Cải cách hành chính", "en": "Procedures"},
    "models": {"vi": "Thi đua “Dân vận khéo”", "en": "Models"},
    "security": {"vi": "Quốc phòng, an ninh", "en": "Defence and security"},
}
# The kinds and levels of unit that may keep a book: the codes of `orgs`.
KEEPERS = frozenset(
    (
        *("peoples_committee", "department", "inspectorate", "peoples_council"),
        *("fatherland_front", "front_member", "party_body", "police", "military"),
        *("court", "procuracy", "service_unit", "state_enterprise", "broadcaster"),
        *("political_school", "inspection_board", "hamlet"),
    )
)
LEVELS = frozenset({"central", "province", "district", "commune"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a field of choices."""

    code: str
    name: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a book.

    ``unit`` is a code of ``measures.toml`` and empty where nothing is measured;
    ``least`` and ``most`` bound a number, ``places`` its fraction. ``default`` is what
    a new entry begins with. Fields with ``subject`` say what a state is the state of.
    """

    key: str
    type: Type
    name: Words
    hint: Words | None = None
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 0
    choices: tuple[Choice, ...] = ()
    required: bool = False
    default: str = ""
    long: bool = False
    quick: bool = True  # stands on the form for a phone
    total: bool = True  # a list adds it up
    subject: bool = False

    @property
    def is_number(self) -> bool:
        """Whether its values can be added up."""
        return self.type in NUMBERS

    def choice(self, code: str) -> Choice | None:
        """Return the choice of that code."""
        return next((c for c in self.choices if c.code == code), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """An identity between the fields of one entry, with what to do about it.

    It waits until all its fields are filled in, save those of ``zero``, which count as
    0 when empty.
    """

    identity: Identity
    severity: Severity
    message: Words
    zero: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Feed:
    """How entries become one number of an indicator.

    ``entries`` counts lines, ``sum`` adds ``field`` up, ``last`` takes the last line of
    the period for each unit and subject and adds its ``field`` (without one: counts
    it). ``where`` keeps lines by the codes of choices, ``when`` by identities.
    ``scale`` turns the field's unit into the indicator's. ``adds`` is False for a rate,
    a score, a rank: shown for a unit, and never added up over units. ``id`` is a code of
    the catalogue of indicators, or ``so/<kind>:<name>`` for a counter that none has.
    """

    id: str
    how: How
    field: str = ""
    where: Mapping[str, tuple[str, ...]] | None = None
    when: tuple[Identity, ...] = ()
    scale: Decimal = Decimal(1)
    adds: bool = True
    name: Words | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """The act a book rests on; ``certain`` False where its text was not read."""

    act: str
    article: str
    certain: bool


@dataclass(frozen=True)
class Edition:
    """A book as it was kept from ``valid_from`` on; ``valid_to`` None: still so."""

    valid_from: datetime.date
    valid_to: datetime.date | None
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    feeds: tuple[Feed, ...]
    grounds: tuple[Ground, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by their keys."""
        return {field.key: field for field in self.fields}

    @cached_property
    def names_of_rules(self) -> tuple[tuple[Rule, tuple[str, ...]], ...]:
        """Each rule with the keys of its fields."""
        return tuple(
            (rule, tuple(name.name for name in rule.identity.names))
            for rule in self.rules
        )

    @property
    def subjects(self) -> tuple[str, ...]:
        """The keys of the fields that say what a state is the state of."""
        return tuple(f.key for f in self.fields if f.subject)

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether the book was kept so on ``day``."""
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class Kind:
    """A kind of book: who keeps it, and its editions in order of time.

    ``keepers`` are kinds of unit (``orgs.Kind`` codes) and ``levels`` levels of unit.
    ``dated`` says what the day of an entry is: of the event, or that up to which a
    total or a state was counted. ``group`` is the chapter it stands in.
    """

    id: str
    name: Words
    group: str
    day: Words
    keepers: tuple[str, ...]
    levels: tuple[str, ...]
    editions: tuple[Edition, ...]
    note: Words | None = None

    def on(self, day: datetime.date) -> Edition | None:
        """Return the edition of ``day``; None before the first and after the last."""
        return next((e for e in self.editions if e.holds_on(day)), None)

    @property
    def latest(self) -> Edition:
        """The newest edition."""
        return self.editions[-1]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field that some edition has, the newest wording first."""
        found: dict[str, Field] = {}
        for edition in reversed(self.editions):
            for field in edition.fields:
                found.setdefault(field.key, field)
        return tuple(found.values())

    @property
    def feeds(self) -> tuple[str, ...]:
        """The ids that some edition feeds, each once."""
        return tuple(dict.fromkeys(f.id for e in self.editions for f in e.feeds))
