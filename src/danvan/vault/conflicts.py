"""Nobody handles what accuses him: his own name or his unit's, held against the story.

Whoever assigns a case cannot read it, so the check is made when the officer
opens it: after the line is committed, before anything is shown.
"""

import datetime
import re
import uuid
from collections.abc import Mapping

from danvan.accounts.models import User
from danvan.accounts.rights import Viewer
from danvan.core.text.fold import fold
from danvan.orgs.models import Unit
from danvan.vault import context, providers, routing, sealing
from danvan.vault.errors import Refused
from danvan.vault.models import Access, SealedBlob, VerifierKey, Wrap
from danvan.vault.scope import seen_by

# Fields of the story: names, one to a line or between semicolons; unit codes.
PEOPLE, UNITS = "accused", "accused_units"
_BETWEEN = re.compile(r"[\n;]")
_TITLE = re.compile(r"^(?:ong|ba|anh|chi|dong chi|dc|mr|ms|mrs)[. ]+")
_FEWEST_WORDS = 2  # one word alone is part of too many names


def names(text: str) -> list[str]:
    """Return the folded names of a field: without title, post or unit after them.

    >>> names("Ông Nguyễn Văn A, Chủ tịch; bà Trần Thị B (địa chính)")
    ['nguyen van a', 'tran thi b']
    """
    told = (re.split(r"[,(–-]", entry)[0] for entry in _BETWEEN.split(text))
    found = (_TITLE.sub("", fold(entry)).strip() for entry in told)
    return [name for name in found if name]


def is_named(text: str, *called: str) -> bool:
    """Say whether one of the names in ``text`` is how somebody is ``called``.

    >>> is_named("ông Nguyễn Văn A, cán bộ", "NGUYEN VAN A, Phường mẫu")
    True
    >>> is_named("Nguyễn Văn A", "Nguyễn Văn An")
    False
    """
    folded = [fold(label) for label in called]
    return any(
        name in folded
        or name.replace(" ", "") in folded
        or (
            len(name.split()) >= _FEWEST_WORDS
            and any(re.search(rf"\b{re.escape(name)}\b", label) for label in folded)
        )
        for name in names(text)
    )


def check(
    wrap: Wrap, viewer: Viewer, *, private: bytes = b"", key: bytes = b""
) -> None:
    """Raise `Refused` (``accused``) where the story names the viewer or his unit.

    ``private`` is the unit's key; who has none has the ``key`` of ``wrap`` alone,
    which is that of the story or of an extract of it.
    """
    told = _story(wrap, private) if private else _text(wrap, key)
    user = User.objects.get(pk=uuid.UUID(viewer.user_id))
    if wrap.unit.code in told.get(UNITS, "").split() or is_named(
        told.get(PEOPLE, ""), user.label, user.username
    ):
        raise Refused("accused")


def accuses(
    told: Mapping[str, str], unit: Unit, on: datetime.date, *, settles: bool
) -> bool:
    """Say whether an open story accuses a unit or who works there.

    ``settles``: nor may it stand below an accused one.
    """
    people = told.get(PEOPLE, "")
    units = told.get(UNITS, "").split()
    return routing.stands_against(
        unit.code, names(people), units, people, on, below=settles
    )


def names_officer(told: Mapping[str, str], user: User) -> bool:
    """Say whether an open story accuses an officer."""
    return is_named(told.get(PEOPLE, ""), user.label, user.username)


def drop_access(case_id: uuid.UUID, viewer: Viewer, *, now: datetime.datetime) -> None:
    """End every assignment of the viewer to a case that names him."""
    with seen_by(viewer):
        mine = Access.objects.filter(user=uuid.UUID(viewer.user_id), ended_at=None)
        here = mine.filter(case=case_id)
        VerifierKey.objects.filter(access__in=here).delete()
        here.update(ended_at=now)


def _story(wrap: Wrap, private: bytes) -> Mapping[str, str]:
    """Open the story as far as this unit has it: itself, else the unit's extract."""
    parts = [sealing.STORY, sealing.extract_for(wrap.unit.code)]
    held = Wrap.objects.filter(
        case=wrap.case_id, unit=wrap.unit_id, compartment__in=parts
    )
    if (found := held.order_by("-compartment").first()) is None:
        return {}
    if found.key_id != wrap.key_id:  # half handed over: nothing can be held against
        raise Refused("key")
    place = context.case(
        wrap.case_id, wrap.unit.code, wrap.key.epoch, found.compartment
    )
    key = providers.unwrap(bytes(found.wrapped), private, place)
    return _text(found, key)


def _text(wrap: Wrap, key: bytes) -> Mapping[str, str]:
    blob = SealedBlob.objects.get(
        case=wrap.case_id, compartment=wrap.compartment, kind=sealing.TEXT
    )
    at = sealing.Place(wrap.case_id, blob.unit_code, blob.epoch, blob.compartment)
    sealed = sealing.Blob(blob.pk, blob.kind, bytes(blob.data))
    return sealing.open_text(sealed, key, at).fields
