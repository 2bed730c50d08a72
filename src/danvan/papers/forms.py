"""What is typed: the values of a paper, its number, the sheet of the clerical office."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from danvan.files.verdict import FILE_BYTES
from danvan.papers import labels
from danvan.papers.models import NUMBER, Signer, State
from danvan.papers.templates import Template
from danvan.ui.widgets import DateField, Radios

LONGEST = 20_000


class ValuesForm(forms.Form):
    """The values that a template asks for, beginning with what is known."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        template: Template,
        known: Mapping[str, str],
    ) -> None:
        begin = {a.code: known.get(a.code, "") for a in template.asks}
        super().__init__(data, initial={**begin, "signed_by": known.get("signed_by")})
        self.known = known
        for value in template.asks:
            widget = forms.Textarea(attrs={"rows": 4}) if value.long else None
            self.fields[value.code] = forms.CharField(
                label=labels.asked(value),
                required=value.need,
                max_length=LONGEST if value.long else 300,
                widget=widget or forms.TextInput(),
            )
        if template.signs in {"head", "committee", "unit"}:
            self.fields["signed_by"] = forms.ChoiceField(
                label=_("Who signs"),
                choices=list(labels.SIGNERS.items()),
                widget=Radios,
                initial=known.get("signed_by") or Signer.HEAD,
            )
            self.initial["signed_by"] = known.get("signed_by") or Signer.HEAD

    @property
    def signer(self) -> str:
        """Return who signs."""
        return str(self.cleaned_data.get("signed_by", Signer.HEAD))

    def values(self) -> dict[str, str]:
        """Return the facts with what was entered over them."""
        entered = {k: v for k, v in self.cleaned_data.items() if k != "signed_by"}
        facts = {k: v for k, v in self.known.items() if k != "signed_by"}
        return facts | entered


class NumberForm(forms.Form):
    """Number and day from the clerical office."""

    number = forms.RegexField(
        label=pgettext_lazy("paper", "Number"),
        help_text=_("The number alone, for example 15"),
        regex=NUMBER,
        error_messages={"invalid": _("Write the number alone, for example 15.")},
    )
    date = DateField(label=_("Day on the paper"))


class AttachForm(forms.Form):
    """The signed copy."""

    file = forms.FileField(label=_("Signed copy"), help_text=_("A PDF file"))

    def clean_file(self) -> Any:
        """Refuse what was too large to be kept."""
        upload = self.cleaned_data["file"]
        if getattr(upload, "dropped", False) or upload.size > FILE_BYTES:
            raise forms.ValidationError(_("The file is too large."))
        return upload


class SheetForm(AttachForm):
    """The sheet of numbers."""

    file = forms.FileField(
        label=_("Sheet with numbers"),
        help_text=_("An Excel file (.xlsx) with the columns of the sheet to fill in"),
    )


class ListForm(forms.Form):
    """Which papers to show; what is not understood narrows nothing."""

    state = forms.MultipleChoiceField(
        label=_("State"),
        choices=list(labels.STATES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def states(self) -> tuple[str, ...]:
        """Return the chosen states, by default the papers that wait."""
        self.is_valid()
        return tuple(self.cleaned_data.get("state", ())) or (State.DRAFT.value,)
