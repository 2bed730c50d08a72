"""Every component in its states on one page; `office` gives it an address."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from danvan.ui.icons import ICONS
from danvan.ui.templatetags.ui import COLOURS
from danvan.ui.widgets import DateField, Radios

_CHOICES = [("feedback", _("Feedback")), ("complaint", _("Complaint"))]
_HINTS = {"complaint": _("Against a decision that concerns you")}


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As on your identity card"))
    note = forms.CharField(label=_("Remark"), required=False)
    what = forms.CharField(label=_("What happened?"), widget=forms.Textarea)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=_CHOICES, widget=Radios(hints=_HINTS)
    )
    fields_of_law = forms.MultipleChoiceField(
        label=_("Fields"),
        choices=[("land", _("Land")), ("roads", _("Roads"))],
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=[("", _("Choose")), *_CHOICES])
    received = DateField(label=_("Date received"))
    paper = forms.FileField(label=_("Paper"))
    secret = forms.CharField(label=_("Password"), widget=forms.PasswordInput)
    agreed = forms.BooleanField(label=_("I have checked this"))


def gallery(today: datetime.date) -> dict[str, Any]:
    """Return what the template ``ui/gallery.html`` shows."""
    day = datetime.timedelta(days=1)
    wrong = {"name": "", "received_day": "31", "received_month": "2"}
    return {
        "today": today,
        "moment": datetime.datetime.combine(today, datetime.time(9, 5), datetime.UTC),
        "normal": SampleForm(auto_id="normal_%s"),
        "wrong": SampleForm(data=wrong, auto_id="wrong_%s"),
        "dues": [None, today + 20 * day, today + 2 * day, today, today - 4 * day],
        "numbers": [0, 1234.5, "3235", None],
        "colours": sorted(COLOURS),
        "icons": sorted(ICONS),
        "many": Paginator(range(200), 10).page(7),
        "one": Paginator(range(3), 10).page(1),
        "rows": [(_("Land"), 12, 3), (_("Roads"), 7, 0)],
    }
