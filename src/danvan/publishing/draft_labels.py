"""Words of drafts on screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.publishing.draft_marks import Trouble
from danvan.publishing.models import DraftState

STATES: Mapping[str, tuple[Promise | str, str]] = {
    DraftState.WRITING: (pgettext_lazy("draft", "Being written"), "yellow"),
    DraftState.FINISHED: (pgettext_lazy("draft", "Finished"), "green"),
}
# What a line of the journal says of a state.
JOURNAL: Mapping[str, Promise | str] = {
    state: said for state, (said, _colour) in STATES.items()
}
TROUBLES: Mapping[str, Promise | str] = {
    Trouble.CHANGED: _("Changed without its record."),
    Trouble.STALE: _("Its record says another number by now."),
    Trouble.GONE: _("Its record is no more."),
    Trouble.MISSING: _("No figure of this period yet."),
}
CURES: Mapping[str, Promise | str] = {
    Trouble.CHANGED: _(
        "Correct the record, or take the record's number, or say why it stands alone."
    ),
    Trouble.STALE: _("Take the record's number, or say why the old one stands."),
    Trouble.GONE: _("Enter a record again, or say why the number stands alone."),
    Trouble.MISSING: _(
        "Enter the record and take its number, type one, or say why last year's stands."
    ),
}
