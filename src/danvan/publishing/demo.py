"""The first editions of the demonstration: the figures of the five published reports.

And one of counted values of a ward, so that rounding is seen.
"""

import datetime
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from danvan.accounts import scope
from danvan.core.actor import Actor
from danvan.core.calendar import periods
from danvan.core.calendar.periods import Period
from danvan.core.indicators import catalogue
from danvan.indicators import labels as words
from danvan.indicators import valuing
from danvan.indicators.models import Provenance, Value
from danvan.orgs.demo import COMMUNE, PROVINCE
from danvan.orgs.models import Unit
from danvan.publishing import moderating, services
from danvan.publishing.errors import NothingToPublish
from danvan.publishing.models import Edition
from danvan.reports.models import Report

# Today's provinces into which the places of the reports went.
PLACES = (PROVINCE, "P86", "P96")
_WHERE = "Kho năm báo cáo đã công bố (dữ liệu minh họa)"
_LAST_YEAR = 2024  # the reports are of this year or before
_NIGHT = datetime.time(19)


def fill(*, today: datetime.date) -> None:
    """Publish what the reports print and what the ward counts; once only."""
    if Edition.objects.exists():
        return
    now = datetime.datetime.combine(today, _NIGHT, timezone.get_current_timezone())
    for place in Unit.objects.filter(code__in=PLACES).order_by("code"):
        by = Actor("system:demo", "Lãnh đạo duyệt số liệu", place.code)
        _mark(place, by, now)
        for period in _periods():
            title = f"{place.name}: số liệu đã in trong báo cáo, năm {period.year}"
            _publish(place, period, title, by, now)
    _counted(today, now)


def _periods() -> Iterator[Period]:
    used = Value.objects.filter(provenance=Provenance.REPORTED)
    used = used.filter(period__year__lte=_LAST_YEAR)
    keys = used.order_by("period__end").values_list("period__key", flat=True)
    for key in dict.fromkeys(keys):
        yield periods.by_key(key)


def _mark(place: Unit, by: Actor, now: datetime.datetime) -> None:
    """Mark the reports whose figures are values of the place as published."""
    reports = Report.objects.filter(demonstration=True).values("sha256", "name")
    for report in reports.annotate(last=Max("created")).order_by("sha256"):
        services.mark_source(
            unit=place,
            sha256=report["sha256"],
            number="",
            day=None,
            issuer="",
            where=_WHERE,
            published=True,
            by=by,
            now=now,
        )


def _publish(
    place: Unit, period: Period, title: str, by: Actor, now: datetime.datetime
) -> Edition | None:
    desk = Actor("system:demo-desk", "Chuyên viên tổng hợp", place.code)
    try:
        edition = services.prepare(
            place=place,
            period=period,
            title=title,
            by=desk,
            now=now,
            demonstration=True,
        )
    except NothingToPublish:
        return None
    services.approve(edition=edition, by=by, now=now)
    edition = services.publish(edition=edition, by=by, now=now)
    moderating.announce(
        edition=edition,
        title=title,
        text="Mỗi con số dẫn tới nơi nó được lấy ra.",
        by=by,
        now=now,
    )
    return edition


def _counted(today: datetime.date, now: datetime.datetime) -> None:
    """Publish what the ward counted in the period that ended last, rounded."""
    period = periods.last_ended("inspectorate", today)
    ward, city = Unit.objects.get(code=COMMUNE), Unit.objects.get(code=PROVINCE)
    by = Actor("system:demo", "Chuyên viên tổng hợp báo cáo", ward.code)
    with scope.as_system("the demonstration counts the ward's values"):
        valuing.count(
            unit=ward, period=period, codes=[*catalogue.known()], by=by, now=now
        )
    title = f"{ward.name}: số liệu {words.period_name(period)}"
    _publish(city, period, title, Actor("system:demo", by.label, city.code), now)
