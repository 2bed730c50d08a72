"""Roles, what each may do, and who is looking."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from danvan.core.actor import Actor


class Role(StrEnum):
    """The posts of an office (design: roles × unit × time)."""

    CLERICAL_OFFICER = "clerical_officer"
    RECEPTION_OFFICER = "reception_officer"
    RECEPTION_HEAD = "reception_head"
    PETITION_CLERK = "petition_clerk"
    VERIFIER = "verifier"
    ONE_STOP_OFFICER = "one_stop_officer"
    UNIT_LEADER = "unit_leader"
    REPORT_COMPILER = "report_compiler"
    PROVINCIAL_COMPILER = "provincial_compiler"
    COUNCIL_CLERK = "council_clerk"
    APPROVER = "approver"
    SUPERVISOR = "supervisor"
    KEY_HOLDER = "key_holder"
    OPERATOR = "operator"
    AUDITOR = "auditor"


class Right(StrEnum):
    """One thing somebody may do with the records of a unit."""

    HOME = "home"  # sign in and see one's own desk
    PETITIONS_READ = "petitions.read"
    PETITIONS_REGISTER = "petitions.register"  # take in at the counter
    PETITIONS_SCREEN = "petitions.screen"  # screen, accept, guide, transfer, file
    PETITIONS_ASSIGN = "petitions.assign"
    PETITIONS_CONCLUDE = "petitions.conclude"
    PETITIONS_ANSWER = "petitions.answer"
    RECEPTIONS_READ = "receptions.read"
    RECEPTIONS_REGISTER = "receptions.register"  # write visits down, give hours
    RECEPTIONS_PLAN = "receptions.plan"  # plan, publish and close sessions
    PETITIONS_ACROSS = "petitions.across"  # look for the same matter in other units
    REPORTS_READ = "reports.read"
    REPORTS_UPLOAD = "reports.upload"
    JOURNAL_READ = "journal.read"
    CALENDAR_EDIT = "calendar.edit"
    ACCOUNTS_EDIT = "accounts.edit"
    GALLERY = "gallery"
    SEALED_OPEN = "sealed.open"  # hold a key; open what one is assigned to
    SEALED_VERIFY = "sealed.verify"  # open the story a holder gave one the key of
    SEALED_ASSIGN = "sealed.assign"  # say who opens a case; sees no content
    FORMS_READ = "forms.read"  # statutory forms of the unit
    FORMS_FILL = "forms.fill"
    FORMS_SUM = "forms.sum"  # add up the forms of the place the unit stands in
    FORMS_BELOW = "forms.below"  # read the values and submissions of what is below
    FORMS_PLACE = "forms.place"  # and, from a body in a place, of the whole place
    FORMS_APPROVE = "forms.approve"  # approve, return, lock what came from below
    DRAFTS_WRITE = "drafts.write"  # write the unit's own reports
    EDITIONS_READ = "editions.read"
    EDITIONS_PUBLISH = "editions.publish"  # freeze and publish, news and comments
    LEADERS_READ = "leaders.read"  # the leaders' page
    PAPERS_READ = "papers.read"
    PAPERS_MAKE = "papers.make"  # from a template
    PAPERS_NUMBER = "papers.number"  # enter numbers, attach signed copies
    SEALED_KEYS = "sealed.keys"  # name holders and renew the unit's key
    REGISTERS_READ = "registers.read"  # books of the unit
    REGISTERS_WRITE = "registers.write"
    REGISTERS_BELOW = "registers.below"  # read the books of the whole place
    REGISTERS_LOCK = "registers.lock"  # close periods of the whole place


R = Right
_PETITIONS = {
    R.PETITIONS_READ,
    R.PETITIONS_REGISTER,
    R.PETITIONS_SCREEN,
    R.PETITIONS_ANSWER,
    R.PAPERS_READ,
    R.PAPERS_MAKE,
    R.PAPERS_NUMBER,
}
_COUNTER = {R.RECEPTIONS_READ, R.RECEPTIONS_REGISTER}
_BOOKS = {R.REGISTERS_READ, R.REGISTERS_WRITE}
RIGHTS: Mapping[Role, frozenset[Right]] = {
    role: frozenset({R.HOME, R.GALLERY, *rights})
    for role, rights in {
        Role.CLERICAL_OFFICER: {
            *(R.PETITIONS_READ, R.PETITIONS_REGISTER),
            *(R.PAPERS_READ, R.PAPERS_NUMBER),
            *_COUNTER,
            *_BOOKS,
        },
        Role.RECEPTION_OFFICER: {
            *(R.PETITIONS_READ, R.PETITIONS_REGISTER),
            *(R.PAPERS_READ, R.PAPERS_MAKE, R.PETITIONS_ACROSS),
            *_COUNTER,
            R.RECEPTIONS_PLAN,
        },
        Role.RECEPTION_HEAD: {
            *_PETITIONS,
            *_COUNTER,
            R.RECEPTIONS_PLAN,
            R.PETITIONS_ACROSS,
            R.PETITIONS_ASSIGN,
            R.SEALED_ASSIGN,
        },
        Role.PETITION_CLERK: _PETITIONS,
        Role.VERIFIER: {
            *(R.PETITIONS_READ, R.PETITIONS_CONCLUDE, R.SEALED_VERIFY),
            *(R.PAPERS_READ, R.PAPERS_MAKE),
        },
        Role.ONE_STOP_OFFICER: _BOOKS,
        Role.UNIT_LEADER: {
            *_PETITIONS,
            R.PETITIONS_ASSIGN,
            R.PETITIONS_CONCLUDE,
            *_COUNTER,
            R.RECEPTIONS_PLAN,
            R.REPORTS_READ,
            *(R.FORMS_READ, R.FORMS_BELOW, R.EDITIONS_READ, R.LEADERS_READ),
            R.SEALED_ASSIGN,
            R.SEALED_KEYS,
            *_BOOKS,
        },
        Role.REPORT_COMPILER: {
            *(R.REPORTS_READ, R.REPORTS_UPLOAD, R.FORMS_READ, R.FORMS_FILL),
            *(R.DRAFTS_WRITE, R.EDITIONS_READ),
            *_BOOKS,
        },
        Role.PROVINCIAL_COMPILER: {
            *(R.REPORTS_READ, R.REPORTS_UPLOAD),
            *(R.FORMS_READ, R.FORMS_FILL, R.FORMS_SUM, R.FORMS_BELOW, R.FORMS_PLACE),
            *(R.FORMS_APPROVE, R.DRAFTS_WRITE, R.EDITIONS_READ),
            *_BOOKS,
            *(R.REGISTERS_BELOW, R.REGISTERS_LOCK),
        },
        Role.COUNCIL_CLERK: {
            *(R.PETITIONS_READ, R.PETITIONS_REGISTER),
            *(R.PAPERS_READ, R.PAPERS_MAKE),
            *_BOOKS,
        },
        Role.APPROVER: {
            *(R.REPORTS_READ, R.FORMS_READ, R.FORMS_APPROVE),
            *(R.FORMS_BELOW, R.FORMS_PLACE),
            *(R.REGISTERS_READ, R.EDITIONS_READ, R.EDITIONS_PUBLISH, R.LEADERS_READ),
        },
        Role.SUPERVISOR: {R.REPORTS_READ, R.REGISTERS_READ, R.EDITIONS_READ},
        Role.KEY_HOLDER: {R.SEALED_OPEN},
        Role.OPERATOR: {R.CALENDAR_EDIT, R.ACCOUNTS_EDIT},
        Role.AUDITOR: {R.JOURNAL_READ},
    }.items()
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A role held today in a unit."""

    unit_id: int
    unit_code: str
    role: Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: every selector takes one."""

    user_id: str
    label: str
    seats: tuple[Seat, ...] = ()

    def may(self, right: Right, unit_id: int | None = None) -> bool:
        """Say whether the right is held, in ``unit_id`` or anywhere."""
        units = self.units(right)
        return bool(units) if unit_id is None else unit_id in units

    def units(self, right: Right) -> frozenset[int]:
        """Return the ids of the units in which the right is held."""
        return frozenset(s.unit_id for s in self.seats if right in RIGHTS[s.role])

    def actor(self, unit_id: int | None = None) -> Actor:
        """Return who acts, for the journal, in the chain of that unit."""
        codes = [s.unit_code for s in self.seats if unit_id in (None, s.unit_id)]
        code = codes[0] if codes else "system"
        return Actor(id=f"user:{self.user_id}", label=self.label, unit_code=code)


NOBODY = Viewer(user_id="", label="")
