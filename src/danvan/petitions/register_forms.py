"""What the counter types: a letter from any source, its sender or its signatories."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from danvan.core.actor import Actor
from danvan.core.casework import intake
from danvan.core.casework.intake import Source
from danvan.core.casework.workflow import Kind
from danvan.files import services as files
from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.petitions import labels, signatories
from danvan.petitions.codes import SUBJECTS
from danvan.petitions.models import LONGEST_TEXT, Channel, Forwarder
from danvan.petitions.register_parts import FilesField, ListField, line, text
from danvan.petitions.services import Letter
from danvan.petitions.signatories import Signed
from danvan.ui.widgets import DateField, Radios

# A letter may lie in the post room for some days before it is entered; what is older
# comes with the unit's register (`imports`).
OLDEST = datetime.timedelta(days=60)
_SOURCES = [
    (code, words) for code, words in labels.CHANNELS.items() if code != Channel.ONLINE
]
_FORWARD = ("forwarder", "forwarded_by", "forward_letter", "forward_date")
_PERSON = ("name", "phone", "address", "on_behalf_of")


class UnitForm(forms.Form):
    """The unit that takes the letter in, asked only of who sits in several."""

    unit = forms.TypedChoiceField(label=_("Unit that takes it in"), coerce=int)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.units = {unit.pk: unit for unit in units}
        self.fields["unit"].choices = [(u.pk, u.name) for u in units]  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.initial["unit"] = units[0].pk

    @property
    def receiver(self) -> Unit:
        """Return the unit chosen."""
        return self.units[self.cleaned_data["unit"]]


class RegisterForm(UnitForm):
    """A letter of feedback or a complaint, typed in for somebody."""

    channel = forms.ChoiceField(
        label=_("How did it come?"), choices=_SOURCES, initial=Channel.COUNTER
    )
    received_on = DateField(
        label=_("When did it come?"),
        help_text=_("Empty: today. The legal term runs from this day."),
        required=False,
    )
    written_on = DateField(label=_("Date on the letter"), required=False)
    originals = forms.BooleanField(
        label=_("Originals of papers are attached"),
        help_text=_("They must be returned."),
        required=False,
    )
    forwarder = forms.ChoiceField(
        label=_("Who forwarded it?"),
        choices=[("", _("Choose …")), *labels.FORWARDERS.items()],
        required=False,
    )
    forwarded_by = line(_("Name of who forwarded it"), 200)
    forward_letter = line(_("Number of the covering letter"), 60)
    forward_date = DateField(label=_("Date of the covering letter"), required=False)
    kind = forms.ChoiceField(
        label=_("What kind of letter is it?"),
        choices=list(labels.KINDS.items()),
        widget=Radios(
            hints={
                Kind.FEEDBACK: _("Information, an opinion, a wish or a proposal."),
                Kind.COMPLAINT: _(
                    "Asks to review a decision or an act that touches the person."
                ),
            }
        ),
        error_messages={"required": _("Say whether it is feedback or a complaint.")},
    )
    what = text(
        _("What happened?"),
        LONGEST_TEXT,
        rows=6,
        required=True,
        error_messages={"required": _("Write down what happened.")},
    )
    request = text(_("What does the person ask for?"), LONGEST_TEXT, rows=2)
    place = line(_("Where?"), 300)
    decision = line(_("Decision complained about"), 300)
    decision_received = DateField(
        label=_("When did the person receive the decision?"), required=False
    )
    subject = forms.ChoiceField(
        label=_("Is it about one of these?"),
        help_text=_("The law has shorter terms of its own for them."),
        choices=[("", _("None of these")), *labels.SUBJECTS.items()],
        required=False,
    )
    anonymous = forms.BooleanField(
        label=_("The person does not want to give a name"), required=False
    )
    name = line(_("Full name"), 120)
    phone = line(_("Telephone"), 30)
    address = line(_("Address"), 300)
    on_behalf_of = line(_("On behalf of"), 120)
    signed = ListField()
    people = forms.IntegerField(
        label=_("How many signed?"),
        help_text=_("Only if the list above does not name them all."),
        required=False,
        min_value=1,
        max_value=100_000,
    )
    attachments = FilesField(
        label=_("Attachments"),
        required=False,
        help_text=_("PDF, Word, Excel, pictures or plain text; 10 MB each at most."),
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.guidance: intake.Told | None = None

    def clean_received_on(self) -> datetime.date | None:
        """Refuse a day to come, and one that is long past."""
        day: datetime.date | None = self.cleaned_data["received_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if day and day < self.today - OLDEST:
            raise forms.ValidationError(
                _("This is more than 60 days ago. Take it in with the register.")
            )
        return day

    def clean_written_on(self) -> datetime.date | None:
        """Refuse a day to come."""
        day: datetime.date | None = self.cleaned_data["written_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return day

    def clean(self) -> dict[str, Any]:
        """Ask who forwarded it and who sent it; keep nothing of who stays unknown."""
        said = super().clean() or {}
        if self._guided(said):
            return said
        self._check_subject(said)
        self._check_forwarding(said)
        self._check_group(said)
        if said.get("anonymous"):
            said |= dict.fromkeys(_PERSON, "") | {"signed": []}
        elif not said.get("name") and not {"name", "signed"} & set(self.errors):
            self.add_error(
                "name",
                _("Write the name, or tick that the person does not want to give one."),
            )
        return said

    def _guided(self, said: dict[str, Any]) -> bool:
        """Such a content does not come this way: then nothing else is asked."""
        channel, kind = said.get("channel"), said.get("kind")
        if not channel or not kind:
            return False
        day = said.get("received_on") or self.today
        self.guidance = intake.admit(Source(channel), Kind(kind), day).guidance
        if self.guidance is not None:
            self.errors.clear()
        return self.guidance is not None

    def _check_subject(self, said: dict[str, Any]) -> None:
        subject, kind = said.get("subject"), said.get("kind")
        if subject and kind and subject not in SUBJECTS[kind]:
            self.add_error(
                "subject",
                _("Only feedback is about a regulation, only a complaint about those."),
            )

    def _check_forwarding(self, said: dict[str, Any]) -> None:
        if said.get("channel") not in {Channel.FORWARDED, Channel.LEADER}:
            if any(said.get(part) for part in _FORWARD):
                self.add_error(
                    "channel",
                    _("Who forwarded it is filled in: choose that it was forwarded."),
                )
            return
        if said["channel"] == Channel.FORWARDED and not said.get("forwarder"):
            self.add_error("forwarder", _("Choose who forwarded it."))
        if said["channel"] == Channel.FORWARDED and not said.get("forwarded_by"):
            self.add_error("forwarded_by", _("Write who forwarded it."))
        if said.get("forwarded_by") and not said.get("forwarder"):
            said["forwarder"] = Forwarder.BODY

    def _check_group(self, said: dict[str, Any]) -> None:
        named: list[Signed] = said.get("signed") or []
        people = said.get("people") or len(named) or 1
        if people < len(named):
            self.add_error("people", _("The list names more people. Leave this empty."))
        if wrong := signatories.too_many(people, named):
            self.add_error("signed", wrong)
        said["people"] = people
        if named and not said.get("name"):
            # Who speaks for the others is who is written to.
            first = next((s for s in named if s.represents), named[0])
            said["name"] = first.name
            said["address"] = said.get("address") or first.address

    def letter(self) -> Letter:
        """Return what was typed."""
        said = self.cleaned_data
        words = ("what", "request", "place", "decision", "decision_received")
        papers = ("written_on", "originals", "people")
        person = ("anonymous", *_PERSON)
        return Letter(
            kind=Kind(said["kind"]),
            channel=Channel(said["channel"]),
            **{
                part: said[part]
                for part in (*words, "subject", *papers, *person, *_FORWARD)
            },
        )

    def taken(self, by: Actor) -> list[files.Taken] | None:
        """Pass the files through the gate; None, with an error said, if one fails."""
        sent: list[UploadedFile] = self.cleaned_data["attachments"]
        try:
            return [
                files.take(data=uploads.read(upload), name=upload.name or "", by=by)
                for upload in sent
            ]
        except Refused as refused:
            self.add_error("attachments", refused.message)
            return None
