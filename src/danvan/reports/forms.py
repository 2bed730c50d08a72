"""What is asked when a report is given in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from danvan.orgs.models import Unit
from danvan.reports.models import Report


class ReportChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the reports, by its name and the day it was given in."""

    def label_from_instance(self, obj: Report) -> str:
        """Return what the list of reports to choose from shows."""
        given = timezone.localtime(obj.created)
        return f"{obj.name} ({given:%d/%m/%Y})"


class UploadForm(forms.Form):
    """A file, or pasted text; and for whom, where the viewer sits in several units."""

    file = forms.FileField(
        label=_("The report's file"),
        help_text=_("Word, PDF, Excel, HTML or text (TXT), at most 10 MB."),
        required=False,
        allow_empty_file=True,  # the reader says what is wrong and what to do
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf,.xlsx,.html,.htm,.txt"}),
    )
    text = forms.CharField(
        label=_("Or paste the text here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "null_characters_not_allowed": _(
                "The text holds a character that is no letter (NUL). Copy it again "
                "from the document, or give in the file."
            )
        },
    )
    title = forms.CharField(
        label=_("Name of the pasted text"), required=False, max_length=120
    )
    unit = forms.ModelChoiceField(
        label=_("Unit whose report it is"), queryset=Unit.objects.none()
    )

    previous = ReportChoice(
        label=_("Earlier report to compare with"),
        help_text=_(
            "What this report says of the same period last year, and what it carries "
            "over, is held against it."
        ),
        queryset=Report.objects.none(),
        required=False,
        empty_label=_("The one given in before it"),
    )

    def __init__(
        self,
        *args: Any,
        units: frozenset[int],
        earlier: QuerySet[Report] | None = None,
        **kwargs: Any,
    ) -> None:
        """``earlier`` are the reports that may be named to compare with."""
        super().__init__(*args, **kwargs)
        if earlier is not None and earlier.exists():
            self.fields["previous"].queryset = earlier  # type: ignore[attr-defined]
        else:
            del self.fields["previous"]
        if len(units) == 1:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of file and text."""
        given = super().clean() or {}
        file, text = given.get("file"), (given.get("text") or "").strip()
        if not file and not text and not self.errors:
            self.add_error("file", _("Choose a file, or paste the text."))
        elif file and text:
            self.add_error(
                "text", _("Give the file or the text, not both: empty one of them.")
            )
        previous, unit = given.get("previous"), given.get("unit")
        if previous and unit and previous.unit_id != unit.pk:
            self.add_error("previous", _("Choose an earlier report of the same unit."))
        return given


class ReasonForm(forms.Form):
    """Why a finding is no error."""

    reason = forms.CharField(
        label=_("Why is this no error?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write why it is no error; the next reader will see it.")
        },
    )
