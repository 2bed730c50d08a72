"""What the counter asks: for the conflict check alone, or the whole of it to seal."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.casework.conflict import Works
from danvan.files.verdict import Refused
from danvan.orgs.models import Unit
from danvan.ui.widgets import DateField, Radios
from danvan.vault import intake
from danvan.vault.counter import Answers
from danvan.vault.intake import Denunciation, Upload
from danvan.vault.routing import Accused

LONGEST, LINE = 20_000, 300
MOST_FILES = 5
# A letter may lie some days before it is entered; the law's clock runs meanwhile.
OLDEST = datetime.timedelta(days=60)
# Nothing typed here is kept by the browser, nor offered to the next one.
_OFF = {"autocomplete": "off", "spellcheck": "false"}


class Questions(forms.Form):
    """What must be known to find out who may receive. The answers are not kept."""

    accused_units = forms.MultipleChoiceField(
        label=_("Is one of these bodies, or its head, complained of?"),
        help_text=_("Mark all that are. Leave all empty if none of them is."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    works_here = forms.TypedChoiceField(
        label=_("Does a person complained of work in this unit?"),
        choices=[
            (Works.NO.value, _("No")),
            (Works.YES.value, _("Yes")),
            (Works.UNSURE.value, _("Not sure")),
        ],
        coerce=Works,
        widget=Radios(
            hints={Works.UNSURE.value: _("In doubt the superior body receives it.")}
        ),
        error_messages={"required": _("Say whether such a person works here.")},
    )

    def __init__(self, *args: Any, concerned: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(unit.code, unit.office_name) for unit in concerned]
        self.fields["accused_units"].choices = units  # type: ignore[attr-defined]

    def answers(self) -> Answers:
        """Return what was said."""
        said = self.cleaned_data
        return Answers(said["accused_units"], said["works_here"])


class PaperForm(Questions):
    """A letter that stays in the paper register: only its day is asked beside."""

    received_on = DateField(
        label=_("When did it come?"),
        help_text=_("The day of the postmark of arrival, or of the talk."),
        error_messages={"required": _("Say on which day it came.")},
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "received_on": today})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_received_on(self) -> datetime.date:
        """Refuse a day to come, and one that is long past."""
        day: datetime.date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        if day < self.today - OLDEST:
            raise forms.ValidationError(
                _("This is more than 60 days ago. Ask the head of your unit.")
            )
        return day


class Several(forms.ClearableFileInput):
    """A plain file control that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; the gate looks into them before anything is sealed."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of uploads."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                _("At most 5 files can be sent. Take some out and send again.")
            )
        for upload in uploads:
            super().clean(upload, initial)
        return uploads


def _line(label: Any, longest: int = LINE, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    widget = forms.TextInput(attrs=_OFF)
    return forms.CharField(label=label, max_length=longest, widget=widget, **kwargs)


def _text(label: Any, rows: int, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("required", False)
    widget = forms.Textarea(attrs={"rows": rows, **_OFF})
    return forms.CharField(label=label, max_length=LONGEST, widget=widget, **kwargs)


class SealedForm(PaperForm):
    """All that the law wants of it (article 23), sealed before it is stored."""

    accused_name = _line(
        _("Full name of the person complained of"), 120, help_text=_("If it is known.")
    )
    accused_post = _line(_("Post"))
    accused_workplace = _line(_("Where that person works"))
    others = _text(
        _("Others complained of"),
        3,
        help_text=_("One a line: full name, post, place of work."),
    )
    what = _text(
        _("What happened?"),
        8,
        required=True,
        error_messages={"required": _("Write down what happened.")},
    )
    when_where = _line(_("When and where?"))
    evidence = _text(_("What shows it?"), 3)
    request = _text(_("What does the person ask for?"), 3)
    name = _line(_("Full name"), 120)
    address = _line(_("Address"))
    phone = _line(_("Telephone"), 30)
    id_number = _line(_("Number of the identity card"), 30)
    attachments = FilesField(
        label=_("Scan of the letter and its papers"),
        required=False,
        help_text=_("PDF, Word, Excel, pictures or plain text; 10 MB each at most."),
    )
    field_order = ("accused_units", "works_here", "received_on")

    def clean_attachments(self) -> tuple[Upload, ...]:
        """Read the files, and say at the field what the gate says of them."""
        uploads = tuple(
            Upload(upload.name or "", upload.read())
            for upload in self.cleaned_data["attachments"]
        )
        for upload in uploads:
            try:
                intake.admitted(upload)
            except Refused as refused:
                raise forms.ValidationError(refused.message) from None
        return uploads

    def denunciation(self) -> Denunciation:
        """Return what is to be sealed; every file may show who wrote."""
        said = self.cleaned_data
        texts = ("what", "when_where", "evidence", "request")
        person = ("name", "address", "phone", "id_number")
        return Denunciation(
            accused=self._accused(),
            identity_files=said["attachments"],
            **{field: said[field] for field in (*texts, *person)},
        )

    def _accused(self) -> tuple[Accused, ...]:
        said = self.cleaned_data
        first = [said[f"accused_{part}"] for part in ("name", "post", "workplace")]
        lines = [line.split(",", 2) for line in said["others"].splitlines()]
        people = [[part.strip() for part in parts] for parts in [first, *lines]]
        return tuple(
            Accused(name, post=post, workplace=place)
            for name, post, place in ((*p, "", "")[:3] for p in people)
            if name or post or place
        )
