"""What a line may hold, and that no two lines look alike under the seal."""

import dataclasses
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.journal.line import Line, NotForTheJournal, canonical, check, seal

WHEN = datetime.datetime(2026, 7, 1, 8, 30, tzinfo=datetime.UTC)
LINE = Line(
    chain="96.31.001",
    seq=7,
    at=WHEN,
    actor_id="user:6f1c",
    actor_label="Cán bộ xử lý đơn",
    action="petitions.accept",
    record="petitions.petition:6f1c",
    changes={"state": ("received", "accepted")},
    why="luat-42-2013:18",
)

texts = st.text(max_size=6)
values = st.none() | texts
lines = st.builds(
    Line,
    chain=texts,
    seq=st.integers(0, 200),
    at=st.datetimes(timezones=st.just(datetime.UTC)),
    actor_id=texts,
    actor_label=texts,
    action=texts,
    record=texts,
    changes=st.dictionaries(texts, st.tuples(values, values), max_size=2),
    why=texts,
)


@given(lines, lines, texts, texts)
def test_two_different_lines_never_have_the_same_encoding(one, other, before, earlier):
    same = (one, before) == (other, earlier)

    assert (canonical(one, before) == canonical(other, earlier)) is same


@given(lines, texts, st.data())
def test_no_character_can_wander_from_one_column_to_the_next(line, before, data):
    """Cut the joined text of two neighbours elsewhere: the encoding differs."""
    both = line.action + line.record
    cut = data.draw(st.integers(0, len(both)))
    moved = dataclasses.replace(line, action=both[:cut], record=both[cut:])

    assert (canonical(moved, before) == canonical(line, before)) is (moved == line)


@given(lines, texts, st.integers(-23, 23))
def test_the_time_zone_in_which_a_line_is_read_does_not_matter(line, before, hours):
    zone = datetime.timezone(datetime.timedelta(hours=hours))
    day = datetime.timedelta(days=1)
    if (
        not WHEN.min.replace(tzinfo=datetime.UTC) + day
        < line.at
        < WHEN.max.replace(tzinfo=datetime.UTC) - day
    ):
        return
    elsewhere = dataclasses.replace(line, at=line.at.astimezone(zone))

    assert canonical(elsewhere, before) == canonical(line, before)


def test_the_seal_depends_on_the_key_and_on_the_line_before():
    seals = {seal(LINE, before, key) for before in ("", "a") for key in ("k", "l")}

    assert len(seals) == 4


@pytest.mark.parametrize(
    "value",
    [
        "received",
        "2026-07-01",
        "2026-07-01T08:30:00+07:00",
        "DL-KN-1",
        "12/QĐ-UBND",
        "6f1c7c9e-94a2-4c7b-8f43-0a4cf9d9a111",
        "96.31.001",
        "1234567",
    ],
)
def test_codes_dates_states_and_ids_are_taken(value):
    check(dataclasses.replace(LINE, changes={"field": (None, value)}, why=value))


@pytest.mark.parametrize(
    "value",
    [
        "Nguyễn Văn A",
        "Nguyễn",
        "ong A",
        "0912345678",
        "+84912345678",
        "0912.345.678",
        "079123456789",
        "a@b.vn",
        "x" * 81,
        "line\nbreak",
        "trailing\n",
        "nul\x00",
        "",
    ],
)
def test_what_may_be_personal_is_refused_without_being_told(value):
    for wrong in (
        {"changes": {"field": (value, None)}},
        {"changes": {"field": (None, value)}},
        {"why": value or " "},
    ):
        with pytest.raises(NotForTheJournal) as refusal:
            check(dataclasses.replace(LINE, **wrong))

        assert len(value) < 2 or value not in str(refusal.value)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("chain", "xã Tân Định"),
        ("actor_id", "Nguyen Van A"),
        ("actor_label", "post\nline"),
        ("action", "Accept the petition"),
        ("record", "petition of Mr A"),
        ("record", "petitions.petition"),
        ("changes", {"Họ tên": (None, "changed")}),
    ],
)
def test_no_column_takes_a_sentence(column, value):
    with pytest.raises(NotForTheJournal):
        check(dataclasses.replace(LINE, **{column: value}))
