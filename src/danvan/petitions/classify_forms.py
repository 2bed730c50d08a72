"""The classification panel: one decision a line, begun with what the record says."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import competence, courses
from danvan.core.casework.classify import Body, Competence
from danvan.core.casework.eligibility import Reason
from danvan.core.casework.ground import Ground
from danvan.core.casework.routing import Progress, Subject
from danvan.core.casework.workflow import Kind
from danvan.petitions import labels, routing
from danvan.petitions.classification import Classification
from danvan.petitions.codes import DISCIPLINARY
from danvan.petitions.codes import Subject as About
from danvan.petitions.models import KINDS, LONGEST_TEXT, Petition
from danvan.petitions.screening import Found
from danvan.ui.widgets import Radios

MOST_PEOPLE = 100_000
PARTS = {
    "feedback": _("Feedback, a request or a proposal"),
    "regulation": _("Feedback on an administrative regulation"),
    "complaint": _("Complaint about a decision, an act or a discipline"),
    "denunciation": _("Denunciation of a violation of law"),
    "other": _("Another kind of letter"),
}
WHOSE = {
    Competence.OWN: _("Our own"),
    Competence.SUBORDINATE: _("A direct subordinate’s"),
    Competence.OTHER: _("Another body’s"),
    Competence.PARTY: _("A Party body’s, on Party matters"),
}
PROGRESS = {
    Progress.NEW: _("Not settled yet"),
    Progress.OVERDUE: _("Whoever had to settle it first is late"),
    Progress.ONCE: _("Settled once; it may go on"),
    Progress.FINAL: _("Settled lawfully; only the court is left"),
}
BODIES = {
    Body.ADMINISTRATION: _("State administration"),
    Body.ELECTED: _("Elected body"),
    Body.JUSTICE: _("Court, procuracy, investigators, execution of judgments"),
    Body.POLITICAL: _("Party, Front, mass or religious organisation"),
    Body.SERVICE: _("Public service unit"),
    Body.ENTERPRISE: _("State enterprise"),
}
INSTANCES = {"1": _("First"), "2": pgettext_lazy("instance", "Second")}


class Checks(forms.CheckboxSelectMultiple):
    """Check boxes, each with the law's article below its label."""

    hints: Mapping[str, object] = {}


class ClassifyForm(forms.Form):
    """Six axes, and what they decide on."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    parts = forms.MultipleChoiceField(
        label=_("What is in it?"),
        help_text=_("Tick every content; more than one makes a mixed letter."),
        choices=list(PARTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Say what is in the letter.")},
    )
    field = forms.ChoiceField(
        label=_("Field"), choices=[("", "–"), *labels.FIELDS.items()], required=False
    )
    failing = forms.MultipleChoiceField(
        label=_("What does it lack?"),
        help_text=_("Tick everything at once, so that the person need not come twice."),
        widget=Checks,
        required=False,
    )
    translated = forms.BooleanField(
        label=_("A certified translation is with it"), required=False
    )
    about = forms.ChoiceField(
        label=_("Is a disciplinary decision complained of?"),
        help_text=_("Such complaints have shorter terms of their own."),
        choices=labels.DISCIPLINE,
        widget=Radios,
        required=False,
    )
    cases = forms.MultipleChoiceField(
        label=_("Does the law bar the complaint?"),
        widget=Checks,
        required=False,
    )
    against = forms.ChoiceField(
        label=_("Whose decision or act is it about?"), required=False
    )
    instance = forms.ChoiceField(
        label=_("Which instance of a complaint?"),
        choices=list(INSTANCES.items()),
        widget=Radios,
        required=False,
    )
    competence = forms.ChoiceField(
        label=_("Whose is it to settle?"),
        choices=list(WHOSE.items()),
        widget=Radios,
        error_messages={"required": _("Say whose it is to settle.")},
    )
    own = forms.MultipleChoiceField(
        label=_("Of a mixed letter: which contents are ours?"),
        choices=[(k, labels.KINDS[k]) for k in (Kind.FEEDBACK, Kind.COMPLAINT)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    progress = forms.ChoiceField(
        label=_("How far has it come?"),
        choices=list(PROGRESS.items()),
        widget=Radios,
        error_messages={"required": _("Say how far it has come.")},
    )
    people = forms.IntegerField(
        label=_("How many signed?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}
        ),
    )
    originals = forms.BooleanField(
        label=_("Original papers are with it; they must be given back"),
        required=False,
    )
    body = forms.ChoiceField(
        label=_("What kind of body is competent?"),
        choices=[("", "–"), *BODIES.items()],
        required=False,
    )
    note = forms.CharField(
        label=_("Note for the office"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        petition: Petition,
        said: Classification | None,
    ) -> None:
        super().__init__(data, initial=begin(petition, said))
        self.petition = petition
        self._offer(petition.received_on)

    def _offer(self, on: datetime.date) -> None:
        language = "en" if get_language() == "en" else "vi"
        self._choices("failing", labels.reasons(), _conditions(on))
        barred = courses.cases(courses.Course.COMPLAINT_FIRST, courses.Step.REFUSE, on)
        self._choices(
            "cases",
            [(case.code, case.words[language]) for case in barred],
            _laws({case.code: case.ground for case in barred}),
        )
        offices = [
            (o.value, competence.office_words(o)[language])
            for o in competence.offices(on)
        ]
        self.fields["against"].choices = [("", "–"), *offices]  # type: ignore[attr-defined]

    def _choices(
        self, name: str, choices: Sequence[tuple[str, str]], hints: Mapping[str, str]
    ) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]
        field.widget.hints = hints

    @property
    def leaves(self) -> bool:
        """Say whether the letter is a denunciation, or holds one."""
        return "denunciation" in self.cleaned_data.get("parts", ())

    def clean(self) -> dict[str, Any]:
        """Hold the decisions against each other and the law of the day."""
        said = super().clean() or {}
        parts = set(said.get("parts", ()))
        if "other" in parts and len(parts) > 1:
            self.add_error("parts", _("“Another kind of letter” stands alone."))
        if "complaint" not in parts:
            said["cases"], said["instance"], said["about"] = [], "", ""
        if said.get("competence") == Competence.OWN:
            self._hold_to_law(said)
        return said

    def _hold_to_law(self, said: Mapping[str, Any]) -> None:
        """The law names who settles; a unit cannot call another's matter its own."""
        named = self._competent(said)
        own = routing.office_of(self.petition.unit)
        if named is None or own is None or named in {"", own}:
            return
        language = "en" if get_language() == "en" else "vi"
        words = competence.office_words(competence.Office(named))[language]
        self.add_error(
            "competence",
            _("By the law of that day this is settled by: %(body)s.") % {"body": words},
        )

    def _competent(self, said: Mapping[str, Any]) -> str | None:
        kind = _kind(said.get("parts", ()), self.petition)
        instance = int(said.get("instance") or 0)
        found = routing.competent(
            kind, instance, said.get("against", ""), self.petition.received_on
        )
        return None if found is None else (found.office or "")

    def found(self) -> Found:
        """Return the decisions for the service."""
        said = self.cleaned_data
        kind = _kind(said["parts"], self.petition)
        parts = sorted({_part(part) for part in said["parts"]} - {""})
        own = said["own"] if len(parts) > 1 else parts
        ours = said["competence"] == Competence.OWN or len(parts) > 1
        return Found(
            kind=kind,
            subject=_subject(said["parts"]),
            parts=parts,
            own=sorted(set(own) & set(parts)) if ours else [],
            competence=said["competence"],
            progress=said["progress"],
            instance=int(said["instance"] or 1) if kind is Kind.COMPLAINT else 0,
            failing=said["failing"],
            cases=said["cases"],
            against=said["against"],
            competent=self._competent(said) or "",
            translated=said["translated"],
            body=said["body"],
            people=said["people"],
            originals=said["originals"],
            field=said["field"],
            about=_about(kind, said),
        )


