"""What was published: places, indicators over time, editions, and where from."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from danvan.files.answers import CSV, XLSX, to_save
from danvan.portal.cached import public_page
from danvan.publishing import catalog, charts, public, tables
from danvan.publishing.public import Edition, Figure

_TYPES = {
    "csv": CSV,
    "json": "application/json; charset=utf-8",
    "xlsx": XLSX,
}


@require_safe
@public_page("data")
def front(request: HttpRequest) -> HttpResponse:
    """List what was published, by edition, place and indicator."""
    places, codes = public.index()
    context = {
        "editions": [(e, public.period_name(e.period)) for e in public.editions()],
        "provinces": [p for p in places if p.level == "province"],
        "others": [p for p in places if p.level != "province"],
        "indicators": [(code, public.indicator_name(code)) for code in codes],
        "news": public.news()[:3],
    }
    return render(request, "portal/data/front.html", context)


@require_safe
@public_page("place")
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show everything published of one province or commune that holds today."""
    found = _some(public.figures(unit=code))
    context = {
        "name": found[0].unit_name,
        "code": code,
        "blocks": tables.by_group(found),
        "punctual": _punctual(code),
        "files": _files("place", code=code),
    }
    return render(request, "portal/data/place.html", context)


def _punctual(code: str) -> list[dict[str, Any]]:
    """Return who was on time, where the place decided to show it."""
    return [
        {
            "name": one.sheet[public.language()],
            "period": public.period_name(one.period),
            "units": one.units,
        }
        for one in public.timeliness(code, timezone.localdate())
    ]


@require_safe
@public_page("indicator")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator over time, by unit, and on the map."""
    found = _some(public.figures(code=code))
    found.sort(key=lambda f: (f.unit_name, f.unit, f.end, f.start))
    name = public.indicator_name(code)
    mapped = charts.mapped(found)
    words = next((w for w in tables.dictionary() if w["code"] == code), None)
    context = {
        "name": name,
        "code": code,
        "words": words,
        "part": tables.over_time(found),
        "map": charts.provinces(name, mapped),
        "map_period": public.period_name(mapped[0].period) if mapped else "",
        "files": _files("indicator", code=code),
    }
    return render(request, "portal/data/indicator.html", context)


@require_safe
@public_page("edition")
def edition(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one edition as it was published, with its hash and its versions."""
    shown, text = _edition(pk)
    figures = public.figures_of(text, pk)
    versions = [e for e in public.editions() if e.number == shown.number]
    context = {
        "edition": shown,
        "period": public.period_name(shown.period),
        "units": tables.by_unit(figures),
        "changed": tables.rows(f for f in figures if f.was),
        "removed": [
            (row, public.indicator_name(row["code"])) for row in public.removed(text)
        ],
        "versions": sorted(versions, key=lambda e: e.version),
        "files": _files("edition", pk=pk),
    }
    return render(request, "portal/data/edition.html", context)


@require_safe
@public_page("figure")
def figure(request: HttpRequest, pk: uuid.UUID, unit: str, code: str) -> HttpResponse:
    """Show where one published figure comes from."""
    shown, text = _edition(pk)
    rows = [f for f in public.figures_of(text, pk) if (f.unit, f.code) == (unit, code)]
    if not rows:
        raise Http404
    (row,) = tables.rows(rows)
    at, source = row.figure.source, None
    if at and at["start"] is not None:
        source = public.source(pk, at["sha256"], at["start"], at["end"])
    context = {
        "edition": shown,
        "row": row,
        "at": at,
        "source": source,
        "finding": row.figure.finding.get(public.language(), ""),
        "versions": _versions(shown, unit, code),
    }
    return render(request, "portal/data/figure.html", context)


@require_safe
@public_page("about")
def about(request: HttpRequest) -> HttpResponse:
    """Say how figures are made, rounded and corrected, and on what terms to use them."""
    return render(request, "portal/data/about.html", {"licence": tables.LICENCE})


@require_safe
@public_page("dictionary")
def dictionary(request: HttpRequest) -> HttpResponse:
    """Show what each indicator means."""
    context = {"words": tables.dictionary(), "files": _files("dictionary")}
    return render(request, "portal/data/dictionary.html", context)


@require_safe
@public_page("catalog")
def catalogue(request: HttpRequest) -> HttpResponse:
    """Describe the data in DCAT, as other catalogues read it."""
    said = catalog.dcat(settings.PORTAL_ADDRESS, public.editions())
    body = json.dumps(said, ensure_ascii=False, indent=1)
    return HttpResponse(body, content_type="application/ld+json; charset=utf-8")


@require_safe
@public_page("original")
def original(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand over the very bytes the hash of an edition is of."""
    _shown, text = _edition(pk)
    return _file(text.encode(), "json", f"ban-goc-{pk}")


@require_safe
@public_page("file")
def edition_file(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """Hand the figures of an edition over as a table."""
    shown, text = _edition(pk)
    return _table(public.figures_of(text, pk), kind, f"ban-{pk}", shown.title)


@require_safe
@public_page("file")
def place_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Hand the figures of a place over as a table."""
    found = _some(public.figures(unit=code))
    return _table(found, kind, f"noi-{code}", found[0].unit_name)


@require_safe
@public_page("file")
def indicator_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Hand the figures of an indicator over as a table."""
    found = _some(public.figures(code=code))
    return _table(found, kind, f"chi-tieu-{code}", public.indicator_name(code))


@require_safe
@public_page("file")
def dictionary_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand the data dictionary over as a table."""
    words = tables.dictionary()
    return _written(tuple(words[0]), words, kind, "tu-dien", _("Data dictionary"))


def _table(figures: list[Figure], kind: str, name: str, title: str) -> HttpResponse:
    return _written(tables.COLUMNS, tables.flat(figures), kind, name, title)


def _written(
    columns: tuple[str, ...], lines: Any, kind: str, name: str, title: str
) -> HttpResponse:
    note = _("Counts are rounded to 5; sums are rounded by themselves.")
    made = {
        "csv": lambda: tables.as_csv(columns, lines),
        "json": lambda: tables.as_json(lines, title=title, note=note),
        "xlsx": lambda: tables.as_xlsx(columns, lines, (title, note, tables.LICENCE)),
    }
    if kind not in made:
        raise Http404
    return _file(made[kind](), kind, name)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    return to_save(body, f"{name}.{kind}", _TYPES[kind], public=True)


def _files(name: str, **place: Any) -> list[tuple[str, str]]:
    """Return the kinds of files of a page, and their addresses."""
    return [
        (kind.upper(), reverse(f"portal:{name}-file", kwargs={**place, "kind": kind}))
        for kind in ("csv", "xlsx", "json")
    ]


def _edition(pk: uuid.UUID) -> tuple[Edition, str]:
    found = next((e for e in public.editions() if e.id == pk), None)
    text = public.body(pk)
    if found is None or text is None:
        raise Http404
    return found, text


def _versions(shown: Edition, unit: str, code: str) -> list[tuple[Edition, str]]:
    """Return what each version of an edition prints of one figure, oldest first."""
    same = [e for e in public.editions() if e.number == shown.number]
    found = []
    for one in sorted(same, key=lambda e: e.version):
        figures = public.figures_of(public.body(one.id) or "")
        printed = [f.printed for f in figures if (f.unit, f.code) == (unit, code)]
        found.append((one, printed[0] if printed else ""))
    return found


def _some(figures: list[Figure]) -> list[Figure]:
    if not figures:
        raise Http404
    return figures
