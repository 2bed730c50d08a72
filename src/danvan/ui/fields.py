"""How one field draws itself: label, hint, error and control, tied together."""

from dataclasses import dataclass

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.widgets import Input, Widget
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from danvan.ui import drawing
from danvan.ui.widgets import DateParts

# The first class a widget is an instance of decides; order matters.
_KINDS: tuple[tuple[type[Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes", ""),
    (forms.RadioSelect, "radios", ""),
    (forms.CheckboxInput, "checkbox", ""),
    (DateParts, "parts", ""),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.Select, "select", "govuk-select"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.PasswordInput, "password", "govuk-input"),
    (Input, "input", "govuk-input"),
)
_ERROR_CLASSES = {
    "govuk-textarea": "govuk-textarea--error",
    "govuk-select": "govuk-select--error",
    "govuk-file-upload": "govuk-file-upload--error",
    "govuk-input": "govuk-input--error",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the error summary; ``target`` is empty for the whole form's."""

    message: str
    target: str


def kind_of(field: BoundField) -> tuple[str, str]:
    """Return the kind of control a field draws and the kit's class for it."""
    for widget, kind, style in _KINDS:
        if isinstance(field.field.widget, widget):
            return kind, style
    return "input", "govuk-input"


def first_control(field: BoundField) -> str:
    """Return the id of the first control, where a link to the field leads."""
    kind, _style = kind_of(field)
    grouped = kind in {"radios", "checkboxes", "parts"}
    return f"{field.auto_id}_0" if grouped else field.auto_id


def summary(form: BaseForm) -> list[Problem]:
    """Return the problems of a bound form in the order of its fields."""
    whole = [Problem(str(message), "") for message in form.non_field_errors()]
    parts = [
        Problem(str(message), first_control(field))
        for field in form
        for message in field.errors
    ]
    return whole + parts


def is_optional(field: BoundField) -> bool:
    """Say whether "optional" is written beside the label.

    Only where the form also asks for something it must have: in a filter,
    where all is optional, the word would be noise.
    """
    some_required = any(f.required for f in field.form.fields.values())
    return some_required and not field.field.required


def needed_when(field: forms.Field, words: Promise | str) -> forms.Field:
    """Let a field say when it is demanded: "(required when …)", not "(optional)"."""
    field.needed_when = words  # type: ignore[attr-defined]
    return field


def control(field: BoundField, style: str) -> SafeString:
    """Return the bare control with the kit's class.

    ``required`` is left to the server, whose messages speak the page's language.
    """
    widget = field.field.widget
    classes = [style, widget.attrs.get("class", "")]
    if field.errors and style:
        classes.append(_ERROR_CLASSES[style])
    attrs: dict[str, str | bool] = {"required": False}
    if text := " ".join(c for c in classes if c):
        attrs["class"] = text
    return field.as_widget(attrs=attrs)


def render(field: BoundField, *, heading: bool = False) -> SafeString:
    """Draw a whole field group; with ``heading`` its label is the page's h1."""
    kind, style = kind_of(field)
    if kind == "checkbox":
        return drawing.safe(drawing.checkbox(field))
    how = {"heading": heading, "optional": is_optional(field)}
    if kind in {"radios", "checkboxes"}:
        return drawing.safe(drawing.choices(field, kind, _options(field), **how))
    if kind == "parts":
        boxes = field.field.widget.parts(field)
        return drawing.safe(drawing.parts(field, boxes, **how))
    return drawing.safe(drawing.single(field, control(field, style), **how))


def _options(field: BoundField) -> list[dict[str, object]]:
    """Return the choices of a group as plain values for the template."""
    hints = getattr(field.field.widget, "hints", {})
    return [
        {
            "id": f"{field.auto_id}_{number}",
            "value": option.data["value"],
            "label": option.data["label"],
            "selected": option.data["selected"],
            "hint": hints.get(str(option.data["value"]), ""),
        }
        for number, option in enumerate(field.subwidgets)
        if str(option.data["value"]) != ""
    ]
