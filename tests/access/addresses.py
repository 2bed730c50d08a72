"""Every address of both processes, as the resolvers know it, and what to send there."""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLResolver, get_resolver
from django.utils import timezone

from danvan.core.casework import workflow
from danvan.core.casework.exchange import formats
from danvan.petitions.step_forms import FORMS

SITES = {"office": "danvan.config.urls_office", "portal": "danvan.config.urls_portal"}
# What the portal's addresses of figures name; nothing of it is published here.
PUBLISHED = {"pk": uuid.UUID(int=1), "code": "TCD01", "unit": "T-own", "kind": "csv"}
# Stands in every letter and every report of every unit: one search finds all.
COMMON = "Hoà Bình"

Records = Mapping[str, Any]
Sent = Callable[[Records], dict[str, Any]]


@dataclass(frozen=True)
class Address:
    """One address: its name in the table, its path and what is sent to it."""

    name: str
    fill: Callable[[Records], str]
    of_units: bool  # whether it speaks of somebody's record
    lent: bool = False  # of a petition or its file, which a unit may be assigned
    sealed: bool = False  # of a sealed case, in which units may stand in more ways
    query: Sent = field(default=lambda _records: {})
    body: Sent = field(default=lambda _records: {})
    state: str = ""  # in which the petition must be


def routes(site: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the routes of a process with their converters."""
    return list(_routes(get_resolver(SITES[site])))


def _routes(
    resolver: URLResolver, prefix: str = "", known: Mapping[str, Any] | None = None
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        converters = {**(known or {}), **getattr(entry.pattern, "converters", {})}
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route, converters)
        else:
            yield route, converters


def addresses(site: str) -> list[Address]:
    """Return every address of a process; a step's verb makes an address of its own."""
    found = [a for route, _c in routes(site) for a in _of_route(site, route)]
    return found + (_questions() if site == "office" else [])


def _of_route(site: str, route: str) -> Iterator[Address]:
    name = f"{site} /{route}"
    if "<verb:verb>" in route:
        for verb in FORMS:
            yield _step(name.replace("<verb:verb>", verb), route, verb)
        return
    kind = _kind(route) if "<" in route and site == "office" else ""
    body = BODIES.get(name)
    yield Address(
        name,
        lambda records: _filled(route, records.get(kind, {})),
        of_units=bool(kind) or (site == "office" and body is not None),
        lent=kind in {"petition", "file"},
        sealed=kind in {"case", "request"},
        body=body or (lambda _records: {}),
    )


def _step(name: str, route: str, verb: str) -> Address:
    kinds = {"feedback", "complaint"}
    line = next(
        t
        for t in workflow.TRANSITIONS
        if t.step == verb and t.source and kinds & t.kinds
    )

    def body(records: Records) -> dict[str, Any]:
        said = {
            "version": records["petition"]["version"],
            "kind": "feedback",
            "reply": "Trả lời",
            "note": "Ghi chú",
            "to_name": "Cơ quan khác",
            "reasons": ["copy_only"],
            "unit": records["unit"].pk,
        }
        return {f"{verb}-{key}": value for key, value in said.items()}

    return Address(
        name,
        lambda records: _filled(route, {**records["petition"], "verb": verb}),
        of_units=True,
        lent=True,
        body=body,
        state=line.source,
    )


def _kind(route: str) -> str:
    """Name the kind of record a route leads to; a new kind must be named here."""
    kinds = {
        "petitions/filters/": "filter",
        "petitions/bulk/": "batch",
        "petitions/succession/": "keys",
        "petitions/": "petition",
        "papers/": "paper",
        "files/": "file",
        "vault/units/": "keys",
        "vault/cases/": "case",
        "vault/requests/": "request",
        "people/roles/": "role",
        "people/": "person",
        "reports/": "report",
        "publishing/drafts/new/": "outline",
        "publishing/drafts/<uuid:pk>/figure/": "figure",
        "publishing/drafts/": "draft",
        "forms/submissions/": "submission",
        "forms/place/late/": "owed",
        "leaders/": "form",
        "forms/indicators/": "indicator",
        "forms/values/": "value",
        "forms/reports/": "report",
        "forms/compile/": "compiled",
        "forms/compare/": "compared",
        "forms/": "form",
        "registers/books/": "book",
        "registers/entries/": "line",
        "registers/locks/": "lock",
        "registers/views/": "view",
        "publishing/editions/": "edition",
        "publishing/sources/": "source",
        "publishing/comments/": "comment",
        "receptions/visits/": "visit",
        "receptions/sessions/": "session",
        "receptions/appointments/": "appointment",
    }
    for start, kind in kinds.items():
        if route.startswith(start):
            return kind
    raise LookupError(f"say in this table what {route} leads to")


def _filled(route: str, values: Mapping[str, Any]) -> str:
    named = {"flow": "gop-y", "page": "noi-dung", **PUBLISHED, **values}
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(named[m[1]]), route)