def begin(petition: Petition, said: Classification | None) -> dict[str, Any]:
    """Return what the panel begins with: the last classification, else the record."""
    shared = {
        "version": petition.version,
        "field": petition.field,
        "people": petition.people,
        "originals": petition.originals,
        "body": petition.body,
        "instance": str(petition.instance or 1),
        "about": petition.subject if petition.subject in DISCIPLINARY else "",
    }
    if said is None:
        return shared | {
            "parts": ["regulation"]
            if petition.subject == About.REGULATION
            else [petition.kind],
            "failing": [r.value for r in routing.foreseen(petition)],
            "progress": Progress.NEW.value,
        }
    return shared | {
        "parts": [said.subject] if said.subject in PARTS else said.parts,
        "failing": petition.failing,
        "progress": said.progress,
        "competence": said.competence,
        "own": said.own,
        "cases": said.cases,
        "against": said.against,
        "translated": said.translated,
    }


def _kind(parts: Sequence[str], petition: Petition) -> Kind:
    if "complaint" in parts:
        return Kind.COMPLAINT
    if {"feedback", "regulation"} & set(parts):
        return Kind.FEEDBACK
    return Kind(petition.kind)


def _about(kind: Kind, said: Mapping[str, Any]) -> str:
    regulation = kind is Kind.FEEDBACK and "regulation" in said["parts"]
    return About.REGULATION if regulation else str(said["about"] or "")


def _part(part: str) -> str:
    return {"regulation": "feedback", "other": ""}.get(part, part)


def _subject(parts: Sequence[str]) -> str:
    if len({_part(part) for part in parts}) > 1:
        return Subject.MIXED
    if set(parts) == {"feedback", "regulation"}:
        return Subject.FEEDBACK
    return Subject(parts[0])


def _conditions(on: datetime.date) -> Mapping[str, str]:
    """Return the article by condition, by kind of letter where each has its own.

    Which kinds are ticked is not known before the panel is sent.
    """
    found = {kind: _laws(routing.grounds(kind, on)) for kind in KINDS}
    codes = dict.fromkeys(code for laws in found.values() for code in laws)
    return {code: _of_kinds(code, found) for code in codes}


def _of_kinds(code: str, found: Mapping[Kind, Mapping[str, str]]) -> str:
    said = {kind: laws[code] for kind, laws in found.items() if code in laws}
    if len(set(said.values())) == 1 and len(said) == len(found):
        return next(iter(said.values()))
    return "; ".join(f"{labels.KINDS[kind]}: {law}" for kind, law in said.items())


def _laws(grounds: Mapping[Any, Ground]) -> Mapping[str, str]:
    """Return the article by code, for every code that has one."""
    return {
        str(code.value if isinstance(code, Reason) else code): labels.law(ground)
        for code, ground in grounds.items()
    }
