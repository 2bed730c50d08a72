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
    "accounts.set-shortcuts": _("Switched keyboard shortcuts"),
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
    "papers.attach": _("Attached the signed copy of a paper"),
    "papers.make": _("Made a paper"),
    "papers.number": _("Recorded the number of a paper"),
    "papers.replace": _("Replaced a paper"),
    "petition.bulk": _("Decided on a step for several petitions"),
    "petition.drop-filter": _("Dropped a saved filter"),
    "petition.export": _("Took a list of petitions away"),
    "petition.import": _("Took in a register of petitions"),
    "petition.leave": _("Let a petition leave the register"),
    "petition.save-filter": _("Saved a filter"),
    "reception.arrive": _("Noted that somebody with an appointment came"),
    "reception.book": _("Booked an appointment"),
    "reception.cancel": _("Cancelled an appointment"),
    "reception.close": _("Closed a session of reception"),
    "reception.conclude": _("Recorded a conclusion of a reception"),
    "reception.follow-up": _("Followed a visit up"),
    "reception.import": _("Took in a reception book"),
    "reception.join": _("Joined a visit to a petition"),
    "reception.look-up": _("Looked up earlier matters of a person"),
    "reception.plan": _("Planned a session of reception"),
    "reception.prepare": _("Prepared an online reception"),
    "reception.publish": _("Published a session of reception"),
    "reception.sealed": _("Numbered a visit kept apart"),
    "reception.visit": _("Wrote a visit down"),
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
