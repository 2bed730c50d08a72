"""What the office types: visits, sessions, filters of the book, hours."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.core.casework.representation import representatives
from danvan.core.casework.workflow import Kind as Content
from danvan.receptions import labels
from danvan.receptions.models import LONGEST, Session, State
from danvan.receptions.selectors import Earlier, Filters
from danvan.receptions.services import Person, Told
from danvan.receptions.visits import Competence, Outcome, digits
from danvan.ui.fields import needed_when
from danvan.ui.widgets import DateField, Radios

MOST_PEOPLE = 200


def _line(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    attrs = {"autocomplete": "off", **kwargs.pop("attrs", {})}
    return forms.CharField(
        label=label, max_length=longest, widget=forms.TextInput(attrs=attrs), **kwargs
    )


def _text(label: Any, rows: int = 2, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **kwargs)


class VisitForm(forms.Form):
    """One visit: what must be asked first, the rest below."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    session = forms.ChoiceField(label=_("Session"))
    phone = _line(_("Telephone"), 30, attrs={"inputmode": "tel", "autofocus": True})
    id_number = _line(_("Identity card or passport number"), 30)
    name = _line(
        _("Full name"),
        120,
        required=True,
        error_messages={"required": _("Write down who came.")},
    )
    address = _line(_("Address"), 300)
    matter = forms.ChoiceField(
        label=_("Same matter as before?"), required=False, widget=Radios
    )
    content = forms.ChoiceField(
        label=_("Kind of content"),
        choices=list(labels.CONTENTS.items()),
        initial=Content.FEEDBACK,
        widget=Radios,
    )
    summary = _text(
        _("What the person says"),
        3,
        required=True,
        error_messages={"required": _("Write down in a sentence what it is about.")},
    )
    request = _text(_("What does the person ask for?"))
    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=list(labels.OUTCOMES.items()),
        initial=Outcome.ANSWERED,
        widget=Radios,
    )
    answer = _text(_("What the person was told"))
    ground = needed_when(
        forms.ChoiceField(label=_("Ground of the refusal"), required=False),
        _("(required when refusing)"),
    )
    people = forms.IntegerField(
        label=_("How many people came?"), min_value=1, max_value=9999, initial=1
    )
    representatives = _text(
        _("Representatives, one a line"),
        help_text=_(
            "Name; address. Five people or more need one, at most two up to ten people and five beyond."
        ),
    )
    others = _text(
        _("Other people, one a line"),
        3,
        help_text=_("Name; address. A list can be pasted."),
    )
    previous = _text(_("How it was handled before"))
    settled_by = _line(_("Body that settled it for the last time"), 200)
    competence = forms.ChoiceField(
        label=_("Whose is it to settle?"),
        choices=list(labels.COMPETENCES.items()),
        initial=Competence.OWN,
        widget=Radios,
    )
    papers = _line(_("Papers handed in"), 500)
    guided_to = _line(_("Guided to which body"), 200)
    guide_document = _line(_("Number of the guidance"), 60)
    forwarded_to = _line(_("Forwarded to which body"), 200)
    forward_document = _line(_("Number of the letter forwarding it"), 60)

    FIRST = ("phone", "id_number", "name", "address")
    MAIN = ("content", "summary", "request", "outcome", "answer")
    MORE = (
        *("ground", "people", "representatives", "others", "previous", "settled_by"),
        *("competence", "papers", "guided_to", "guide_document"),
        *("forwarded_to", "forward_document"),
    )

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Session],
        today: datetime.date,
        earlier: Sequence[Earlier] = (),
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        # Who is turned away may not say who he is.
        refused = self.data.get("outcome") == Outcome.REFUSED
        self.fields["name"].required = not refused
        self.sessions = {str(s.pk): s for s in sessions}
        self._choose("session", [(str(s.pk), _said(s)) for s in sessions])
        if len(sessions) == 1:
            self.fields["session"].widget = forms.HiddenInput()
            self.initial["session"] = str(sessions[0].pk)
        self._choose("ground", [("", "—"), *labels.refusals(today)])
        self.earlier = earlier
        known = [(f"{e.kind}:{e.id}", f"{e.title}: {e.summary[:90]}") for e in earlier]
        self._choose("matter", [("new", _("No, a new matter")), *known])
        self.initial.setdefault("matter", "new")

    def first(self) -> list[forms.BoundField]:
        """Return who came."""
        return [self[name] for name in self.FIRST]

    def main(self) -> list[forms.BoundField]:
        """Return what it is about and what came of it."""
        return [self[name] for name in self.MAIN]

    def more(self) -> list[forms.BoundField]:
        """Return what most visits do not need."""
        return [self[name] for name in self.MORE]

    @property
    def more_is_open(self) -> bool:
        """Whether something below was filled in, or is wrong."""
        said = [n for n in self.MORE if n not in {"people", "competence"}]
        filled = (
            any(self.data.get(n) for n in said) or self.data.get("people", "1") != "1"
        )
        return self.is_bound and (filled or any(n in self.errors for n in self.MORE))

    def clean(self) -> dict[str, Any]:
        """Ask for a name unless refused, for a ground if refused, for who speaks."""
        said = super().clean() or {}
        refused = said.get("outcome") == Outcome.REFUSED
        if refused and not said.get("ground"):
            self.add_error("ground", _("Choose the legal ground of the refusal."))
        spoken, others = self._lines("representatives"), self._lines("others")
        if len(spoken) + len(others) > MOST_PEOPLE:
            self.add_error("others", _("At most 200 people can be listed."))
        people = max(said.get("people") or 1, len(spoken) + len(others))
        _least, most = representatives(people)
        if most and len(spoken) > most:
            wrong = _("At most %(most)s may speak for %(people)s people.")
            self.add_error("representatives", wrong % {"most": most, "people": people})
        return said

    def told(self) -> Told:
        """Return what was written down."""
        said = self.cleaned_data
        words = [
            *("name", "address", "phone", "id_number", "summary", "request"),
            *("previous", "settled_by", "answer", "papers", "ground", "guided_to"),
            *("guide_document", "forwarded_to", "forward_document"),
        ]
        outcome = Outcome(said["outcome"])
        spoken = [
            Person(n, a, represents=True) for n, a in self._lines("representatives")
        ]
        others = [Person(n, a) for n, a in self._lines("others")]
        return Told(
            content=Content(said["content"]),
            outcome=outcome,
            people=said["people"],
            competence=Competence(said["competence"]),
            letter=outcome is Outcome.TAKEN or bool(said["papers"]),
            present=(*spoken, *others),
            **{name: said[name] for name in words},
        )

    def chosen(self) -> Earlier | None:
        """Return the earlier matter that was chosen, if any."""
        wanted = self.cleaned_data.get("matter", "")
        return next((e for e in self.earlier if f"{e.kind}:{e.id}" == wanted), None)

    def _lines(self, field: str) -> list[tuple[str, str]]:
        rows = (self.cleaned_data.get(field) or "").splitlines()
        parts = [row.partition(";") for row in rows if row.strip()]
        return [(n.strip()[:120], a.strip()[:300]) for n, _sep, a in parts if n.strip()]

    def _choose(self, field: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[field].choices = choices  # type: ignore[attr-defined]


def _said(session: Session) -> str:
    hours = f"{session.starts:%H:%M}–{session.ends:%H:%M}"
    return f"{hours} {labels.post(session.post)}, {session.unit.name}"


class LookUpForm(forms.Form):
    """Telephone or identity number, to find earlier matters by."""

    session = forms.CharField(required=False)
    phone = forms.CharField(required=False, max_length=30)
    id_number = forms.CharField(required=False, max_length=30)


class BookForm(forms.Form):
    """Filters of the reception book; what is not understood narrows nothing."""

    q = _line(_("Words"), 200)
    since = DateField(label=pgettext_lazy("day", "From"), required=False)
    until = DateField(label=pgettext_lazy("day", "To"), required=False)
    content = forms.ChoiceField(label=_("Kind of content"), required=False)
    outcome = forms.ChoiceField(label=_("Result"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        self.fields["content"].choices = [every, *labels.CONTENTS.items()]  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [every, *labels.OUTCOMES.items()]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """Return what was understood."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            since=said.get("since"),
            until=said.get("until"),
            content=said.get("content", ""),
            outcome=said.get("outcome", ""),
            words=said.get("q", ""),
        )


class JoinForm(forms.Form):
    """The number of the petition a visit belongs to."""

    number = _line(
        _("Number of the petition"),
        40,
        required=True,
        error_messages={"required": _("Write the number of the petition.")},
    )


class FinishForm(forms.Form):
    """How it went on."""

    follow_up = _line(_("What became of it"), 500)


class CloseForm(forms.Form):
    """What became of a session."""

    state = forms.ChoiceField(
        label=_("What became of the session?"),
        choices=[(s, labels.STATES[s]) for s in State if s is not State.PLANNED],
        widget=Radios,
        error_messages={"required": _("Say what became of the session.")},
    )
    delegate = needed_when(
        _line(_("Deputy who received (post)"), 200),
        _("(required when a deputy held it)"),
    )
    reason = needed_when(_line(_("Reason"), 500), _("(required when it was not held)"))

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not session.by_leader:
            del self.fields["delegate"]
            kept = [(s, labels.STATES[s]) for s in (State.HELD, State.MISSED)]
            self.fields["state"].choices = kept  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a missed and the deputy of a delegated session."""
        said = super().clean() or {}
        if said.get("state") == State.MISSED and not said.get("reason"):
            self.add_error("reason", _("Write why the session was not held."))
        if said.get("state") == State.DELEGATED and not said.get("delegate"):
            self.add_error("delegate", _("Write which deputy received."))
        return said


class ConcludeForm(forms.Form):
    """The leader's conclusion."""

    conclusion = _text(
        _("Conclusion of the leader"),
        6,
        required=True,
        help_text=_("One point a line; the notice is printed from it."),
        error_messages={"required": _("Write the conclusion.")},
    )


class BookingForm(forms.Form):
    """An hour given at the counter or on the telephone; nobody is asked what for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    slot = forms.TypedChoiceField(
        label=_("Hour"),
        coerce=int,
        error_messages={"required": _("Choose an hour.")},
    )
    name = _line(
        _("Full name"),
        120,
        required=True,
        error_messages={"required": _("Write a name to call.")},
    )
    phone = _line(
        _("Telephone"),
        30,
        required=True,
        attrs={"inputmode": "tel"},
        error_messages={"required": _("Write a telephone number.")},
    )

    def __init__(
        self, *args: Any, choices: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = choices  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        """Refuse what cannot be called."""
        phone: str = self.cleaned_data["phone"]
        if not 8 <= len(digits(phone)) <= 15:
            raise forms.ValidationError(_("A telephone number has 8 to 15 digits."))
        return phone
