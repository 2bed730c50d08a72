"""Controls of the counter's form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.files.verdict import FILES, Refused
from danvan.petitions import signatories
from danvan.petitions.signatories import BadLine, Signed

# Characters of a whole list: 5.000 lines of name and address.
LONGEST_LIST = 1_000_000


class Several(forms.ClearableFileInput):
    """A plain file control that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files at once; the gate looks into them later."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of uploads."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if len(uploads) > FILES:
            raise forms.ValidationError(Refused("too_many").message)
        for upload in uploads:
            super().clean(upload, initial)
        return uploads


class ListField(forms.CharField):
    """The pasted list of a group; ``bad`` holds the lines that were not taken."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"rows": 5, "spellcheck": "false"}
        kwargs.setdefault("widget", forms.Textarea(attrs=attrs))
        kwargs.setdefault("label", _("List of those who signed"))
        kwargs.setdefault(
            "help_text",
            _(
                "One a line: full name, address; or pasted from Excel. A star before the "
                "name marks who speaks for the others: 1 or 2 of 5 to 10 people, up to 5 "
                "of more."
            ),
        )
        super().__init__(required=False, max_length=LONGEST_LIST, **kwargs)
        self.bad: list[BadLine] = []

    def clean(self, value: Any) -> Any:
        """Return the people of the list; refuse it while a line is bad."""
        found: list[Signed]
        found, self.bad = signatories.read(super().clean(value))
        if self.bad:
            lines = ", ".join(str(line.number) for line in self.bad[:10])
            more = " …" if len(self.bad) > 10 else ""
            raise forms.ValidationError(
                _("These lines cannot be taken: %(lines)s. Each is explained below."),
                params={"lines": lines + more},
            )
        return found


def text(label: Any, longest: int, *, rows: int, **kwargs: Any) -> forms.CharField:
    """Return a field of several lines."""
    kwargs.setdefault("required", False)
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=longest, widget=widget, **kwargs)


def line(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    """Return a field of one line that may stay empty."""
    return forms.CharField(label=label, max_length=longest, required=False, **kwargs)
