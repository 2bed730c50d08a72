"""Controls that Django does not have."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

_PARTS = (("day", _("Day"), 2), ("month", _("Month"), 2), ("year", _("Year"), 4))


class DateParts(forms.MultiWidget):
    """A date typed in three boxes: day, month, year.

    The value is ``d/m/yyyy`` as typed, so that a wrong date comes back as it
    was written; the field's formats decide.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({name: forms.TextInput() for name, *_ in _PARTS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Take a date, or what was typed, apart."""
        if isinstance(value, datetime.date):
            return [str(value.day), str(value.month), str(value.year)]
        parts = str(value or "").split("/")
        return parts if len(parts) == len(_PARTS) else ["", "", ""]

    def value_from_datadict(  # type: ignore[override] # one text, not three
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> str:
        """Put the boxes together; empty when all are."""
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part, *_ in _PARTS]
        return "/".join(typed) if any(typed) else ""

    def parts(self, field: BoundField) -> list[dict[str, object]]:
        """Return the boxes for the template."""
        values = self.decompress(field.value())
        return [
            {
                "id": f"{field.auto_id}_{number}",
                "name": f"{field.html_name}_{part}",
                "label": label,
                "width": width,
                "value": value,
            }
            for number, ((part, label, width), value) in enumerate(
                zip(_PARTS, values, strict=True)
            )
        ]


class DateField(forms.DateField):
    """A date asked for in three boxes."""

    widget = DateParts

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%d/%m/%Y"])
        kwargs.setdefault("help_text", _("For example 27 3 2026"))
        super().__init__(**kwargs)


class Radios(forms.RadioSelect):
    """Radio buttons, each with a hint below its label."""

    def __init__(
        self, hints: Mapping[str, object] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.hints = hints or {}
