"""What is asked when a report is given in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.orgs.models import Unit


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

    def __init__(self, *args: Any, units: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
