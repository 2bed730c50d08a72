"""What each role does here, and where it begins."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from danvan.accounts.labels import ROLES
from danvan.accounts.rights import Right, Role, Viewer

Text = Promise | str


@dataclass(frozen=True, slots=True)
class Start:
    """One line of the welcome: as whom, what for, where."""

    role: Text
    work: Text
    url: str


_QUEUE = (_("Open the petitions that wait for you."), "petitions:queue")
_REGISTER = (_("Enter the petition of somebody at the counter."), "petitions:register")
_FORMS = (
    _("Go through the counted forms, sign and send them; check reports beforehand."),
    "indicators:list",
)
_READ = (_("Read the reports and what was found in them."), "reports:list")
_WORK: Mapping[Role, tuple[Text, str]] = {
    Role.CLERICAL_OFFICER: _REGISTER,
    Role.RECEPTION_OFFICER: (
        _("Receive people, write each visit down and give a receipt."),
        "receptions:today",
    ),
    Role.RECEPTION_HEAD: (
        _("Screen what came in and hand it out."),
        "petitions:queue",
    ),
    Role.PETITION_CLERK: (
        _("Screen what came in; each petition shows its next step and its term."),
        "petitions:queue",
    ),
    Role.VERIFIER: (
        _("Verify what was assigned to your unit and conclude it."),
        "petitions:queue",
    ),
    Role.ONE_STOP_OFFICER: (
        _("Write down in the books what is counted."),
        "registers:books",
    ),
    Role.UNIT_LEADER: (
        _("See what is late, hand out and conclude."),
        "petitions:queue",
    ),
    Role.REPORT_COMPILER: _FORMS,
    Role.PROVINCIAL_COMPILER: _FORMS,
    Role.COUNCIL_CLERK: _QUEUE,
    Role.APPROVER: _READ,
    Role.SUPERVISOR: _READ,
    Role.KEY_HOLDER: (
        _("Unlock your key and open the sealed cases you were given."),
        "vault:cases",
    ),
    Role.OPERATOR: (
        _("Let people in, give and end their roles."),
        "accounts:people",
    ),
    Role.AUDITOR: (
        _("Read the journal and check that nobody changed it."),
        "office:journal",
    ),
}


def starts(viewer: Viewer) -> list[Start]:
    """Return one line for each role the viewer holds today."""
    roles = dict.fromkeys(seat.role for seat in viewer.seats)
    return [
        Start(ROLES[role], work, reverse(name))
        for role in roles
        for work, name in [_WORK[role]]
    ]


def also(viewer: Viewer) -> list[tuple[Text, str]]:
    """Return what else the viewer's rights open besides the main menu."""
    places = [(Right.HOME, _("Your account"), "accounts:account")]
    if settings.DEMONSTRATION or settings.DEBUG:  # for whoever builds the system
        places.append((Right.GALLERY, _("Gallery of components"), "office:gallery"))
    return [
        (label, reverse(name)) for right, label, name in places if viewer.may(right)
    ]
