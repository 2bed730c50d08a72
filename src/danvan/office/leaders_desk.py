"""On a unit's desk: that it was urged. On a leader's: how many units are late."""

import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from danvan.accounts.rights import Right, Viewer
from danvan.core.desk import Item
from danvan.office.models import Urging

_DAYS = datetime.timedelta(days=7)  # that an urging stays on the desk


def due(viewer: Viewer) -> list[Item]:
    """Return the urgings of the last week of the viewer's units; one query at most."""
    units = viewer.units(Right.PETITIONS_READ) | viewer.units(Right.FORMS_FILL)
    if not units:
        return []
    since = timezone.localdate() - _DAYS
    found = Urging.objects.filter(unit__in=units, on__gt=since)
    last: dict[int, Urging] = {}
    for urging in found.select_related("place", "unit"):
        last.setdefault(urging.unit_id, urging)
    return [_item(urging, viewer) for urging in last.values()]


def search(viewer: Viewer, q: str) -> list[Item]:
    """Return nothing: urgings are found on the desk."""
    return []


def _item(urging: Urging, viewer: Viewer) -> Item:
    letters = urging.letters and viewer.may(Right.PETITIONS_READ, urging.unit_id)
    url = (
        f"{reverse('petitions:queue')}?left=late"
        if letters or not viewer.may(Right.FORMS_READ)
        else reverse("indicators:list")
    )
    return Item(
        kind="urging",
        title=_("%(place)s urges %(unit)s: %(what)s")
        % {
            "place": urging.place.name,
            "unit": urging.unit.name,
            "what": what(urging.letters, urging.sheets),
        },
        url=url,
        note=_("Urged on %(day)s") % {"day": f"{urging.on:%d/%m/%Y}"},
    )


def what(letters: int, sheets: int) -> str:
    """Say how much is late.

    >>> what(0, 0)
    ''
    """
    said = []
    if letters:
        said.append(
            ngettext(
                "%(n)s letter past its term", "%(n)s letters past their terms", letters
            )
            % {"n": letters}
        )
    if sheets:
        said.append(
            ngettext("%(n)s sheet not sent", "%(n)s sheets not sent", sheets)
            % {"n": sheets}
        )
    return ", ".join(said)
