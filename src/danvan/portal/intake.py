"""Turn the answers of a form into what `petitions` takes, and into lines to check."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from danvan.petitions.public import Attachment, Intake
from danvan.portal.flow import BY_KIND, merged
from danvan.portal.models import SavedForm

_KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "text/plain": "TXT",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One answer on the last page before sending, and the page that asked for it."""

    label: str
    value: str
    page: str


def intake_of(saved: SavedForm) -> Intake:
    """Return what is sent; the pages must all be filled in."""
    said = merged(saved)
    who = {name: said.get(name, "") for name in ("name", "phone", "address")}
    received = said.get("decision_received")
    return Intake(
        kind=cast(Literal["feedback", "complaint"], str(saved.kind)),
        what=said["what"],
        request=said.get("request", ""),
        unit_code=said["commune"],
        place=said.get("place", ""),
        anonymous=not any(who.values()),
        on_behalf_of=said.get("on_behalf_of", ""),
        decision=said.get("decision", ""),
        decision_received=datetime.date.fromisoformat(received) if received else None,
        attachments=tuple(_attachment(one) for one in saved.files),
        language=get_language() or "vi",
        **who,
    )


def _attachment(one: Mapping[str, Any]) -> Attachment:
    return Attachment(**{**one, "id": uuid.UUID(one["id"])})


def file_facts(one: Mapping[str, Any]) -> str:
    """Say kind, size and pages of a stored file."""
    suffix = str(one["name"]).rpartition(".")[2].upper()
    facts = [_KINDS.get(one["content_type"], suffix), _size(one["size"])]
    if pages := one["pages"]:
        facts.append(ngettext("%(n)s page", "%(n)s pages", pages) % {"n": pages})
    return " · ".join(facts)


def _size(count: int) -> str:
    kilo = max(1, round(count / 1000))
    if kilo < 1000:
        return f"{kilo} kB"
    text = f"{kilo / 1000:.1f} MB"
    return text if get_language() == "en" else text.replace(".", ",")


def lines(saved: SavedForm, unit_name: str) -> list[Line]:
    """Return every answer in the order it was asked for, those left empty too."""
    said, none = merged(saved), _("Not given")
    found: list[Line] = []
    for page in BY_KIND[saved.kind].pages:
        for name, field in page.form.base_fields.items():
            if name in _UNSHOWN:
                continue
            value = _shown(name, said.get(name, ""), said)
            found.append(Line(str(field.label), value or none, page.slug))
            if name == "commune":
                found.append(Line(_("Sent to"), unit_name, page.slug))
    return found


_UNSHOWN = {"papers", "fax_2", "anyway"}


def _shown(name: str, value: str, said: Mapping[str, Any]) -> str:
    if name in {"province", "commune"}:
        return str(said.get(f"{name}_name", value))
    if name == "decision_received" and value:
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return value
