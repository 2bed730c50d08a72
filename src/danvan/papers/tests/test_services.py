"""Papers get their numbers once, from the clerical office or our own series."""

import datetime
import io
import threading

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction

from danvan.accounts import scope
from danvan.accounts.rights import Role
from danvan.files import services as files
from danvan.files.models import StoredFile
from danvan.journal.models import Entry
from danvan.papers import selectors, services
from danvan.papers.models import Paper, Series, State
from danvan.papers.series import SeriesNotKept
from danvan.papers.services import NotADraft, NotSigned, NumberTaken, TooEarly
from danvan.papers.tests.conftest import FACTS, TODAY, actor

DAY = datetime.date(2026, 9, 16)


def number(paper, number="15", date=DAY, **more):
    return services.number(
        paper=paper, number=number, date=date, by=actor(paper.unit), **more
    )


def test_a_draft_is_printed_without_a_number(make):
    said = selectors.composed(make())

    assert said.number == ""
    assert said.date is None
    assert said.symbol == "TB-UBND"


def test_a_number_issues_the_paper(make):
    paper = number(make(), "015")

    assert (paper.state, paper.number, paper.date) == (State.ISSUED, "15", DAY)
    assert selectors.composed(paper).date == DAY


def test_the_same_number_twice_changes_nothing(make):
    paper = number(make())
    lines = Entry.objects.count()

    number(paper)

    assert Entry.objects.count() == lines


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"number": "16"}, NotADraft),
        ({"date": DAY + datetime.timedelta(days=1)}, NotADraft),
    ],
)
def test_a_number_is_not_written_over(make, said, refusal):
    paper = number(make())

    with pytest.raises(refusal):
        number(paper, **said)


def test_a_number_is_given_once_in_a_year_and_series(make):
    number(make())

    with pytest.raises(NumberTaken):
        number(make())
    number(make(template="QD_GQKN_1"))  # another series
    number(make(), date=datetime.date(2027, 1, 4))  # another year


def test_two_units_may_have_the_same_number(make):
    number(make())

    number(make(unit="other"))


def test_no_paper_is_older_than_itself(make):
    with pytest.raises(TooEarly):
        number(make(), date=TODAY - datetime.timedelta(days=1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.ISSUED},
        {"number": "15"},
        {"number": "mười lăm", "date": DAY, "state": State.ISSUED},
        {"owner": "nobody"},
        {"state": "lost"},
        {"signed_by": "nobody"},
    ],
)
def test_the_table_refuses_half_a_paper(make, wrong):
    paper = make()

    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**wrong)


def test_what_a_paper_says_is_not_changed_by_a_later_name(make, town):
    paper = make()
    town["commune"].name = "Phường Đổi Tên"
    town["commune"].save()

    said = selectors.composed(Paper.objects.get(pk=paper.pk))

    assert said.letterhead.issuer == "Ủy ban nhân dân phường Mẫu"


def test_a_new_paper_takes_the_place_of_an_old_one_that_keeps_its_number(make):
    old = number(make())

    new = services.replace(
        paper=old, values=FACTS | {"reasons": "Khác"}, by=actor(old.unit), today=DAY
    )

    old.refresh_from_db()
    assert (old.state, old.number) == (State.REPLACED, "15")
    assert (new.state, new.replaces) == (State.DRAFT, old)
    with pytest.raises(NotADraft):
        services.replace(paper=old, values={}, by=actor(old.unit), today=DAY)


def pdf(name="ban-ky.pdf"):
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue(), name


@pytest.fixture
def disk(settings, tmp_path):
    settings.FILES_DIR = tmp_path


def taken(data, name, unit):
    return files.take(data=data, name=name, by=actor(unit))


def test_the_signed_copy_is_attached_once_to_an_issued_paper(make, disk):
    paper = number(make())
    copy = taken(*pdf(), paper.unit)

    services.attach(paper=paper, taken=copy, by=actor(paper.unit))

    paper.refresh_from_db()
    assert paper.file.owner == paper.record
    with pytest.raises(NotSigned):
        services.attach(paper=paper, taken=copy, by=actor(paper.unit))


