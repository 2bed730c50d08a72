"""The page of what the rules say of a place's values, and its Excel file."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.checks import rules
from danvan.core.indicators import chains
from danvan.files.answers import XLSX, to_save
from danvan.indicators import compile_page, findings, labels
from danvan.indicators.findings import Found
from danvan.writers import xlsx as writer

_PER_PAGE = 30
_READ = (Right.FORMS_READ, Right.FORMS_BELOW)


@require_safe
@requires(*_READ)
def listed(request: HttpRequest) -> HttpResponse:
    """List what does not add up in the viewer's units, by unit and rule."""
    period = _period(request)
    found = findings.found(findings.readable(viewer_of(request), period), period)
    shown = _chosen(request, found)
    context = {
        "period": period,
        "name": labels.period_name(period),
        "periods": [(p.key, _named(p)) for p in _offered()],
        "rules": [
            (r.id, labels.say(r.instruction), n) for r, n in findings.by_rule(found)
        ],
        "severities": [(s, compile_page.SEVERITIES[s][1]) for s in rules.SEVERITIES],
        "page": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
        "rows": [],
        "count": len(shown),
        "rule": request.GET.get("rule", ""),
        "severity": request.GET.get("severity", ""),
    }
    context["rows"] = [_row(each, period) for each in context["page"]]  # type: ignore[attr-defined]
    return render(request, "indicators/findings.html", context)


def _row(found: Found, period: Period) -> dict[str, object]:
    finding = found.finding
    sign, label = compile_page.SEVERITIES[finding.severity]
    sheet = next((s for s in _sheets(period) if finding.codes[0] in s.codes), None)
    owes = sheet is not None and sheet.owed_by(found.unit.kind, found.unit.level)
    return {
        "unit": found.unit,
        "sign": sign,
        "label": label,
        "message": labels.say(finding.message),
        "codes": ", ".join(finding.codes),
        "sheet": sheet.id if sheet and owes else "",
        "code": finding.codes[0],
    }


def _sheets(period: Period) -> list[chains.Sheet]:
    return [sheet for sheet in chains.sheets() if sheet.owed_for(period)]


def _chosen(request: HttpRequest, found: list[Found]) -> list[Found]:
    rule, severity = (request.GET.get(key, "") for key in ("rule", "severity"))
    return [
        f
        for f in found
        if rule in ("", f.finding.rule.id) and severity in ("", f.finding.severity)
    ]


def _period(request: HttpRequest) -> Period:
    key = request.GET.get("period", "")
    if not key:
        return periods.last_ended("inspectorate", timezone.localdate())
    try:
        return periods.by_key(key)
    except periods.NoSuchPeriod:
        raise Http404 from None


def _offered() -> list[Period]:
    today = timezone.localdate()
    all_chains = {sheet.chain for sheet in chains.sheets()}
    found = [p for c in sorted(all_chains) for p in periods.ending_up_to(c, today, 1)]
    return sorted(found, key=lambda p: p.end, reverse=True)


def _named(period: Period) -> str:
    names = {s.chain: labels.say(s.name) for s in chains.sheets()}
    return f"{labels.period_name(period)} – {names[period.chain]}"


@require_safe
@requires(*_READ)
def xlsx(request: HttpRequest) -> HttpResponse:
    """Send the list as an Excel file."""
    period = _period(request)
    found = findings.found(findings.readable(viewer_of(request), period), period)
    rows = [
        (
            each.unit.name,
            [
                each.unit.code,
                str(compile_page.SEVERITIES[each.finding.severity][1]),
                ", ".join(each.finding.codes),
                labels.say(each.finding.message),
                each.finding.left,
                each.finding.right,
                labels.say(each.finding.rule.cure),
            ],
        )
        for each in _chosen(request, found)
    ]
    heads = (
        *(_("Unit"), _("Unit code"), _("Weight"), _("Indicator")),
        *(_("What is odd"), _("Left"), _("Right"), _("What mends it")),
    )
    table = writer.table(
        name=period.key,
        above=[f"{_('Findings of the rules')}: {labels.period_name(period)}"],
        heads=[writer.Head(text, 0, n) for n, text in enumerate(heads)],
        codes=tuple("ABCDEFGH"),
        rows=rows,
    )
    return to_save(table, f"findings-{period.key}.xlsx", XLSX)