def _questions() -> list[Address]:
    """Return addresses that are asked something about a unit beside the path."""
    petition, report = "office /petitions/", "office /reports/"
    return [
        _asked("office /search/", lambda r: {"q": COMMON}),
        _asked("office /search/", lambda r: {"q": r["petition"]["number"]}, "number"),
        _asked(petition, lambda r: {"q": COMMON, "unit": r["unit"].pk}),
        _asked(petition, lambda r: {"unit": r["unit"].pk, "overdue": "on"}, "overdue"),
        *(
            _asked(
                "office /petitions/exchange/file/",
                lambda r, code=code: {
                    "unit": r["unit"].pk,
                    "format": code,
                    "kept_as": "xlsx",
                },
                f"the unit's letters as {code}",
            )
            for code in formats()
        ),
        _asked(report, lambda r: {"q": "canary", "page": "1"}),
        *(
            _asked(f"office /registers/{page}", lambda r: {"unit": r["unit"].pk})
            for page in (
                "books/dissemination-sessions/",
                "books/dissemination-sessions/lines.xlsx",
                "books/dissemination-sessions/book.docx",
                "locks/",
            )
        ),
        *(
            _asked(f"office /forms/{page}", lambda r: {"unit": r["unit"].pk})
            for page in (
                *("values/", "values/values.xlsx"),
                *("differences/", "differences/differences.xlsx"),
            )
        ),
        _asked("office /journal/", lambda r: {"chain": r["unit"].code}),
        Address(
            "office /vault/receive/ at the unit's counter",
            lambda _r: "/vault/receive/",
            of_units=True,
            query=lambda r: {"unit": r["unit"].code},
            body=lambda _r: _letter_on_paper(),
        ),
        Address(
            "office /people/<uuid:pk>/ a role in the unit",
            lambda r: f"/people/{r['colleague']}/",
            of_units=True,
            body=lambda r: {
                "role": "verifier",
                "unit": r["unit"].code,
                "valid_from_day": "1",
                "valid_from_month": "1",
                "valid_from_year": "2026",
            },
        ),
    ]


def _line() -> dict[str, Any]:
    """A line of the book of sessions held, as a form sends it."""
    day = timezone.localdate()
    return {
        "key": uuid.UUID(int=10),
        "day": f"{day:%d/%m/%Y}",
        "v-sessions": "1",
        "v-people": "40",
    }


def _today() -> dict[str, int]:
    today = timezone.localdate()
    return {"day": today.day, "month": today.month, "year": today.year}


def _letter_on_paper() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "works_here": "no",
        "received_on_day": today.day,
        "received_on_month": today.month,
        "received_on_year": today.year,
        "key": uuid.UUID(int=9),
    }


def _step_today() -> dict[str, Any]:
    today = timezone.localdate()
    days = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    return {"seq": 0, **days}


def _asked(name: str, query: Sent, what: str = "asked for the unit") -> Address:
    path = name.removeprefix("office ")
    return Address(f"{name} ({what})", lambda _r: path, of_units=True, query=query)


