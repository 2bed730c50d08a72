"""Demonstration data: bodies that work in one commune and its city.

They exist and are no people; what they do in the demonstration is made up.
"""

import datetime

from django.db import transaction

from danvan.core.actor import system
from danvan.orgs import services
from danvan.orgs.models import Kind, Unit

PROVINCE, COMMUNE = "P92", "C31135"  # Cần Thơ; Phường Ninh Kiều
BODIES: tuple[tuple[str, str, str, Kind], ...] = (
    (PROVINCE, "SNV", "Sở Nội vụ thành phố Cần Thơ", Kind.DEPARTMENT),
    (
        PROVINCE,
        "SNNMT",
        "Sở Nông nghiệp và Môi trường thành phố Cần Thơ",
        Kind.DEPARTMENT,
    ),
    (PROVINCE, "TTR", "Thanh tra thành phố Cần Thơ", Kind.INSPECTORATE),
    (
        PROVINCE,
        "HDND",
        "Thường trực Hội đồng nhân dân thành phố Cần Thơ",
        Kind.PEOPLES_COUNCIL,
    ),
    (
        COMMUNE,
        "KTHTDT",
        "Phòng Kinh tế, Hạ tầng và Đô thị phường Ninh Kiều",
        Kind.DEPARTMENT,
    ),
    (COMMUNE, "VHXH", "Phòng Văn hóa – Xã hội phường Ninh Kiều", Kind.DEPARTMENT),
    (
        COMMUNE,
        "HDND",
        "Thường trực Hội đồng nhân dân phường Ninh Kiều",
        Kind.PEOPLES_COUNCIL,
    ),
)


@transaction.atomic
def fill(*, today: datetime.date) -> None:
    """Found the bodies, unless they stand; the units must be loaded."""
    parents = {
        u.code: u
        for u in Unit.objects.as_of(today).filter(code__in=(PROVINCE, COMMUNE))
    }
    below = Unit.objects.filter(parent__in=parents.values())
    standing = set(below.values_list("code", flat=True))
    for parent, suffix, name, kind in BODIES:
        if f"{parent}.{suffix}" not in standing:
            services.found(
                by=system(), parent=parents[parent], suffix=suffix, name=name, kind=kind
            )
