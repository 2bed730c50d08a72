"""What the office types of letters at the counter."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from danvan.core.actor import Actor
from danvan.core.casework.workflow import Kind
from danvan.files import services as files
from danvan.files.verdict import FILES, Refused
from danvan.orgs.models import Unit
from danvan.petitions.labels import CHANNELS, KINDS
from danvan.petitions.models import LONGEST_TEXT, Channel
from danvan.petitions.services import Letter
from danvan.ui.widgets import DateField, Radios


class Pictures(forms.ClearableFileInput):
    """A plain file control that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; the gate looks into them later."""

    widget = Pictures

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of uploads."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > FILES:
            raise forms.ValidationError(Refused("too_many").message)
        for upload in uploads:
            super().clean(upload, initial)
        return uploads


def _text(label: Any, *, rows: int = 6, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, widget=widget, **kwargs
    )


def _line(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, **kwargs)


_COUNTER = [
    (code, CHANNELS[code])
    for code in (Channel.COUNTER, Channel.POST, Channel.FORWARDED)
]


class UnitForm(forms.Form):
    """The unit that takes the letter in, asked only of who sits in several."""

    unit = forms.TypedChoiceField(label=_("Unit that takes it in"), coerce=int)
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=_COUNTER,
        initial=Channel.COUNTER,
        widget=Radios,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
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

    kind = forms.ChoiceField(
        label=_("What kind of letter is it?"),
        choices=list(KINDS.items()),
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
    what = _text(
        _("What happened?"),
        rows=8,
        error_messages={"required": _("Write down what happened.")},
    )
    request = _text(_("What does the person ask for?"), rows=3, required=False)
    place = _line(_("Where?"), 300)
    decision = _line(_("Decision complained about"), 300)
    decision_received = DateField(
        label=_("When did the person receive the decision?"), required=False
    )
    anonymous = forms.BooleanField(
        label=_("The person does not want to give a name"), required=False
    )
    name = _line(_("Full name"), 120)
    phone = _line(_("Telephone"), 30)
    address = _line(_("Address"), 300)
    on_behalf_of = _line(_("On behalf of"), 120)
    attachments = FilesField(
        label=_("Attachments"),
        required=False,
        help_text=_("PDF, Word, Excel, pictures or plain text; 10 MB each at most."),
    )
    field_order = ("unit", "channel", "kind")

    def clean(self) -> dict[str, Any]:
        """Ask a complainant who he is; keep nothing of who stays unknown."""
        said = super().clean() or {}
        if said.get("anonymous"):
            said |= dict.fromkeys(("name", "phone", "address", "on_behalf_of"), "")
        elif not said.get("name") and "name" not in self.errors:
            self.add_error(
                "name",
                _("Write the name, or tick that the person does not want to give one."),
            )
        return said

    def letter(self) -> Letter:
        """Return what was typed."""
        said = self.cleaned_data
        words = ("what", "request", "place", "decision", "decision_received")
        person = ("anonymous", "name", "phone", "address", "on_behalf_of")
        return Letter(
            kind=Kind(said["kind"]),
            channel=Channel(said["channel"]),
            **{field: said[field] for field in (*words, *person)},
        )

    def taken(self, by: Actor) -> list[files.Taken] | None:
        """Pass the files through the gate; None, with an error said, if one fails."""
        uploads: list[UploadedFile] = self.cleaned_data["attachments"]
        try:
            return [
                files.take(data=upload.read(), name=upload.name or "", by=by)
                for upload in uploads
            ]
        except Refused as refused:
            self.add_error("attachments", refused.message)
            return None
