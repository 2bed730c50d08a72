"""The questions a citizen is asked, one form a page."""

import datetime
import re
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.petitions import public
from danvan.petitions.public import LIMITS
from danvan.portal import digits
from danvan.portal.digits import Question
from danvan.ui.widgets import DateField

ENOUGH_WORDS = 3


class PageForm(forms.Form):
    """One page; what it cleans is kept as text, and comes back as ``initial``."""

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as values that JSON can hold."""
        return {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in self.cleaned_data.items()
        }


class ManyFiles(forms.ClearableFileInput):
    """The browser's own file control, for several files; the gate judges them."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


def _text(label: Any, name: str, *, rows: int, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LIMITS[name],
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


def _line(label: Any, name: str, **kwargs: Any) -> forms.CharField:
    attrs = {"autocomplete": kwargs.pop("autocomplete", "off")}
    if name == "phone":
        attrs |= {"inputmode": "tel"}
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(
        label=label, max_length=LIMITS[name], widget=widget, **kwargs
    )


class _WithFiles(PageForm):
    # The name shadows what a form calls its raw uploads on the class alone.
    files = forms.Field(  # type: ignore[assignment]
        label=_("Photos or papers"),
        required=False,
        widget=ManyFiles(),
        help_text=_(
            "You can choose up to 5 files: photos, PDF, Word or Excel, 10 MB each."
        ),
    )

    def answers(self) -> dict[str, Any]:
        """Return the answers; files are kept apart."""
        return {k: v for k, v in super().answers().items() if k != "files"}


class FeedbackForm(_WithFiles):
    """What happened."""

    what = _text(
        _("What do you want to tell us?"),
        "what",
        rows=8,
        help_text=_(
            "Say what happened and since when. Write as you speak; you can also use "
            "the microphone on your keyboard."
        ),
        error_messages={"required": _("Tell us what happened.")},
    )
    field_order: tuple[str, ...] = ("what", "files")

    def clean_what(self) -> str:
        """Ask for a sentence rather than a word."""
        what: str = self.cleaned_data["what"]
        if len(re.findall(r"\w+", what)) < ENOUGH_WORDS:
            raise forms.ValidationError(
                _("Tell us a little more, so that the office understands.")
            )
        return what


class ComplaintForm(FeedbackForm):
    """Why the decision is thought wrong, and what is asked for."""

    what = _text(
        _("Why do you think the decision is wrong?"),
        "what",
        rows=8,
        help_text=_("Say what happened and how the decision harms you."),
        error_messages={"required": _("Say why the decision is wrong.")},
    )
    request = _text(
        _("What do you ask the office to do?"),
        "request",
        rows=4,
        error_messages={"required": _("Say what you ask for.")},
    )
    field_order = ("what", "request", "files")


class DecisionForm(PageForm):
    """The decision complained of, and when it came."""

    decision = _line(
        _("Which decision or act do you not agree with?"),
        "decision",
        help_text=_(
            "For example: Decision 15/QĐ-UBND of 3 August 2026 on compensation. If "
            "you do not know the number, describe it."
        ),
        error_messages={"required": _("Name or describe the decision.")},
    )
    decision_received = DateField(
        label=_("When did you receive it or learn of it?"),
        error_messages={
            "required": _("Give the day. The time for a complaint runs from it."),
            "invalid": _("Write the day as three numbers, for example 27 3 2026."),
        },
    )

    disciplinary = forms.BooleanField(
        label=_("It is a disciplinary decision against an official"),
        help_text=_(
            "The time to complain about it is 15 days. For any other decision it is "
            "90 days."
        ),
        required=False,
    )

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decision_received(self) -> datetime.date:
        """Refuse days to come."""
        day: datetime.date = self.cleaned_data["decision_received"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class WhereForm(PageForm):
    """The place: province, then commune; the detail in words."""

    province = forms.ChoiceField(label=_("Province or city"))
    unit_code = forms.ChoiceField(
        label=_("Commune, ward or special zone"),
        error_messages={
            "required": _("Choose the commune or ward."),
            "invalid_choice": _("Choose a commune or ward of this province."),
        },
    )
    place = _line(
        _("Exact place"),
        "place",
        required=False,
        help_text=_("For example: hamlet, road, near which house."),
    )

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = [(p.code, p.name) for p in public.units_for_place(None)]
        communes = [(c.code, c.name) for c in public.units_for_place(province)]
        whole = [(province, _("A matter of the whole province"))]
        self.fields["province"].choices = provinces  # type: ignore[attr-defined]
        self.fields["province"].initial = province
        self.fields["unit_code"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose …")),
            *communes,
            *whole,
        ]


class ContactForm(PageForm):
    """Who sends feedback; all of it may stay empty."""

    name = _line(_("Full name"), "name", required=False, autocomplete="name")
    phone = _line(_("Telephone"), "phone", required=False, autocomplete="tel")
    address = _line(
        _("Address"), "address", required=False, autocomplete="street-address"
    )
    on_behalf_of = _line(
        _("If you write for somebody else: their name"), "on_behalf_of", required=False
    )


class ComplainantForm(PageForm):
    """Who complains; the law asks for name and address (Law 02/2011, article 8)."""

    name = _line(
        _("Full name"),
        "name",
        autocomplete="name",
        error_messages={"required": _("The law asks for the complainant’s name.")},
    )
    address = _line(
        _("Address"),
        "address",
        autocomplete="street-address",
        error_messages={"required": _("The law asks for the complainant’s address.")},
    )
    phone = _line(_("Telephone"), "phone", required=False, autocomplete="tel")
    on_behalf_of = _line(
        _("If you write for somebody else: their name"),
        "on_behalf_of",
        required=False,
        help_text=_("Who represents another person brings a written authorisation."),
    )


class SendForm(forms.Form):
    """The last press; a field that people do not see tells machines apart."""

    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    digits = forms.CharField(
        label=_("Digits"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    asked = False  # whether the page shows the question

    def ask(self, question: Question) -> None:
        """Put a question that machines do not answer, instead of sending."""
        self.asked = True
        self.data = {"token": question.token, "digits": ""}
        self["digits"].label = question.text
        self.add_error(
            "digits",
            _(
                "Very many letters are coming in just now. Write the digits below so "
                "that we see that a person is sending, then send again."
            ),
        )

    def answered(self, form_id: uuid.UUID) -> bool:
        """Say whether the question asked for this form was answered."""
        said = self.cleaned_data
        return digits.answered(form_id, token=said["token"], digits=said["digits"])

    def clean_website(self) -> str:
        """Refuse what only a machine fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Empty the last field and send again."))
        return ""


class LookUpForm(forms.Form):
    """Number and secret code of a receipt."""

    number = forms.CharField(
        label=_("Case number"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It begins with DV and stands on your receipt."),
        error_messages={"required": _("Enter the case number.")},
    )
    code = forms.CharField(
        label=_("Secret code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("12 digits. Spaces do not matter."),
        error_messages={"required": _("Enter the secret code.")},
    )
