"""The words on screen for the actions of the journal, by their codes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from danvan.petitions import labels as petitions

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ACTIONS: Mapping[str, "_StrPromise"] = {
    **{f"petition.{step}": said for step, said in petitions.VERBS.items()},
    "accounts.change-password": _("Changed a password"),
    "accounts.create-user": _("Added a person"),
    "accounts.end-role": _("Ended a role"),
    "accounts.grant-role": _("Gave a role"),
    "accounts.refused": _("Was refused for want of a right"),
    "accounts.second-factor": _("Changed a second factor"),
    "accounts.set-active": _("Let in or shut out a person"),
    "accounts.sign-in": _("Signed in"),
    "accounts.sign-in-failed": _("Failed to sign in"),
    "accounts.sign-out": _("Signed out"),
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
    "orgs.found": _("Founded a unit"),
    "orgs.load-calendar": _("Loaded the working days"),
    "orgs.load-units": _("Loaded the units"),
    "orgs.open-year": _("Opened a year of working days"),
    "orgs.set-day": _("Set a working day"),
    "petition.accept": _("Accepted a petition"),
    "petition.answer": _("Answered a petition"),
    "petition.assign": _("Assigned a petition"),
    "petition.close": _("Closed a petition"),
    "petition.conclude": _("Concluded a petition"),
    "petition.file": _("Filed a petition without action"),
    "petition.guide": _("Guided a person elsewhere"),
    "petition.leave": _("Let a petition leave the register"),
    "petition.receive": _("Received a petition"),
    "petition.screen": _("Screened a petition"),
    "petition.order": _("Put on the list what a decision orders"),
    "petition.order-done": _("Entered what was executed"),
    "petition.task": _("Gave a verifier a task"),
    "petition.task-done": _("Finished a task"),
    "petition.transfer": _("Transferred a petition"),
    "petition.watch": _("Put a matter on the list of watched matters"),
    "petition.watch-close": _("Took a matter off the list of watched matters"),
    "petition.watch-review": _("Reviewed a watched matter"),
    "petition.withdraw": _("Recorded a withdrawal"),
    "reports.call-no-error": _("Called a finding no error"),
    "reports.read-anew": _("Read a report anew"),
    "reports.receive": _("Took in a report"),
    "reports.take-back": _("Let a finding count again"),
    "vault.add-holder": _("Gave a sealing key to one more holder"),
    "vault.approve": _("Stood beside an opening as second holder"),
    "vault.ask-second": _("Asked for a second holder"),
    "vault.assign": _("Assigned a sealed case"),
    "vault.close": _("Closed a sealed case"),
    "vault.decline": _("Declined to stand beside an opening"),
    "vault.end-assignment": _("Took a sealed case from an officer"),
    "vault.end-intake-decision": _("Ended a decision on taking in sealed"),
    "vault.enrol": _("Made an officer’s sealing key"),
    "vault.found": _("Founded a sealing key"),
    "vault.found-recovery": _("Took in a province’s recovery key"),
    "vault.intake-decision": _("Recorded a decision on taking in sealed"),
    "vault.let-verify": _("Gave a verifier the key of a story"),
    "vault.pass-on": _("Passed a sealed case on"),
    "vault.passphrase": _("Changed a passphrase"),
    "vault.receive": _("Received a sealed case"),
    "vault.recover": _("Recovered a key from shares"),
    "vault.refused": _("Was refused at the vault"),
    "vault.reveal": _("Showed a masked identity"),
    "vault.rewrap": _("Wrapped keys anew"),
    "vault.rotate": _("Began a new epoch of keys"),
    "vault.shred": _("Shredded a sealed case"),
    "vault.take-back": _("Took back what another unit was given"),
    "vault.unlock": _("Unlocked a key"),
    "vault.unseal": _("Opened a sealed compartment"),
}


def label(code: str) -> str:
    """Say an action in words; a code that nobody named yet stands for itself."""
    return str(ACTIONS.get(code, code))
