"""What the page shows of a report, and how many queries that takes."""

import csv
import io
import json

import html5lib
import pytest
from django.urls import reverse

from danvan.reports import desk, page, selectors, services
from danvan.reports.marking import State
from danvan.reports.models import Check, Report
from danvan.reports.tests.conftest import NOW, TEXT, browser, viewer_of


@pytest.fixture
def shown(received, compiler):
    return page.build(selectors.contents(viewer_of(compiler), received.pk))


def body(response):
    return response.content.decode()


def broken_links(html):
    """Links into the page that lead nowhere."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    leads = {e.get("href", "") for e in tree.iter("a")}
    return {a for a in leads if a[:1] == "#"} - {f"#{e.get('id')}" for e in tree.iter()}


def test_the_heaviest_finding_comes_first_and_says_printed_and_computed(shown):
    first = shown.findings[0]

    assert (first.state, first.printed, first.computed) == (
        State.ERROR,
        "1.945",
        "1.731",
    )
    assert "798 + 933" in first.message
    assert [link.text for link in first.figures] == ["1.945", "798", "933"]


def test_every_figure_is_marked_by_what_the_checks_say(shown):
    marks = [(p.text, p.mark.state) for line in shown.lines for p in line if p.mark]

    assert marks == [
        ("1.945", State.ERROR),
        ("798", State.ERROR),
        ("933", State.ERROR),
        ("2.650", State.HOLDS),
        ("1.977", State.HOLDS),
        ("673", State.HOLDS),
        ("12", State.UNCHECKED),
    ]
    assert shown.counts["errors"] == 1
    assert shown.counts["unchecked"] == 1


def test_what_was_called_no_error_weighs_as_a_note(received, compiler, commune):
    check = Check.objects.get(report=received, holds=False)
    by = viewer_of(compiler).actor(commune.pk)
    services.call_no_error(check=check, reason="214 đơn trùng", by=by, now=NOW)

    built = page.build(selectors.contents(viewer_of(compiler), received.pk))

    assert built.findings[0].state == State.NOTE
    assert built.findings[0].remark.reason == "214 đơn trùng"
    assert built.counts["errors"] == 0


def test_the_page_leads_from_finding_to_figure_and_back(received, page_of):
    response = page_of.get(reverse("reports:detail", args=[received.pk]))

    assert response.status_code == 200
    assert broken_links(body(response)) == set()
    assert 'href="#f1"' in body(response)
    assert 'href="#k1"' in body(response)


def test_the_page_is_valid_and_holds_the_text(received, page_of):
    found = body(page_of.get(reverse("reports:detail", args=[received.pk])))

    html5lib.HTMLParser(strict=True).parse(found)
    tree = html5lib.parse(found, namespaceHTMLElements=False)
    (text,) = (e for e in tree.iter("div") if e.get("class") == "dv-report__lines")
    lines = ["".join(p.itertext()) for p in text.iter("p")]
    assert "\n".join(lines) == TEXT
    assert "không thay cho thẩm định" in found


def test_text_of_a_report_is_never_markup(commune, compiler, page_of):
    hostile = '<script>alert(1)</script> 5 đơn "><img src=x onerror=alert(2)> {{ x }}'
    report = services.receive(
        data=hostile.encode(),
        name="<b>.txt",
        unit=commune,
        by=viewer_of(compiler).actor(commune.pk),
        now=NOW,
    ).report

    found = body(page_of.get(reverse("reports:detail", args=[report.pk])))

    assert "<script>alert" not in found
    assert "<img src=x" not in found
    assert "{{ x }}" in found.replace("&#x27;", "'")


def test_a_report_without_text_shows_its_figures_in_a_table(received, page_of):
    Report.objects.update(text="")

    found = body(page_of.get(reverse("reports:detail", args=[received.pk])))

    html5lib.HTMLParser(strict=True).parse(found)
    assert "Tải tệp lên để xem câu" in found
    assert "1.945" in found
    assert "Trong năm tiếp nhận" not in found


def test_a_finding_in_another_part_leads_there(commune, compiler):
    filler = "Không có số nào ở đây.\n" * 3000
    report = services.receive(
        data=(filler + TEXT).encode(),
        name="a.txt",
        unit=commune,
        by=viewer_of(compiler).actor(commune.pk),
        now=NOW,
    ).report

    built = page.build(selectors.contents(viewer_of(compiler), report.pk))

    assert (built.part, len(built.parts)) == (1, 2)
    assert built.findings[0].place == "?part=2#f1"


def test_a_long_report_is_shown_in_parts(commune, compiler, page_of):
    text = "Có 5 đơn (gồm 3 đơn khiếu nại và 1 đơn tố cáo).\n" * 3000
    report = services.receive(
        data=text.encode(),
        name="a.txt",
        unit=commune,
        by=viewer_of(compiler).actor(commune.pk),
        now=NOW,
    ).report
    url = reverse("reports:detail", args=[report.pk])

    first, third = body(page_of.get(url)), body(page_of.get(url + "?part=3"))

    assert len(first) < 2_000_000
    assert first.count("Có <") < 1500
    assert first.count("dv-finding--error") <= page.SHOWN
    assert broken_links(third) == set()
    assert (
        'aria-current="page"><span class="govuk-visually-hidden">Phần </span>3' in third
    )


@pytest.mark.parametrize("part", ["0", "99", "-1", "x", "1e9", "9" * 400, "²"])
def test_a_part_that_is_none_shows_one_that_is(part, received, page_of):
    url = reverse("reports:detail", args=[received.pk])

    assert page_of.get(url, {"part": part}).status_code == 200


def test_the_page_takes_five_queries_however_many_figures(
    received, compiler, django_assert_num_queries
):
    viewer = viewer_of(compiler)

    with django_assert_num_queries(5):
        selectors.contents(viewer, received.pk)


def test_the_list_takes_one_query_and_counts(
    received, compiler, django_assert_num_queries
):
    viewer = viewer_of(compiler)

    with django_assert_num_queries(1):
        (report,) = selectors.listed(viewer)

    assert (report.checked, report.errors, report.warnings) == (2, 1, 0)


def test_the_list_shows_reports_and_finds_them_without_diacritics(received, page_of):
    url = reverse("reports:list")

    assert "Báo cáo năm.txt" in body(page_of.get(url))
    assert "Báo cáo năm.txt" in body(page_of.get(url, {"q": "bao CÁO"}))
    assert "Báo cáo năm.txt" not in body(page_of.get(url, {"q": "khác"}))
    html5lib.HTMLParser(strict=True).parse(body(page_of.get(url)))


def test_the_desk_names_reports_with_open_errors(received, compiler, commune):
    viewer = viewer_of(compiler)

    (item,) = desk.due(viewer)
    assert (item.title, item.url) == ("Báo cáo năm.txt", f"/reports/{received.pk}/")
    assert desk.search(viewer, "bao cao")[0].title == item.title
    assert desk.search(viewer, "không có") == []

    check = Check.objects.get(report=received, holds=False)
    services.call_no_error(check=check, reason="a", by=viewer.actor(), now=NOW)
    assert desk.due(viewer) == []


def test_the_export_is_the_audit(received, page_of):
    response = page_of.get(reverse("reports:json", args=[received.pk]))

    found = json.loads(response.content)
    assert found["schema"] == "danvan.audit/1"
    assert found["text"] == TEXT
    assert len(found["checks"]) == 2
    assert response["Content-Disposition"].startswith("attachment")


def test_the_table_has_a_line_for_each_check(received, page_of):
    response = page_of.get(reverse("reports:csv", args=[received.pk]))

    head, *lines = csv.reader(io.StringIO(body(response).removeprefix("\ufeff")))
    assert len(lines) == 2
    assert len(head) == len(lines[0]) == 11
    assert "798 + 933 = 1.731" in lines[0][7]


@pytest.mark.parametrize("user", ["stranger", "leader"])
def test_others_see_what_their_unit_and_post_allow(user, received, request):
    client = browser(request.getfixturevalue(user))
    may_read = user == "leader"
    pages = [
        reverse(f"reports:{name}", args=[received.pk])
        for name in ("detail", "json", "csv")
    ]
    writes = reverse("reports:remark", args=[received.pk, "k1"])

    assert [client.get(url).status_code for url in pages] == [
        200 if may_read else 404
    ] * 3
    assert client.post(writes, {"reason": "a"}).status_code == (
        403 if may_read else 404
    )
    assert ("Báo cáo năm" in body(client.get(reverse("reports:list")))) is may_read


def test_a_corrected_version_shows_what_it_mends(received, page_of):
    url = reverse("reports:correct", args=[received.pk])
    assert "Báo cáo năm.txt" in body(page_of.get(url))

    mended = TEXT.replace("1.945", "1.731").replace("673", "674")
    response = page_of.post(url, {"text": mended, "title": "Bản sửa"}, follow=True)

    found = body(response)
    assert response.status_code == 200
    assert "Báo cáo năm.txt" in found
    assert "1 lỗi đã sửa" in found
    assert "1 lỗi mới" in found
    html5lib.HTMLParser(strict=True).parse(found)


def test_a_finding_is_called_no_error_with_a_reason_and_called_one_again(
    received, page_of
):
    check = Check.objects.get(report=received, holds=False)
    url = reverse("reports:remark", args=[received.pk, check.key])
    assert "798 + 933" in body(page_of.get(url))
    assert page_of.post(url, {"reason": " "}).status_code == 400

    said = page_of.post(url, {"reason": "214 đơn trùng"})
    found = body(page_of.get(said.url))
    assert "214 đơn trùng" in found
    assert "Post compiler" in found
    html5lib.HTMLParser(strict=True).parse(found)

    page_of.post(reverse("reports:take-back", args=[received.pk, check.key]))
    assert "214 đơn trùng" not in body(page_of.get(said.url))


def test_a_statement_that_holds_cannot_be_called_no_error(received, page_of):
    check = Check.objects.get(report=received, holds=True)
    url = reverse("reports:remark", args=[received.pk, check.key])

    assert page_of.get(url).status_code == 404
