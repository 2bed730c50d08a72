"""The differences to work off: a list, and the same as a workbook."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.files.answers import XLSX, to_save
from danvan.indicators import differing, reach
from danvan.indicators import value_labels as labels
from danvan.indicators.differing import Difference
from danvan.indicators.value_list import cell_address
from danvan.indicators.value_views import PER_PAGE
from danvan.orgs.models import Unit
from danvan.writers import typed

_WORDS = 120


def _asked(request: HttpRequest) -> tuple[list[Difference], dict[str, Any]]:
    viewer, given = viewer_of(request), request.GET
    readable = reach.readable(viewer)
    asked = {
        "period": given.get("period", "").replace("\x00", "")[:16],
        "q": given.get("q", "").replace("\x00", "")[:_WORDS],
    }
    wanted = given.get("unit", "")
    mine = [int(wanted)] if wanted.isdecimal() and len(wanted) < 10 else [*readable]
    found = differing.found(readable & {*mine}, **asked)
    return found, asked | {"unit": wanted, "readable": readable}


@require_safe
@requires(Right.FORMS_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List the differences in the viewer's units, the largest first."""
    found, asked = _asked(request)
    readable = asked.pop("readable")
    viewer, today = viewer_of(request), timezone.localdate()
    fillable = reach.fillable(viewer, today)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    units = Unit.objects.filter(pk__in={d.unit.pk for d in found})
    of_all = differing.periods_of(readable)
    context = {
        "page": shown,
        "rows": [_row(d, d.unit.pk in fillable) for d in shown],
        "asked": asked,
        "units": [(str(u.pk), u.name) for u in units],
        "periods": [(p.key, labels.period(p)) for p in of_all],
        "query": request.GET.urlencode(),
        "may_fill_any": bool(fillable),
    }
    return render(request, "indicators/differences.html", context)


def _row(difference: Difference, may_choose: bool) -> dict[str, Any]:
    address = cell_address(difference.unit, difference.period, difference.code)
    return {
        "unit": difference.unit,
        "period": labels.period(difference.period),
        "code": difference.code,
        "name": labels.indicator_name(difference.code),
        "values": said(difference),
        "gap": f"{labels.amount(difference.gap * 100)} %",
        "link": f"{address}#choose" if may_choose else address,
        "may_choose": may_choose,
    }


def said(difference: Difference) -> list[str]:
    """Return each value with its source: Từ báo cáo: 45."""
    cell = difference.cell
    told = [
        f"{labels.PROVENANCES[value.provenance]}: {labels.of_value(value)}"
        for value in cell.values
    ]
    if cell.worked:
        told.append(f"{labels.WORKED}: {labels.amount(cell.worked.amount)}")
    return told


@require_safe
@requires(Right.FORMS_READ)
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the list as a workbook."""
    found, _asked_for = _asked(request)
    return to_save(_workbook(found), "khac-nhau.xlsx", XLSX)


def _workbook(found: Sequence[Difference]) -> bytes:
    return typed.workbook(
        name=_("Differences"),
        above=[_("Values whose sources differ")],
        heads=[
            *(_("Unit"), _("Reporting period"), _("Code"), _("Indicator")),
            *(_("Values"), _("Gap (%)")),
        ],
        rows=[
            (
                *(d.unit.name, labels.period(d.period), d.code),
                *(labels.indicator_name(d.code), "; ".join(said(d))),
                round(d.gap * 100, 1),
            )
            for d in found
        ],
    )
