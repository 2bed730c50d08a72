"""Words for submissions, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from danvan.core.calendar.periods import Period
from danvan.core.indicators import catalogue, chains
from danvan.core.indicators.approval import Action as Move
from danvan.core.indicators.approval import Seat, State
from danvan.core.indicators.chains import Sheet
from danvan.core.indicators.reminders import Kind
from danvan.indicators import labels
from danvan.indicators.models import Action, Stage
from danvan.orgs.models import Unit

Words = Promise | str

STAGES: Mapping[str, tuple[Words, str]] = {
    Stage.OPEN: (pgettext_lazy("sheet", "Being compiled"), "yellow"),
    Stage.SIGNED: (pgettext_lazy("sheet", "Signed, not sent"), "blue"),
    Stage.SENT: (pgettext_lazy("sheet", "Sent, to be approved"), "purple"),
    Stage.RETURNED: (pgettext_lazy("sheet", "Returned to be corrected"), "orange"),
    Stage.APPROVED: (pgettext_lazy("sheet", "Approved"), "green"),
    Stage.LOCKED: (pgettext_lazy("sheet", "Locked"), "teal"),
}
NOT_BEGUN: tuple[Words, str] = (pgettext_lazy("sheet", "Not begun"), "grey")

# What a state is called, its colour, and what happens next; by where one stands.
STATES: Mapping[tuple[Seat, State], tuple[Words, str, Words]] = {
    (Seat.OWN, State.UNAPPROVABLE): (
        _("Not owed"),
        "grey",
        _("Your unit does not owe this sheet for this period."),
    ),
    (Seat.OWN, State.UNAPPROVED_READY): (
        _("For your unit to do"),
        "yellow",
        _("Go through the figures, sign and send them."),
    ),
    (Seat.OWN, State.UNAPPROVED_WAITING): (
        _("Waiting for units below"),
        "orange",
        _(
            "Some units below are not approved yet. The sheet can be sent without"
            " them, with a word on who is missing."
        ),
    ),
    (Seat.OWN, State.APPROVED_HERE): (
        _("Signed by your unit"),
        "blue",
        _("Send it to the level above; until then it can be opened again."),
    ),
    (Seat.OWN, State.UNAPPROVED_ABOVE): (
        _("With the level above"),
        "purple",
        _("The level above approves it, or returns it with a reason."),
    ),
    (Seat.OWN, State.APPROVED_ABOVE): (
        _("Approved by the level above"),
        "green",
        _("Nothing more is to be done."),
    ),
    (Seat.ABOVE, State.UNAPPROVABLE): (
        _("Not owed"),
        "grey",
        _("The unit does not owe this sheet for this period."),
    ),
    (Seat.ABOVE, State.UNAPPROVED_WAITING): (
        _("Waiting for the unit"),
        "grey",
        _("The unit has not sent it yet."),
    ),
    (Seat.ABOVE, State.UNAPPROVED_READY): (
        _("For you to approve"),
        "purple",
        _("Look through the figures; approve them, or return them with a reason."),
    ),
    (Seat.ABOVE, State.APPROVED_HERE): (
        _("Approved, not taken in yet"),
        "green",
        _("Take it into the sum of your own sheet, or lock it."),
    ),
    (Seat.ABOVE, State.ACCEPTED_HERE): (
        _("Taken into the sum"),
        "teal",
        _("To withdraw the approval, take it out of the sum first."),
    ),
    (Seat.ABOVE, State.APPROVED_ABOVE): (
        _("Approved further above"),
        "teal",
        _("The sum it went into was approved above; nothing can be withdrawn."),
    ),
}

# What the buttons say; the bulk ones too.
MOVES: Mapping[Move, Words] = {
    Move.UNSIGN: _("Open again to correct"),
    Move.SEND: _("Send to the level above"),
    Move.RETURN: _("Return to be corrected"),
    Move.APPROVE: pgettext_lazy("sheet", "Approve"),
    Move.UNAPPROVE: _("Withdraw the approval"),
    Move.ACCEPT: _("Take into the sum"),
    Move.UNACCEPT: _("Take out of the sum"),
    Move.LOCK: pgettext_lazy("sheet", "Lock"),
    Move.UNLOCK: pgettext_lazy("sheet", "Unlock"),
}
REASONS: Mapping[Move, Words] = {
    Move.SEND: _("Which units are missing, and why?"),
    Move.RETURN: _("What is to be corrected?"),
    Move.UNAPPROVE: _("Why is the approval withdrawn?"),
    Move.UNLOCK: _("Why is it unlocked?"),
}
DONE: Mapping[Move, Words] = {
    Move.UNSIGN: _("The sheet is open again."),
    Move.SEND: _("The sheet was sent to the level above."),
    Move.RETURN: _("The sheet was returned to the unit, with your reason."),
    Move.APPROVE: _("The sheet is approved. The unit can no longer change it."),
    Move.UNAPPROVE: _("The approval is withdrawn."),
    Move.ACCEPT: _("The sheet is in the sum."),
    Move.UNACCEPT: _("The sheet is out of the sum."),
    Move.LOCK: _("The sheet is locked."),
    Move.UNLOCK: _("The sheet is unlocked."),
}
STEPS: Mapping[str, Words] = {
    Action.OPEN: _("Begun"),
    Action.SIGN: pgettext_lazy("sheet", "Signed"),
    Action.UNSIGN: pgettext_lazy("sheet", "Opened again"),
    Action.SEND: pgettext_lazy("sheet", "Sent"),
    Action.RETURN: pgettext_lazy("sheet", "Returned"),
    Action.APPROVE: pgettext_lazy("sheet", "Approved"),
    Action.UNAPPROVE: _("Approval withdrawn"),
    Action.ACCEPT: _("Taken into the sum"),
    Action.UNACCEPT: _("Taken out of the sum"),
    Action.LOCK: pgettext_lazy("sheet", "Locked"),
    Action.UNLOCK: pgettext_lazy("sheet", "Unlocked"),
    Action.ATTACH: _("Signed PDF attached"),
    Action.DAYS: _("Days covered changed"),
}
REMINDERS: Mapping[str, Words] = {
    Kind.BEFORE_7: _("Reminded 7 days before"),
    Kind.BEFORE_3: _("Reminded 3 days before"),
    Kind.BEFORE_1: _("Reminded the day before"),
    Kind.LATE_1: _("Reminded 1 day late"),
    Kind.LATE_3: _("Reminded 3 days late"),
    Kind.LATE_7: _("Reminded 7 days late"),
}


def sheet_name(sheet: Sheet) -> str:
    """Return how a sheet is called."""
    return labels.say(sheet.name)


def what(sheet: Sheet, period: Period) -> str:
    """Return a sheet and its period in one line."""
    return f"{sheet_name(sheet)}, {labels.period_name(period)}"


def addressee(unit: Unit, sheet: Sheet) -> str:
    """Return to whom a unit sends a sheet, in words; empty where nobody said."""
    if not sheet.owed_by(unit.kind, unit.level):
        return ""
    return labels.say(sheet.addressee(unit.kind, unit.level))


def code_name(code: str) -> str:
    """Return the name of an indicator or part; its code where none is known."""
    try:
        return labels.say(catalogue.of(code).name)
    except KeyError:
        return code


def known_sheet(sheet_id: str) -> Sheet:
    """Return a sheet by its id; raises KeyError."""
    return chains.by_id(sheet_id)


def days_late(days: int) -> str:
    """Return "3 days late", or nothing."""
    if not days:
        return ""
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
