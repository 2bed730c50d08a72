"""Words of editions on screen, in the reader's language."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from danvan.core.disclosure.releases import Fault
from danvan.publishing import words
from danvan.publishing.models import FigureKind, Rule, State, Verdict

_NAMED = 8  # figures in one message
STATES: Mapping[str, tuple[Promise | str, str]] = {
    State.DRAFT: (pgettext_lazy("edition", "Draft"), "yellow"),
    State.APPROVED: (pgettext_lazy("edition", "Approved"), "blue"),
    State.PUBLISHED: (pgettext_lazy("edition", "Published"), "green"),
    State.SUPERSEDED: (pgettext_lazy("edition", "Corrected"), "grey"),
}
KINDS: Mapping[str, Promise | str] = {
    FigureKind.COUNTED: gettext_lazy("counted, rounded"),
    FigureKind.PRINTED: gettext_lazy("printed in a report"),
}
ALONE = gettext_lazy(
    "You prepared and approved this edition. A second person publishes it, or makes it"
    " a draft again and approves it."
)
VERDICTS: Mapping[str, tuple[Promise | str, str]] = {
    Verdict.PENDING: (pgettext_lazy("comment", "Waits"), "yellow"),
    Verdict.SHOWN: (pgettext_lazy("comment", "Shown"), "green"),
    Verdict.REFUSED: (pgettext_lazy("comment", "Refused"), "grey"),
}
RULES: Mapping[str, Promise | str] = {
    Rule.PERSON: gettext_lazy("It names, accuses or gives away a person."),
    Rule.INSULT: gettext_lazy("It insults, threatens or stirs up hatred."),
    Rule.OFF_TOPIC: gettext_lazy("It is not about the figures."),
    Rule.ADVERTISING: gettext_lazy("It advertises something."),
    Rule.CASE: gettext_lazy(
        "It is a petition or a denunciation. Send that from the first page: there it"
        " gets a number and an answer."
    ),
    Rule.REPEATED: gettext_lazy("It repeats what was sent already."),
}
# What a line of the journal says of a state.
JOURNAL: Mapping[str, Promise | str] = {
    **{state: said for state, (said, _colour) in {**STATES, **VERDICTS}.items()},
    "closed": pgettext_lazy("source", "Not marked as published"),
}


def changed(cells: Sequence[tuple[str, str]]) -> list[str]:
    """Say which figures are no longer what a draft says, and the cure."""
    named = [f"{words.indicator_name(code)}, {name}" for name, code in cells]
    more = len(named) - _NAMED
    last = [_("… and %(n)d more") % {"n": more}] if more > 0 else []
    cure = _(
        "These figures have changed since the draft was prepared. Throw the draft away"
        " and prepare it anew, then look at it again:"
    )
    return [cure, *named[:_NAMED], *last]


def fault(found: Fault) -> str:
    """Say what is wrong with publishing beside what is public already, and the cure."""
    return {
        "short": _(
            "Counted numbers of less than a quarter are not published: choose a quarter"
            " or a longer period."
        ),
        "exact": _("A counted number is not rounded: prepare the edition anew."),
        "running": _(
            "Beside a published edition this would show what a few weeks brought:"
            " choose whole quarters."
        ),
        "overlap": _(
            "The period cuts into that of a published edition: choose periods of the"
            " same calendar."
        ),
        "step": _("A difference below 5 would show: prepare the edition anew."),
    }[found.rule]
