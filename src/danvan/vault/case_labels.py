"""What the pages of sealed cases call things."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.vault.models import CaseState
from danvan.vault.sealing import EXTRACT, IDENTITY, STORY

Words = Promise | str

STATES: Mapping[str, Words] = {
    CaseState.RECEIVED: _("Received"),
    CaseState.IN_HAND: _("Being handled"),
    CaseState.CLOSED: _("Closed"),
}
COLOURS: Mapping[str, str] = {
    CaseState.RECEIVED: "blue",
    CaseState.IN_HAND: "yellow",
    CaseState.CLOSED: "grey",
}
PARTS: Mapping[str, Words] = {
    STORY: _("Content"),
    IDENTITY: _("Identity"),
    EXTRACT: _("Extract"),
}
GROUNDS: Mapping[str, Words] = {
    "verify": _("To verify the content"),
    "settle": _("To settle the case"),
    "contact": _("To get in touch with the sender"),
    "protect": _("To protect the sender"),
    "pass_on": _("To pass the case on"),
    "oversee": _("To oversee the work"),
}
# What a page says when the vault does not open; the journal keeps the code.
REFUSALS: Mapping[str, Words] = {
    "locked": _("Your key is locked."),
    "assignment": _("This case is not assigned to you."),
    "role": _("This is for those who handle the case in the receiving unit."),
    "key": _(
        "You do not hold the key of the unit. The unit leader names the key holders."
    ),
    "reason": _("Choose a ground, and say the reason in 10 characters or more."),
    "second": _("A second key holder must agree first."),
    "extract": _("Write the extract, or choose what is passed on whole."),
    "accused": _("This unit cannot receive the case: the content speaks of it."),
    "course": _(
        "The course of this case has begun here: it ends by its own last step."
    ),
    "open_first": _("Open the content first: what is typed is sealed with it."),
    "whole": _("Whoever is competent gets the case whole: content and identity."),
    "forwarded": _(
        "A denunciation is forwarded once only, and stays where it was forwarded to."
    ),
    "accused_officer": _("This officer cannot be given the content: it speaks of him."),
    "verifier": _("Only a verifier of the unit can be given the content."),
    "not_enrolled": _("This officer has not made a key of his own yet."),
    "broken": _("What is stored does not open. Tell the person who runs the system."),
}
STEPS: Mapping[str, Words] = {
    "vault.receive": _("Received a sealed case"),
    "vault.assign": _("Assigned a sealed case"),
    "vault.end-assignment": _("Ended an assignment to a sealed case"),
    "vault.ask-second": _("Asked a second holder"),
    "vault.approve": _("Stood beside an opening as second holder"),
    "vault.decline": _("Declined to stand beside an opening"),
    "vault.unseal": _("Opened a sealed compartment"),
    "vault.reveal": _("Had the identity shown for a minute"),
    "vault.refused": _("Was refused at the vault"),
    "vault.let-verify": _("Gave a verifier the key of a story"),
    "vault.step": _("Took a step of the course"),
    "vault.pass-on": _("Passed a sealed case on"),
    "vault.take-back": _("Took a sealed case back"),
    "vault.close": _("Closed a sealed case"),
    "vault.shred": _("Shredded a sealed case"),
}
# The fields that intake seals; one it does not know is shown by its own name.
FIELDS: Mapping[str, Words] = {
    "name": _("Full name"),
    "address": _("Address"),
    "phone": _("Telephone"),
    "id_number": _("Identity number"),
    "keep_secret": _("Asks to be kept secret"),
    "what": _("What happened"),
    "when_where": _("When and where"),
    "evidence": _("Evidence"),
    "request": _("What is asked for"),
    "accused": _("Who is spoken of"),
    "accused_units": _("Units spoken of"),
}
_VALUES: Mapping[str, Mapping[str, Words]] = {
    "keep_secret": {"yes": _("Yes"), "no": _("No")},
}


# Who acts where no officer does; a post is its own word.
_ACTORS: Mapping[str, Words] = {"public": _("The citizen"), "system": _("The system")}


def actor(label: str) -> Words:
    """Say who acted."""
    return _ACTORS.get(label, label)


def value_of(name: str, value: str) -> Words:
    """Say a sealed value in words where it is a code."""
    return _VALUES.get(name, {}).get(value, value)


def part_of(compartment: str) -> str:
    """Return the word of an address for a compartment.

    >>> part_of("extract:C-2")
    'extract'
    """
    return compartment.partition(":")[0]


def part_label(compartment: str) -> Words:
    """Say a compartment in words."""
    return PARTS.get(part_of(compartment), compartment)