def test_a_draft_or_another_kind_of_file_has_no_signed_copy(make, disk):
    draft, issued = make(), number(make())

    with pytest.raises(NotSigned):
        services.attach(
            paper=draft, taken=taken(*pdf(), draft.unit), by=actor(draft.unit)
        )
    text = taken(b"abc", "a.txt", issued.unit)
    with pytest.raises(NotSigned):
        services.attach(paper=issued, taken=text, by=actor(issued.unit))


def test_papers_of_a_record_that_leaves_are_forgotten(make, disk):
    paper = number(make())
    services.attach(paper=paper, taken=taken(*pdf(), paper.unit), by=actor(paper.unit))
    services.replace(paper=paper, values=FACTS, by=actor(paper.unit), today=DAY)

    gone = services.forget(owners=[paper.owner])

    assert len(gone) == 1
    assert not Paper.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_journal_tells_codes_and_numbers_alone(make):
    number(make())

    told = " ".join(f"{e.action} {e.changes}" for e in Entry.objects.all())
    assert "papers.make" in told
    assert "papers.number" in told
    assert "Người dân" not in told
    assert "thu hồi" not in told


def test_no_series_of_our_own_without_the_setting(make, settings):
    settings.PAPER_SERIES = False
    paper = make()

    with pytest.raises(SeriesNotKept):
        services.number_ourselves(paper=paper, by=actor(paper.unit), today=DAY)
    assert not Series.objects.exists()


def test_our_series_begins_at_one_every_year_and_in_every_unit(make, settings):
    settings.PAPER_SERIES = True

    def given(day, unit="commune"):
        paper = make(unit=unit)
        return services.number_ourselves(
            paper=paper, by=actor(paper.unit), today=day
        ).number

    next_year = datetime.date(2027, 1, 4)
    assert [given(DAY), given(DAY), given(DAY, "other")] == ["1", "2", "1"]
    assert [given(next_year), given(DAY)] == ["1", "3"]


def test_our_series_goes_on_after_numbers_written_by_hand(make, settings):
    settings.PAPER_SERIES = True
    number(make(), "41")
    paper = make(template="QD_GQKN_1")

    given = services.number_ourselves(paper=paper, by=actor(paper.unit), today=DAY)

    assert given.number == "42"


def test_a_paper_that_fails_takes_no_number(make, settings):
    settings.PAPER_SERIES = True
    paper = make()

    with pytest.raises(TooEarly):
        services.number_ourselves(
            paper=paper, by=actor(paper.unit), today=TODAY - datetime.timedelta(days=1)
        )
    again = services.number_ourselves(paper=paper, by=actor(paper.unit), today=DAY)

    assert again.number == "1"


@pytest.mark.django_db(transaction=True)
def test_our_series_has_no_gap_and_no_double_when_all_number_at_once(settings, request):
    settings.PAPER_SERIES = True
    make = request.getfixturevalue("make")
    waiting = [make() for _ in range(6)]
    gate, refused = threading.Barrier(6), []

    def clerk(paper):
        try:
            gate.wait(timeout=10)
            services.number_ourselves(paper=paper, by=actor(paper.unit), today=DAY)
        except Exception as error:  # noqa: BLE001 - told to the test
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk, args=[paper]) for paper in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert refused == []
    given = sorted(int(n) for n in Paper.objects.values_list("number", flat=True))
    assert given == [1, 2, 3, 4, 5, 6]


def test_the_second_lock_shows_papers_of_one_s_own_unit(make, viewer, as_role):
    mine, theirs = make(), make(unit="other")
    look = viewer(Role.PETITION_CLERK)
    as_role("danvan_office")
    scope.shut()
    scope.open_for(look)
    try:
        assert [p.pk for p in Paper.objects.all()] == [mine.pk]
        assert theirs.pk not in {p.pk for p in selectors.listed(look)}
    finally:
        scope.reset()


@pytest.mark.parametrize(
    ("signer", "authority", "post"),
    [
        ("head", "TM. Ủy ban nhân dân", "Chủ tịch"),
        ("deputy", "TM. Ủy ban nhân dân\nKT. Chủ tịch", "Phó chủ tịch"),
    ],
)
def test_who_signs_for_the_committee(make, town, signer, authority, post):
    paper = services.make(
        template="TRA_LOI",
        owner="petitions.petition:1",
        unit=town["commune"],
        values=FACTS,
        by=actor(town["commune"]),
        today=TODAY,
        signed_by=signer,
    )

    said = selectors.composed(paper).signature

    assert (said.authority, said.post) == (authority, post)
