"""The markup of fields and controls, in Python.

A page of a case draws dozens of them; as templates they took most of its time.
Everything that is no markup of ours goes through `conditional_escape`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.forms import BoundField
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Option = Mapping[str, Any]
_WIDGETS = "django/forms/widgets"


def safe(html: str) -> SafeString:
    """Mark what was put together of our markup and escaped values."""
    return mark_safe(html)  # noqa: S308 - escaped piece by piece # nosec B703, B308 # nosemgrep: markup-is-escaped


# ----- Groups: label, hint, error and control -------------------------------


def single(field: BoundField, control: str, *, heading: bool, optional: bool) -> str:
    """Draw a field with one control."""
    large = " govuk-label--l" if heading else ""
    label = (
        f'<label class="govuk-label{large}" for="{esc(field.auto_id)}">'
        f"{_label(field, optional)}</label>"
    )
    if heading:
        label = f'<h1 class="govuk-label-wrapper">{label}</h1>'
    return _group(field, f"{label}\n  {_hint(field)}{_error(field)}\n  {control}\n")


def checkbox(field: BoundField) -> str:
    """Draw one box to tick; its label stands beside it."""
    name = esc(field.auto_id)
    text = esc(field.help_text)
    hint = f'<div class="govuk-hint govuk-checkboxes__hint" id="{name}_helptext">{text}</div>'
    return _group(
        field,
        f'{_error(field)}\n  <div class="govuk-checkboxes">\n    '
        '<div class="govuk-checkboxes__item">\n      '
        f'<input class="govuk-checkboxes__input" id="{name}"'
        f' name="{esc(field.html_name)}" type="checkbox"'
        f"{' checked' if field.value() else ''}{_described(field)}>\n      "
        f'<label class="govuk-label govuk-checkboxes__label" for="{name}">'
        f"{esc(field.label)}</label>\n      {hint if text else ''}\n    </div>\n  </div>\n",
    )


def choices(
    field: BoundField,
    kind: str,
    options: Iterable[Option],
    *,
    heading: bool,
    optional: bool,
) -> str:
    """Draw radio buttons or boxes to tick; ``kind`` is radios or checkboxes."""
    html = esc(field.html_name)
    shape = "radio" if kind == "radios" else "checkbox"
    drawn = "".join(_option(option, html, kind, shape) for option in options)
    inner = f'<div class="govuk-{kind}">\n      {drawn}\n    </div>'
    return _fieldset(field, inner, "", heading=heading, optional=optional)


def parts(
    field: BoundField, boxes: Sequence[Option], *, heading: bool, optional: bool
) -> str:
    """Draw a value typed in several boxes."""
    error = " govuk-input--error" if field.errors else ""
    drawn = "".join(_box(box, error) for box in boxes)
    inner = f'<div class="govuk-date-input">\n      {drawn}\n    </div>'
    return _fieldset(field, inner, ' role="group"', heading=heading, optional=optional)


def _group(field: BoundField, inner: str) -> str:
    error = " govuk-form-group--error" if field.errors else ""
    return f'<div class="govuk-form-group{error}">\n  {inner}</div>\n'


def _fieldset(
    field: BoundField, inner: str, role: str, *, heading: bool, optional: bool
) -> str:
    label, large = _label(field, optional), ""
    if heading:
        label = f'<h1 class="govuk-fieldset__heading">{label}</h1>'
        large = " govuk-fieldset__legend--l"
    return _group(
        field,
        f'<fieldset class="govuk-fieldset"{role}{_described(field)}>\n    '
        f'<legend class="govuk-fieldset__legend{large}">{label}</legend>\n    '
        f"{_hint(field)}{_error(field)}\n    {inner}\n  </fieldset>\n",
    )


def _label(field: BoundField, optional: bool) -> str:
    word = getattr(field.field, "needed_when", "") or _("(optional)")
    more = f' <span class="dv-optional">{esc(word)}</span>' if optional else ""
    return f"{esc(field.label)}{more}"


def _hint(field: BoundField) -> str:
    hint = esc(field.help_text)
    name = esc(field.auto_id)
    return f'<div class="govuk-hint" id="{name}_helptext">{hint}</div>' if hint else ""


def _error(field: BoundField) -> str:
    if not field.errors:
        return ""
    word, name = _("Error:"), esc(field.auto_id)
    sign = f'<span class="govuk-visually-hidden">{esc(word)}</span>'
    said = "<br>".join(f"{sign} {esc(str(error))}" for error in field.errors)
    return f'<p class="govuk-error-message" id="{name}_error">{said}</p>'


def _described(field: BoundField) -> str:
    by = field.aria_describedby
    return f' aria-describedby="{esc(by)}"' if by else ""


def _option(option: Option, html_name: str, kind: str, shape: str) -> str:
    name, text = esc(option["id"]), esc(option["hint"])
    described = f' aria-describedby="{name}_hint"' if text else ""
    hint = f'<div class="govuk-hint govuk-{kind}__hint" id="{name}_hint">{text}</div>'
    return (
        f'<div class="govuk-{kind}__item">\n        '
        f'<input class="govuk-{kind}__input" id="{name}" name="{html_name}"'
        f' type="{shape}" value="{esc(str(option["value"]))}"'
        f"{' checked' if option['selected'] else ''}{described}>\n        "
        f'<label class="govuk-label govuk-{kind}__label" for="{name}">'
        f"{esc(option['label'])}</label>\n        {hint if text else ''}\n      </div>\n      "
    )


def _box(box: Option, error: str) -> str:
    name = esc(box["id"])
    return (
        '<div class="govuk-date-input__item">\n        <div class="govuk-form-group">\n'
        '          <label class="govuk-label govuk-date-input__label"'
        f' for="{name}">{esc(box["label"])}</label>\n          '
        '<input class="govuk-input govuk-date-input__input'
        f' govuk-input--width-{box["width"]}{error}" id="{name}"'
        f' name="{esc(box["name"])}" type="text" inputmode="numeric"'
        f' autocomplete="off" value="{esc(box["value"])}">\n        </div>\n'
        "      </div>\n      "
    )


# ----- Controls: what Django's own widgets draw, without its templates --------


def _attributes(widget: Option) -> str:
    return "".join(
        f" {esc(name)}" if value is True else f' {esc(name)}="{esc(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Option) -> str:
    value = widget["value"]
    said = f' value="{esc(str(value))}"' if value is not None else ""
    return (
        f'<input type="{widget["type"]}" name="{esc(widget["name"])}"{said}'
        f"{_attributes(widget)}>\n"
    )


def _textarea(widget: Option) -> str:
    return (
        f'<textarea name="{esc(widget["name"])}"{_attributes(widget)}>\n'
        f"{esc(widget['value'] or '')}</textarea>\n"
    )


def _select(widget: Option) -> str:
    drawn = []
    for name, group, _place in widget["optgroups"]:
        lines = "".join(
            f'\n  <option value="{esc(str(one["value"]))}"{_attributes(one)}>'
            f"{esc(one['label'])}</option>"
            for one in group
        )
        if name:
            lines = f'\n  <optgroup label="{esc(name)}">{lines}\n  </optgroup>'
        drawn.append(lines)
    return (
        f'<select name="{esc(widget["name"])}"{_attributes(widget)}>'
        f"{''.join(drawn)}\n</select>\n"
    )


CONTROLS: Mapping[str, Callable[[Option], str]] = {
    f"{_WIDGETS}/{name}.html": draw
    for draw, names in (
        (_input, ("input", "text", "number", "email", "password", "hidden", "file")),
        (_textarea, ("textarea",)),
        (_select, ("select",)),
    )
    for name in names
}
