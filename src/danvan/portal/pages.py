"""What the templates of the public's pages need, as plain values."""

import datetime
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from danvan.petitions import public
from danvan.portal.answering import Turn
from danvan.portal.flows import Flow, Page
from danvan.portal.forms import SendForm
from danvan.portal.models import SavedForm
from danvan.portal.words import NEXT, SAID, STATES
from danvan.vault import public as vault


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the last page before sending, with the way back to it."""

    label: str
    value: str
    change: str


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file as the citizen sees it: name, size and pages in words."""

    id: str
    name: str
    facts: str


def question(flow: Flow, page: Page, turn: Turn) -> dict[str, Any]:
    """Return the context of a question page."""
    before = flow.before(page)
    back = (
        reverse("portal:question", args=[flow.slug, before.slug])
        if before
        else reverse("portal:front")
    )
    return {
        "flow": flow,
        "form": turn.form,
        "back": back,
        "step": flow.position(page),
        "steps": len(flow.pages) + 1,
        "files": files(turn.saved),
        "late": turn.late and said(turn.late.sentence),
        "saved": turn.saved is not None,
    }


def check(flow: Flow, saved: SavedForm, form: SendForm) -> dict[str, Any]:
    """Return the context of the page before sending."""
    rows = [row for page in flow.pages for row in _rows(flow, page, saved)]
    where = next(a["unit_code"] for a in saved.answers.values() if "unit_code" in a)
    return {
        "flow": flow,
        "form": form,
        "rows": rows,
        "files": files(saved),
        "unit": public.receiving_unit_name(where),
        "back": reverse("portal:question", args=[flow.slug, flow.pages[-1].slug]),
        "change_files": reverse("portal:question", args=[flow.slug, "noi-dung"])
        + "?sua=1",
    }


def _rows(flow: Flow, page: Page, saved: SavedForm) -> list[Row]:
    address = reverse("portal:question", args=[flow.slug, page.slug]) + "?sua=1"
    answers = saved.answers.get(page.slug, {})
    fields = page.form.base_fields
    names = [n for n in fields if n in answers and n not in {"province", "files"}]
    return [
        Row(str(fields[n].label), _shown(n, answers), address)
        for n in names
        if answers[n] or n in {"name", "what"}
    ]


def _shown(name: str, answers: dict[str, Any]) -> str:
    value = answers[name]
    if name == "unit_code":
        return place_name(value, answers["province"])
    if value is True:
        return _("Yes")
    if name == "decision_received":
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return str(value) or _("Not given")


def place_name(code: str, province: str) -> str:
    """Return "commune, province" for the codes that were chosen."""
    name = {p.code: p.name for p in public.units_for_place(None)}[province]
    communes = {c.code: c.name for c in public.units_for_place(province)}
    return f"{communes[code]}, {name}" if code in communes else name


def files(saved: SavedForm | None) -> list[KeptFile]:
    """Return what is kept of the files so far."""
    return [_kept(f) for f in saved.files] if saved else []


def _kept(file: dict[str, Any]) -> KeptFile:
    facts = size(file["size"])
    if file["pages"]:
        facts += ", " + _("%(n)s pages") % {"n": file["pages"]}
    return KeptFile(file["id"], file["name"], facts)


def size(count: int) -> str:
    """Write a number of bytes in kB or MB."""
    kilo, mega = 1000, 1_000_000
    if count < mega:
        return f"{max(1, round(count / kilo))} kB"
    return f"{number_format(count / mega, 1)} MB"


def receipt(shown: public.Receipt) -> dict[str, Any]:
    """Return the context of the receipt; the QR holds no secret."""
    code = shown.code
    return {
        "receipt": shown,
        "code": [code[i : i + 4] for i in range(0, len(code), 4)],
        "explanation": said(shown.explanation),
        "qr": qr(shown.number),
        "address": f"{settings.PORTAL_ADDRESS}{reverse('portal:status')}",
    }


def sealed_receipt(shown: vault.Receipt) -> dict[str, Any]:
    """Return the context of a sealed letter's receipt: no matter, person or unit."""
    code = shown.code
    return {
        "receipt": shown,
        "code": [code[i : i + 4] for i in range(0, len(code), 4)],
        "qr": qr(shown.number),
        "address": f"{settings.PORTAL_ADDRESS}{reverse('portal:status')}",
    }


def qr(number: str) -> SafeString:
    """Draw the address of the status page with the number filled in."""
    address = f"{settings.PORTAL_ADDRESS}{reverse('portal:status')}?so={number}"
    code = segno.make(address, error="m", micro=False)
    # Drawn by us from our own address and a number of our own making.
    return mark_safe(code.svg_inline(scale=4, border=2, omitsize=True))  # noqa: S308 - a picture drawn by segno # nosec B703, B308 # nosemgrep: markup-is-escaped


_AT_REST = frozenset(
    {
        *("answered", "closed", "filed", "refused", "resolved", "terminated"),
        *("executing", "appealed", "reopen_asked", "suspended"),
    }
)


def _asked(state: str) -> list[tuple[str, Any]]:
    """Return what the person is asked once the matter is settled."""
    return list(SAID.items()) if state in {"answered", "resolved", "closed"} else []


def status(found: public.Status) -> dict[str, Any]:
    """Return the context of the status page."""
    steps = [
        {"label": STATES.get(s.label_code, s.label_code), "on": s.on, "to": s.to}
        for s in reversed(found.steps)
    ]
    return {
        "status": found,
        "state": STATES.get(found.state_code, found.state_code),
        "next": "" if found.sealed else NEXT.get(found.state_code, ""),
        "running": found.state_code not in _AT_REST,
        "said": SAID.get(found.said, ""),
        "asks": [] if found.sealed or found.said else _asked(found.state_code),
        "steps": steps,
        "explanation": said(found.explanation),
        "reasons": found.steps[-1].reasons if found.steps else (),
    }


def not_in_order(fields: tuple[str, ...]) -> str:
    """Say that the database would not take some answers."""
    return _(
        "Some answers are too long or hold signs that cannot be stored. Change them "
        "and send again: %(fields)s."
    ) % {"fields": ", ".join(fields)}


def no_such_pair() -> str:
    """Say that number and code do not belong together, and the cure."""
    return _(
        "No case has this number and this code. Compare both with your receipt, sign "
        "by sign. If the receipt is lost, come to the reception office with your "
        "identity card."
    )


def throttled() -> str:
    """Say that there were too many wrong tries, and the cure."""
    return _(
        "Too many wrong codes were entered for this number. Try again in an hour, or "
        "come to the reception office."
    )


def said(sentence: dict[str, str] | Any) -> str:
    """Return a sentence in the reader's language."""
    return str(sentence["en" if get_language() == "en" else "vi"])
