"""Beside a commune's printed figure nothing tells what it withholds."""

from decimal import Decimal

import pytest

from danvan.indicators import valuing
from danvan.orgs.models import Unit
from danvan.publishing import public as pages
from danvan.publishing import services
from danvan.publishing.tests.conftest import APPROVER, NOW, PREPARER, SHA, YEAR, mark
from danvan.reports import services as reports

pytestmark = pytest.mark.django_db
PLAIN = "Đã tiếp 26 lượt công dân. Tiếp thường xuyên 19 lượt. Hết."
NAMED = "Đã tiếp 26 lượt công dân. Trong đó 19 lượt về tố cáo. Hết."


def figure(text, key, printed, code):
    start = text.index(printed)
    return {
        "id": key,
        "start": start,
        "end": start + len(printed),
        "text": printed,
        "value": printed,
        "unit": "lượt",
        "scale": "1",
        "bound": None,
        "label": "",
        "indicator": code,
    }


@pytest.fixture
def published(place):
    """Publish a report on a unit that prints TCD01 and, beside it, another number."""

    def published(unit, beside, text=PLAIN):
        check = {
            "id": "k1",
            "rule": "sum",
            "holds": False,
            "severity": "error",
            "figures": ["f1", "f2"],
            "citations": [],
            "printed": "26",
            "computed": "27",
            "message": {"vi": "26 khác 19 cộng 8.", "en": "26 is not 19 plus 8."},
            "start": 0,
            "end": 9,
        }
        report = reports.create(
            result={
                "schema": "danvan.audit/1",
                "source": {"name": "xa.docx", "sha256": SHA, "characters": len(text)},
                "text": text,
                "figures": [
                    figure(text, "f1", "26", "TCD01"),
                    figure(text, "f2", "19", beside),
                ],
                "citations": [],
                "checks": [check],
                "rules": "1",
            },
            sha256=SHA,
            unit=unit,
            by=APPROVER,
            now=NOW,
            source_name="Báo cáo năm",
        )
        valuing.record(
            unit=unit,
            period=YEAR,
            code="TCD01",
            amount=Decimal(26),
            provenance="reported",
            origin=str(report.pk),
            evidence={"report": str(report.pk), "figure": "f1"},
            by=APPROVER,
            now=NOW,
        )
        mark(place)
        edition = services.prepare(
            place=place.province, period=YEAR, title="2025", by=PREPARER, now=NOW
        )
        services.approve(edition=edition, by=APPROVER, now=NOW)
        services.publish(edition=edition, by=APPROVER, now=NOW)
        return edition.figures.get(unit=unit, code="TCD01")

    return published


def words(figure):
    source = pages.source(figure.edition_id, SHA, figure.start, figure.end)
    return source.words


@pytest.mark.parametrize(
    ("beside", "text"),
    [("XLD07", PLAIN), (None, PLAIN), ("TCD03", NAMED)],
    ids=["withheld", "nobody knows what it counts", "the words say it"],
)
def test_a_communes_figure_is_not_quoted_beside_what_it_withholds(
    place, published, beside, text
):
    found = published(place.commune, beside, text)

    assert (found.kind, found.printed) == ("printed", "26")
    assert words(found) is None


@pytest.mark.parametrize("beside", ["XLD07", None])
def test_a_finding_that_names_what_is_withheld_is_not_told(place, published, beside):
    found = published(place.commune, beside)

    assert found.finding == {}
    assert "19" not in found.edition.body


def test_a_communes_figure_beside_harmless_ones_keeps_sentence_and_finding(
    place, published
):
    found = published(place.commune, "TCD03")

    assert words(found).figure == "26"
    assert found.finding["vi"] == "26 khác 19 cộng 8."


def test_a_province_withholds_nothing(place, published):
    found = published(place.province, "XLD07")

    assert words(found).figure == "26"
    assert found.finding["vi"] == "26 khác 19 cộng 8."
    assert Unit.objects.get(pk=found.unit_id).level == "province"
