"""What a citizen is asked, one form a page."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from danvan.petitions.public import LIMITS, Place
from danvan.ui.widgets import DateField


class Files(forms.FileInput):
    """The native control, with the kinds the gate takes, so that phones offer a camera."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        kinds = ".jpg,.jpeg,.png,.heic,.webp,.pdf,.docx,.xlsx,.txt,image/*"
        super().__init__(attrs={"multiple": True, "accept": kinds})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return all the files of this name."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files; each is judged by the gate, not here."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the chosen files; none is as good as some."""
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        return list(chosen)


def _text(limit: str, **kwargs: Any) -> forms.CharField:
    most = LIMITS[limit]
    messages = kwargs.pop("error_messages", {})
    messages["max_length"] = _("Please shorten this to %(limit_value)d characters.")
    field = forms.CharField(max_length=most, error_messages=messages, **kwargs)
    # The browser would cut a long text off silently; the server says so.
    field.widget.attrs.pop("maxlength", None)
    return field


class WhatForm(forms.Form):
    """Feedback: what happened, with pictures."""

    what = _text(
        "what",
        label=_("Tell us what happened"),
        help_text=_(
            "Write as you would tell it. You can also press the microphone on your "
            "keyboard and speak."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what happened.")},
    )
    papers = FilesField(
        label=_("Pictures or papers"),
        help_text=_("Up to 5 files of 10 MB each. Pictures, PDF, Word or Excel."),
        widget=Files(),
        required=False,
    )
    # Nobody sees this box; machines fill in all they find.
    fax_2 = forms.CharField(required=False, label=_("Leave this box empty"))

    def clean_fax_2(self) -> str:
        """Refuse what a machine filled in."""
        if self.cleaned_data["fax_2"]:
            raise ValidationError(_("Leave the last box empty."))
        return ""


class WhyForm(WhatForm):
    """Complaint: why the decision is wrong, and what is asked for."""

    what = _text(
        "what",
        label=_("Why is the decision wrong?"),
        help_text=_("Say what happened, and when. Write as you would tell it."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write why the decision is wrong.")},
    )
    request = _text(
        "request",
        label=_("What do you ask the office to do?"),
        help_text=_("For example: measure the plot again, or cancel the fine."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    field_order = ("what", "request", "papers", "fax_2")


class DecisionForm(forms.Form):
    """Complaint: against which decision, and when it came."""

    decision = _text(
        "decision",
        label=_("Which decision do you complain of?"),
        help_text=_("Its number and who signed it. If you do not know, describe it."),
        error_messages={"required": _("Write which decision you complain of.")},
    )
    decision_received = DateField(
        label=_("When did you receive it?"),
        help_text=_("Day, month, year. For example: 27 3 2026"),
        error_messages={
            "required": _("Write the day on which you received the decision."),
            "invalid": _("This is not a day of the calendar. Look at the numbers."),
        },
    )
    anyway = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_decision_received(self) -> datetime.date:
        """Refuse a day to come."""
        day: datetime.date = self.cleaned_data["decision_received"]
        if day > self._today:
            raise ValidationError(_("This day is still to come. Look at the numbers."))
        return day


class PlaceForm(forms.Form):
    """Where: the province, then the commune, then words."""

    province = forms.ChoiceField(
        label=_("Province or city"),
        error_messages={
            "required": _("Choose the province or city."),
            "invalid_choice": _("Choose the province or city from the list."),
        },
    )
    commune = forms.ChoiceField(
        label=_("Commune or ward"),
        error_messages={
            "required": _("Choose the commune or ward."),
            "invalid_choice": _("Choose the commune or ward from the list."),
        },
    )
    place = _text(
        "place",
        label=_("Where exactly?"),
        help_text=_("For example: street, hamlet, near the market."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        provinces: Sequence[Place],
        communes: Sequence[Place] | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("province", provinces)
        if communes is None:  # the province comes first
            del self.fields["commune"], self.fields["place"]
        else:
            self._offer("commune", communes)

    def _offer(self, name: str, places: Sequence[Place]) -> None:
        listed = [(place.code, place.name) for place in places]
        self.fields[name].choices = [("", _("Choose from the list")), *listed]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """Feedback: who you are, if you like."""

    name = _text("name", label=_("Your name"), required=False)
    phone = _text(
        "phone",
        label=_("Your telephone number"),
        help_text=_("So that the office can ask if something is unclear."),
        required=False,
    )
    address = _text("address", label=_("Your address"), required=False)
    on_behalf_of = _text(
        "on_behalf_of",
        label=_("If you help somebody else: that person's name"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {"name": "name", "phone": "tel", "address": "street-address"}
        for name, hint in hints.items():
            self.fields[name].widget.attrs["autocomplete"] = hint
        self.fields["phone"].widget.attrs["inputmode"] = "tel"


class ComplainantForm(ContactForm):
    """Complaint: the law asks for name and address."""

    name = _text(
        "name",
        label=_("Your name"),
        error_messages={"required": _("Write your name. A complaint must have one.")},
    )
    address = _text(
        "address",
        label=_("Your address"),
        error_messages={
            "required": _("Write your address. The answer is sent there."),
        },
    )


class LookUpForm(forms.Form):
    """The two things printed on a receipt."""

    number = forms.CharField(
        label=_("Number of the file"),
        help_text=_("It looks like DV26-4K7P-93XM-C. Capitals do not matter."),
        max_length=40,
        error_messages={"required": _("Write the number of the file.")},
    )
    code = forms.CharField(
        label=_("Secret code"),
        help_text=_("12 digits. Spaces do not matter."),
        max_length=40,
        error_messages={"required": _("Write the secret code.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs |= {
            "autocomplete": "off",
            "spellcheck": "false",
        }
        self.fields["code"].widget.attrs |= {
            "autocomplete": "off",
            "inputmode": "numeric",
        }


class WrittenDownForm(forms.Form):
    """The tick before leaving the receipt."""

    written = forms.BooleanField(
        label=_("I have written down or saved the number and the code"),
        error_messages={
            "required": _("First write down the number and the code, then tick here.")
        },
    )
