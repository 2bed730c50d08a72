"""The situation sheet of a place, from letters and books: no names, no texts."""

# ruff: noqa: F811 - fixtures are asked for by their names

import datetime
import uuid

import pytest

from danvan.audit.pipeline import audit
from danvan.core.calendar import periods
from danvan.core.registers import load
from danvan.publishing import situation
from danvan.publishing.tests.drafting_world import (  # noqa: F401 - fixtures
    BY,
    NOW,
    _one_factor,
    browser,
    compiler,
    other,
    viewer_of,
    ward,
)
from danvan.registers import services as registers
from danvan.registers.models import Source

QUARTER = periods.by_key("2026-q3")
DAY = datetime.date(2026, 8, 10)


def dialogue(unit, opinions, people=50, who="Nông dân"):
    registers.enter(
        kind=load.known()["dialogues"],
        unit=unit,
        day=DAY,
        written={
            "held": "1",
            "with": who,
            "people": str(people),
            "opinions": str(opinions),
            "place": "Hội trường nhà ông Bảy",
            "note": "Có người tên Mẫu phát biểu",
        },
        key=uuid.uuid4(),
        source=Source.FORM,
        by=BY,
        now=NOW,
    )


def test_opinions_of_dialogues_show_from_five_on(ward, compiler):
    dialogue(ward, 4)
    viewer = viewer_of(compiler)
    assert situation.of(viewer, ward, QUARTER).rows == []

    dialogue(ward, 3)

    ((place, _channel, subject, sources),) = situation.of(viewer, ward, QUARTER).rows
    assert (place, subject, sources) == (
        "Phường Ninh Kiều",
        "Đối thoại với: Nông dân",
        "5",
    )


def test_no_more_sources_than_people_who_were_there(ward, compiler):
    dialogue(ward, opinions=40, people=4)

    assert situation.of(viewer_of(compiler), ward, QUARTER).rows == []


def test_nothing_of_another_unit_or_time_is_counted(ward, other, compiler):
    dialogue(other, 40)
    before = periods.by_key("2026-q2")
    dialogue(ward, 40)

    viewer = viewer_of(compiler)

    assert situation.of(viewer, ward, before).rows == []
    assert {row[0] for row in situation.of(viewer, ward, QUARTER).rows} == {ward.name}


@pytest.mark.parametrize("make", [situation.docx, situation.xlsx])
def test_no_word_of_anybody_goes_into_a_file(ward, compiler, make):
    dialogue(ward, 40)
    kind = "x.docx" if make is situation.docx else "x.xlsx"

    text = audit(
        make(situation.of(viewer_of(compiler), ward, QUARTER)), kind
    ).document.text

    assert "Nông dân" in text
    assert "Bảy" not in text
    assert "Mẫu" not in text


def test_the_page_and_its_files_open(ward, compiler):
    dialogue(ward, 40)
    client = browser(compiler)

    page = client.get("/publishing/situation/", {"period": "2026-q3"})

    assert "Nông dân" in page.content.decode()
    for name in ("docx", "xlsx"):
        assert client.get(f"/publishing/situation/sheet.{name}").status_code == 200
    assert client.get("/publishing/situation/", {"period": "x"}).status_code == 404


def test_a_unit_that_is_not_ones_own_is_not_found(ward, other, compiler):
    assert (
        browser(compiler)
        .get("/publishing/situation/", {"unit": other.code})
        .status_code
        == 404
    )
