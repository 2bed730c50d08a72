"""Tags of the component kit, known in every template."""

import datetime
from decimal import Decimal
from typing import Protocol

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danvan.ui import fields as form_fields
from danvan.ui.icons import ICONS

register = template.Library()

COLOURS = frozenset(
    ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
)  # of the kit's tag


class Calendar(Protocol):
    """As much of ``core.calendar.WorkingCalendar`` as a deadline light needs."""

    def working_days_between(self, a: datetime.date, b: datetime.date) -> int: ...


# ----- Forms ---------------------------------------------------------------


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, object]:
    """Show the errors of a bound form on top of its page, each with a link."""
    return {"errors": form_fields.summary(form)}


@register.simple_tag
def question(field: BoundField) -> SafeString:
    """Draw the one field of a page; its label is the page's heading."""
    return form_fields.render(field, heading=True)


@register.simple_tag
def button(text: str, kind: str = "", name: str = "", value: str = "") -> SafeString:
    """Draw a button that sends the form; kind: "", secondary or warning."""
    variant = f" govuk-button--{kind}" if kind else ""
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button type="submit" class="govuk-button{}" data-module="govuk-button"'
        ' data-prevent-double-click="true"{}>{}</button>',
        variant,
        named,
        text,
    )


@register.simple_tag
def back_link(url: str, text: str = "") -> SafeString:
    """Draw the link to the page before; it stands in ``before_content``."""
    return format_html(
        '<nav aria-label="{}"><a href="{}" class="govuk-back-link">{}</a></nav>',
        _("Way back"),
        url,
        text or _("Back"),
    )


# ----- Values --------------------------------------------------------------


@register.simple_tag
def date(value: datetime.date | datetime.datetime | None) -> str:
    """Write a day as dd/mm/yyyy, in local time; nothing for None.

    >>> date(datetime.date(2026, 9, 2))
    '02/09/2026'
    """
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}" if value else ""


@register.simple_tag(name="datetime")
def date_time(value: datetime.datetime | None) -> str:
    """Write a moment as HH:MM dd/mm/yyyy, in local time; nothing for None."""
    if value is not None and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%H:%M %d/%m/%Y}" if value else ""


@register.simple_tag
def number(value: float | Decimal | str | None) -> str:
    """Write a number with the marks of the language: 1.234,5 or 1,234.5."""
    if value is None or value == "":
        return ""
    plain = f"{Decimal(str(value)):,f}"
    return plain if get_language() == "en" else plain.translate(_SWAP)


_SWAP = str.maketrans(",.", ".,")


# ----- Components ----------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon that says nothing to a screen reader; text stands beside it."""
    return format_html(
        '<svg class="dv-icon" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
        ' aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def tag(text: str, colour: str = "grey") -> SafeString:
    """Draw a state as a coloured tag; the text alone must say it."""
    if colour not in COLOURS:
        raise template.TemplateSyntaxError(f"No tag has the colour {colour!r}.")
    return format_html(
        '<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text
    )


@register.simple_tag
def deadline(
    due: datetime.date | None,
    today: datetime.date,
    calendar: Calendar | None = None,
) -> SafeString | str:
    """Say how far a due date is, in working days where a calendar is given.

    Text, icon and colour say the same; nothing for a thing without a due date.
    """
    if due is None:
        return ""
    kind, drawing, text = _light(due, today, calendar)
    return format_html(
        '<span class="dv-deadline dv-deadline--{}">{} {}</span>',
        kind,
        icon(drawing),
        text,
    )


_NEAR = 3  # days


def _light(
    due: datetime.date, today: datetime.date, calendar: Calendar | None
) -> tuple[str, str, str]:
    if due == today:
        return "today", "bell", _("Due today")
    first, last = min(due, today), max(due, today)
    working = calendar.working_days_between(first, last) if calendar else 0
    if not working:  # no calendar, or nothing but a weekend between: plain days
        days = (last - first).days
        left = ngettext("%(n)s day left", "%(n)s days left", days)
        over = ngettext("%(n)s day late", "%(n)s days late", days)
    else:
        days = working
        left = ngettext("%(n)s working day left", "%(n)s working days left", days)
        over = ngettext("%(n)s working day late", "%(n)s working days late", days)
    if due < today:
        return "late", "warning", over % {"n": days}
    return "near" if days <= _NEAR else "far", "clock", left % {"n": days}


@register.inclusion_tag("ui/parts/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, object]:  # type: ignore[type-arg]
    """Draw the links between pages of a list, keeping the rest of the query."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    rest = query.urlencode()
    return {
        "page": page,
        "numbers": page.paginator.get_elided_page_range(
            page.number, on_each_side=1, on_ends=1
        ),
        "gap": page.paginator.ELLIPSIS,
        "query": f"?{rest}&page=" if rest else "?page=",
    }