_REASON = {"ground": "verify", "reason": "Theo quyết định thụ lý"}
BODIES: Mapping[str, Sent] = {
    "office /publishing/editions/<uuid:pk>/correct/": lambda _r: {"reason": "Sai"},
    "office /publishing/editions/<uuid:pk>/announce/": lambda _r: {
        "title": "Tin",
        "text": "Mới",
    },
    "office /publishing/comments/<uuid:pk>/": lambda _r: {"verdict": "show"},
    "office /petitions/bulk/": lambda r: {"id": r["petition"]["pk"]},
    "office /forms/values/<int:unit>/<slug:period>/<slug:code>/enter/": lambda _r: {
        "value": "7",
        "reason": "Sổ theo dõi",
    },
    "office /forms/values/<int:unit>/<slug:period>/<slug:code>/choose/": lambda r: {
        "value": r["value"]["pk"],
        "reason": "Đã đối chiếu",
    },
    "office /forms/values/<int:unit>/<slug:period>/<slug:code>/take-back/<int:pk>/": (
        lambda _r: {"reason": "Nhầm đơn vị"}
    ),
    **{
        f"office /forms/submissions/<uuid:pk>/{step}/": sent
        for step, sent in {
            **dict.fromkeys(
                *(("unsign", "approve", "accept", "unaccept", "lock"), lambda _r: {})
            ),
            **dict.fromkeys(
                *(
                    ("send", "return", "unapprove", "unlock"),
                    lambda _r: {"reason": "Cột 3 chưa khớp"},
                )
            ),
            "days": lambda _r: {
                "start": "15/06/2025",
                "end": "10/09/2025",
                "reason": "Chốt sớm",
            },
            "attach": lambda _r: {},
        }.items()
    },
    **{
        f"office /forms/place/{step}/": lambda r: {"id": r["submission"]["pk"]}
        for step in ("approve", "accept", "lock")
    },
    "office /forms/place/late/<int:unit>/<slug:period>/<slug:sheet>/": lambda _r: {
        "until": "31/12/2099",
        "reason": "Mất mạng",
    },
    **{
        f"office /forms/compile/<int:unit>/<slug:period>/<slug:sheet>/{step}/": sent
        for step, sent in {
            **dict.fromkeys(("sign", "unsign"), lambda _r: {}),
            "nothing": lambda _r: {"code": "XLD22"},
            "note": lambda _r: {"note": "Đã đối chiếu"},
            "send": lambda _r: {"reason": "Đã quá hạn"},
            "<slug:code>/enter": lambda _r: {
                "XLD22-value": "1",
                "XLD22-reason": "Sổ theo dõi",
            },
        }.items()
    },
    "office /forms/place/days/": lambda _r: {
        "what": "inspectorate/2025-q3",
        "due": "16/09/2025",
        "decision": "12/QĐ-UBND",
    },
    "office /forms/place/asked/": lambda _r: {
        "sheet": "inspectorate",
        "since": "01/01/2099",
        "decision": "14/QĐ-UBND",
    },
    "office /forms/place/timeliness/": lambda _r: {
        "public": "no",
        "since": "01/01/2099",
        "decision": "13/QĐ-UBND",
    },
    "office /petitions/bulk/<uuid:pk>/": lambda _r: {"verb": "screen"},
    "office /petitions/<uuid:pk>/classify/": lambda r: {
        "version": r["petition"]["version"],
        "parts": "feedback",
        "competence": "other",
        "progress": "new",
        "people": 1,
    },
    "office /petitions/<uuid:pk>/papers/<slug:code>/": lambda _r: {"subject": "Đơn"},
    "office /papers/<uuid:pk>/number/": lambda _r: {
        "number": "7",
        **{f"date_{part}": value for part, value in _today().items()},
    },
    "office /papers/<uuid:pk>/again/": lambda _r: {"subject": "Đơn"},
    "office /petitions/new/": lambda r: {
        "unit": r["unit"].pk,
        "channel": "counter",
        "kind": "feedback",
        "what": "Đèn đường hỏng",
        "anonymous": "on",
        "key": uuid.UUID(int=7),
    },
    "office /reports/new/": lambda r: {"unit": r["unit"].pk, "text": "Có 5 đơn."},
    "office /publishing/drafts/new/<slug:outline>/": lambda r: {
        "unit": r["unit"].pk,
        "period": r["outline"]["period"],
    },
    "office /publishing/drafts/<uuid:pk>/text/<int:number>/": lambda _r: {
        "text": "Có 6 đơn.",
        "version": 1,
    },
    "office /publishing/drafts/<uuid:pk>/figure/<int:number>/alone/": lambda _r: {
        "reason": "Theo sổ giấy"
    },
    "office /reports/<uuid:corrects>/corrected/": lambda r: {"text": "Có 6 đơn."},
    "office /reports/<uuid:pk>/<slug:key>/no-error/": lambda r: {"reason": "Đúng"},
    **{
        f"office /forms/<int:unit>/<slug:period>/<slug:form>/<slug:part>/{verb}/": sent
        for verb, sent in {
            "count": lambda _r: {},
            "nothing": lambda _r: {},
            "note": lambda _r: {"note": "Ghi chú"},
            "sign": lambda _r: {},
            "send": lambda _r: {},
            "reopen": lambda _r: {"reason": "Sót một đơn"},
            "<slug:column>/enter": lambda _r: {"value": "2", "reason": "Sổ"},
        }.items()
    },
    "office /leaders/<int:unit>/urge/": lambda _r: {},
    **{
        f"office /registers/books/<slug:kind>/{form}/": lambda r: {
            **_line(),
            "unit": r["unit"].pk,
        }
        for form in ("new", "desk", "send")
    },
    "office /registers/entries/<uuid:pk>/correct/": lambda _r: {
        **_line(),
        "reason": "Sót một người",
    },
    "office /registers/entries/<uuid:pk>/cancel/": lambda _r: {
        "key": uuid.UUID(int=11),
        "cancel_reason": "Ghi trùng",
    },
    "office /registers/books/<slug:kind>/views/": lambda _r: {
        "query": "state=all",
        "name": "Tất cả",
    },
    "office /registers/locks/": lambda r: {
        "unit": r["unit"].pk,
        "start": "01/01/2026",
        "end": "31/03/2026",
        "reason": "Đã chốt quý I",
    },
    "office /registers/locks/<uuid:pk>/lift/": lambda _r: {"lift_reason": "Bổ sung"},
    "office /receptions/new/": lambda r: {
        "session": r["session"]["pk"],
        "key": uuid.UUID(int=8),
        "content": "feedback",
        "summary": "Đèn đường hỏng",
        "outcome": "answered",
        "name": "Người mẫu",
        "people": "1",
        "competence": "own",
        "matter": "new",
    },
    "office /receptions/new/sealed/": lambda r: {"session": r["session"]["pk"]},
    "office /receptions/sessions/plan/": lambda r: {
        "unit": r["unit"].pk,
        "kind": "periodic",
        "first_day": "12",
        "first_month": "11",
        "first_year": "2026",
        "starts": "08:00",
        "ends": "10:00",
        "place": "Phòng tiếp công dân",
        "every": "0",
        "seats": "1",
        "make": "1",
    },
    "office /receptions/visits/<uuid:pk>/finish/": lambda _r: {"follow_up": "Xong"},
    "office /receptions/sessions/<uuid:pk>/close/": lambda _r: {"state": "held"},
    "office /receptions/sessions/<uuid:pk>/conclude/": lambda _r: {
        "conclusion": "Đo lại đất"
    },
    "office /journal/check/": lambda r: {"chain": r["unit"].code},
    "office /people/<uuid:pk>/active/": lambda r: {"active": "no"},
    "office /vault/cases/<uuid:pk>/assign/": lambda r: {
        "officer": r["case"]["officer"]
    },
    "office /vault/cases/<uuid:pk>/open/<slug:part>/": lambda _r: _REASON,
    "office /vault/cases/<uuid:pk>/identity/": lambda _r: _REASON,
    "office /vault/cases/<uuid:pk>/shred/": lambda _r: {"decision": "12/QĐ"},
    "office /vault/cases/<uuid:pk>/course/<slug:step>/": lambda _r: _step_today(),
}
