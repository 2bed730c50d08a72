"""The words on screen for the actions of the journal, by their codes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTIONS: Mapping[str, "_StrPromise"] = {
    "accounts.create-user": _("Added a person"),
    "accounts.set-active": _("Let in or shut out a person"),
    "accounts.grant-role": _("Gave a role"),
    "accounts.end-role": _("Ended a role"),
    "accounts.change-password": _("Changed a password"),
    "accounts.second-factor": _("Changed a second factor"),
    "accounts.sign-in": _("Signed in"),
    "accounts.sign-in-failed": _("Failed to sign in"),
    "accounts.sign-out": _("Signed out"),
    "accounts.refused": _("Was refused for want of a right"),
    "files.record": _("Kept a file"),
    "forms.add-up": _("Added up a statutory form"),
    "forms.confirm": _("Confirmed the columns of a statutory form"),
    "forms.count": _("Counted a statutory form"),
    "forms.enter": _("Entered a figure in a statutory form"),
    "forms.note": _("Wrote a note on a statutory form"),
    "forms.nothing": _("Reported nothing in a statutory form"),
    "forms.reopen": _("Opened a statutory form again"),
    "forms.send": _("Sent a statutory form"),
    "forms.sign": _("Signed a statutory form"),
    "orgs.load-units": _("Loaded the units"),
    "orgs.load-calendar": _("Loaded the working days"),
    "orgs.open-year": _("Opened a year of working days"),
    "orgs.set-day": _("Set a working day"),
    "orgs.found": _("Founded a unit"),
    "petition.receive": _("Received a petition"),
    "petition.screen": _("Screened a petition"),
    "petition.accept": _("Accepted a petition"),
    "petition.guide": _("Guided a person elsewhere"),
    "petition.transfer": _("Transferred a petition"),
    "petition.file": _("Filed a petition without action"),
    "petition.assign": _("Assigned a petition"),
    "petition.conclude": _("Concluded a petition"),
    "petition.answer": _("Answered a petition"),
    "petition.close": _("Closed a petition"),
    "petition.withdraw": _("Recorded a withdrawal"),
    "reports.receive": _("Took in a report"),
    "reports.read-anew": _("Read a report anew"),
    "reports.call-no-error": _("Called a finding no error"),
    "reports.take-back": _("Let a finding count again"),
    "vault.approve": _("Stood beside an opening as second holder"),
    "vault.assign": _("Assigned a sealed case"),
    "vault.close": _("Closed a sealed case"),
    "vault.enrol": _("Made an officer’s sealing key"),
    "vault.found": _("Founded a sealing key"),
    "vault.passphrase": _("Changed a passphrase"),
    "vault.receive": _("Received a sealed case"),
    "vault.recover": _("Recovered a key from shares"),
    "vault.refused": _("Was refused at the vault"),
    "vault.rewrap": _("Wrapped keys anew"),
    "vault.rotate": _("Began a new epoch of keys"),
    "vault.shred": _("Shredded a sealed case"),
    "vault.unlock": _("Unlocked a key"),
    "vault.unseal": _("Opened a sealed compartment"),
}


def label(code: str) -> str:
    """Say an action in words; a code that nobody named yet stands for itself."""
    return str(ACTIONS.get(code, code))
