"""The office's states in words a citizen uses."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES = {
    "received": pgettext_lazy("citizen", "Received"),
    "in_hand": _("In hand"),
    "screened": _("Read and sorted"),
    "accepted": _("Taken up for settlement"),
    "joined": _("Handled together with an earlier letter"),
    "guided": _("You were told where to turn"),
    "transferred": _("Passed on to the competent office"),
    "filed": _("Filed without action"),
    "assigned": _("Being verified"),
    "concluded": _("Verified; the answer is being written"),
    "answered": _("Answered"),
    "closed": _("Finished"),
    "refused": _("Not taken up for settlement"),
    "returned": _("Given back to whoever sent it on"),
    "demanded": _("The subordinate office was told to settle it"),
    "verified": _("Verified; a dialogue may follow"),
    "invited": _("You are invited to a dialogue"),
    "heard": _("The dialogue was held"),
    "suspended": _("Settling is suspended"),
    "withdrawn": _("Taken back by you"),
    "terminated": _("Settling was ended"),
    "appealed": _("Taken to the second instance"),
    "executing": _("The decision is being carried out"),
    "resolved": _("Settled and carried out"),
    "reopen_asked": _("You asked for it to be opened again"),
    "reopened": _("Opened again"),
}
# What a citizen can say of the result, by code; the first is the friendliest.
SAID = {
    "satisfied": _("Yes, it is settled"),
    "partly": _("Only in part"),
    "wrong": _("Not right yet"),
}
# What happens next, said on the status page.
NEXT = {
    "received": _("The office reads it and decides who handles it."),
    "screened": _("The office decides whether it can take the matter up."),
    "accepted": _("The office names who verifies the matter."),
    "assigned": _("Somebody is verifying the matter."),
    "concluded": _("The office writes you an answer."),
    "joined": _("The office handles both letters together. Read what it wrote below."),
    "guided": _("Follow the guidance below, or come to the reception office."),
    "transferred": _("The office it was passed to will answer you."),
    "filed": _("If you do not agree, come to the reception office."),
    "answered": _("Read the answer below."),
    "closed": _("Nothing more happens here."),
    "refused": _("Read the reasons below. You may complain about them or go to court."),
    "invited": _("The office sends you day and place of the dialogue."),
    "suspended": _("It goes on once the reason is gone."),
    "executing": _("The decision is carried out; you are told when it is done."),
    "reopen_asked": _("The office decides whether it opens the matter again."),
}
