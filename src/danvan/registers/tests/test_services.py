"""A line is written once, and stays for ever after."""

import datetime
import threading
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from danvan.core.actor import system
from danvan.journal.models import Entry as JournalEntry
from danvan.registers import locking, selectors, services
from danvan.registers.errors import (
    KeyTaken,
    NotInOrder,
    NotKept,
    PeriodLocked,
    Superseded,
)
from danvan.registers.models import Entry, Source
from danvan.registers.tests.conftest import DAY, MEETING, NOW, line

pytestmark = pytest.mark.django_db
BY = system("C1")


def correct(entry, reason="Đếm lại danh sách", **changes):
    said = {"key": uuid.uuid4(), "by": BY, "now": NOW, "day": None}
    said |= {name: changes.pop(name) for name in list(changes) if name in said}
    written = {**MEETING, **changes}
    return services.correct(entry=entry.pk, written=written, reason=reason, **said)


def cancel(entry, reason="Ghi nhầm sổ", key=None):
    return services.cancel(
        entry=entry.pk, reason=reason, key=key or uuid.uuid4(), by=BY, now=NOW
    )


def lock(unit, **changes):
    said = {
        "below": False,
        "kind": "",
        "start": datetime.date(2026, 4, 1),
        "end": datetime.date(2026, 6, 30),
        "reason": "Đã chốt số liệu quý II",
        "by": BY,
        "now": NOW,
    }
    return locking.lock(unit=unit, **(said | changes))


def test_a_line_is_kept_as_numbers_dates_and_codes(town, meetings):
    entry = line(meetings, town.commune)

    entry.refresh_from_db()
    assert entry.values == {
        "meetings": "2",
        "people": "1250",
        "opinions": "30",
        "answered_on_spot": "20",
        "passed_on": "10",
        "place": "Nhà văn hóa khu vực 3",
    }
    assert (entry.standing, entry.folded) == (True, "nha van hoa khu vuc 3")


def test_the_journal_holds_counts_but_no_word(town, meetings):
    entry = line(meetings, town.commune)

    (told,) = JournalEntry.objects.filter(action="registers.enter")
    assert told.record == entry.record
    assert told.changes["values.people"] == [None, "1250"]
    assert told.changes["values.place"] == [None, "changed"]
    assert told.changes["unit"] == [None, "C1"]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(town, meetings):
    with pytest.raises(NotInOrder) as refused:
        line(meetings, town.commune, None, people="", opinions="x", passed_on="-1")

    keys = [problem.key for problem in refused.value.problems]
    assert keys == ["day", "people", "opinions", "passed_on"]
    assert not Entry.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (datetime.date(2027, 1, 1), "future"),
        (datetime.date(2015, 12, 31), "before the first edition"),
    ],
)
def test_a_day_outside_the_book_is_refused(town, meetings, day, why):
    with pytest.raises(NotInOrder) as refused:
        line(meetings, town.commune, day)

    assert refused.value.problems[0].key == "day", why


def test_a_warning_refuses_nothing(town, meetings):
    entry = line(
        meetings,
        town.commune,
        meetings="3",
        people="1",
        opinions="0",
        answered_on_spot="0",
        passed_on="0",
    )

    assert entry.standing


def test_a_unit_that_keeps_no_such_book_is_refused(town, meetings):
    with pytest.raises(NotKept):
        line(meetings, town.police)


def test_the_same_key_again_is_the_same_line(town, meetings):
    key = uuid.uuid4()

    first = line(meetings, town.commune, key=key)
    again = line(meetings, town.commune, key=key, people="9.999")

    assert first == again
    assert Entry.objects.count() == JournalEntry.objects.count() == 1


def test_a_key_serves_one_unit_only(town, meetings):
    key = uuid.uuid4()
    line(meetings, town.commune, key=key)

    with pytest.raises(KeyTaken):
        line(meetings, town.stranger, key=key)


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_line(request, meetings):
    town, key = request.getfixturevalue("town"), uuid.uuid4()
    gate, made = threading.Barrier(3), []

    def tap():
        try:
            gate.wait(timeout=10)
            made.append(line(meetings, town.commune, key=key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert len(made) == 3
    assert len(set(made)) == Entry.objects.count() == JournalEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_one_stands(request, meetings):
    town = request.getfixturevalue("town")
    entry = line(meetings, town.commune)
    gate, outcomes = threading.Barrier(2), []

    def clerk(people):
        try:
            gate.wait(timeout=10)
            correct(entry, people=people)
            outcomes.append("done")
        except Superseded:
            outcomes.append("late")
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk, args=[n]) for n in ("100", "200")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(outcomes) == ["done", "late"]
    assert Entry.objects.standing().count() == 1


def test_a_correction_is_a_new_line_and_the_old_one_stays(town, meetings):
    entry = line(meetings, town.commune)

    new = correct(entry, people="1.205")

    entry.refresh_from_db()
    assert (entry.standing, entry.values["people"]) == (False, "1250")
    assert (new.standing, new.values["people"]) == (True, "1205")
    assert (new.corrects, new.reason) == (entry, "Đếm lại danh sách")
    assert selectors.history(entry) == selectors.history(new) == [new, entry]
    told = JournalEntry.objects.get(action="registers.correct")
    assert told.changes["values.people"] == ["1250", "1205"]
    assert "values.opinions" not in told.changes


def test_a_correction_of_a_correction_keeps_all_three(town, meetings):
    first = line(meetings, town.commune)
    second = correct(first, people="1.205")
    third = correct(second, people="1.206")

    assert selectors.history(second) == [third, second, first]


def test_a_cancelled_line_counts_nowhere_and_stays_readable(town, meetings):
    entry = line(meetings, town.commune)

    void = cancel(entry)

    assert not Entry.objects.standing().exists()
    assert selectors.history(entry) == [void, entry]
    assert (void.void, void.values) == (True, {})


def test_a_line_is_corrected_once(town, meetings):
    entry = line(meetings, town.commune)
    correct(entry, people="1.205")

    with pytest.raises(Superseded):
        correct(entry, people="1.206")
    with pytest.raises(Superseded):
        cancel(entry)


def test_the_same_correction_sent_twice_is_one(town, meetings):
    entry, key = line(meetings, town.commune), uuid.uuid4()

    assert correct(entry, key=key) == correct(entry, key=key)
    assert Entry.objects.count() == 2


def test_the_key_of_an_entry_corrects_nothing(town, meetings):
    key = uuid.uuid4()
    line(meetings, town.commune, key=key)
    other = line(meetings, town.commune)

    with pytest.raises(KeyTaken):
        correct(other, key=key)


class TestLocks:
    """A locked period refuses and offers a correction."""

    def test_a_closed_period_takes_no_new_line(self, town, meetings):
        made = lock(town.commune)

        with pytest.raises(PeriodLocked) as refused:
            line(meetings, town.commune)

        assert refused.value.lock == made
        assert line(meetings, town.commune, datetime.date(2026, 7, 1))

    def test_a_closed_period_takes_corrections(self, town, meetings):
        entry = line(meetings, town.commune)
        lock(town.commune)

        new = correct(entry, people="1.205")
        assert cancel(new).void

    def test_no_line_is_moved_into_a_closed_period(self, town, meetings):
        entry = line(meetings, town.commune, datetime.date(2026, 7, 1))
        lock(town.commune)

        with pytest.raises(PeriodLocked):
            correct(entry, day=DAY)

    @pytest.mark.parametrize(
        ("unit", "below", "kind", "closed"),
        [
            ("province", True, "", True),
            ("province", False, "", False),
            ("province", True, "new-rural-criteria", False),
            ("province", True, "voters-meetings", True),
            ("stranger", True, "", False),
        ],
    )
    def test_a_lock_holds_where_it_says(
        self, town, meetings, unit, below, kind, closed
    ):
        lock(getattr(town, unit), below=below, kind=kind)

        found = locking.locks(meetings.id, town.council, DAY, DAY)

        assert bool(found) is closed

    def test_a_lifted_lock_closes_nothing(self, town, meetings):
        made = lock(town.commune)
        for _ in range(2):
            locking.unlock(lock=made.pk, reason="Bổ sung số liệu", by=BY, now=NOW)

        assert line(meetings, town.commune)
        assert JournalEntry.objects.filter(action="registers.unlock").count() == 1


class TestTheDatabase:
    """What no service can undo."""

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE registers_entry SET values = '{}'",
            "UPDATE registers_entry SET day = day - 1",
            "UPDATE registers_entry SET standing = false, folded = 'x'",
            "DELETE FROM registers_entry",
        ],
    )
    def test_a_line_is_never_changed(self, town, meetings, change):
        line(meetings, town.commune)

        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    def test_what_no_longer_stands_never_stands_again(self, town, meetings):
        entry = line(meetings, town.commune)
        correct(entry)

        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
        ):
            Entry.objects.filter(pk=entry.pk).update(standing=True)

    @pytest.mark.parametrize(
        ("changes", "constraint"),
        [
            ({"reason": "Không có gì để sửa"}, "entry_correction_has_reason"),
            ({"void": True}, "entry_correction_has_reason"),
            ({"source": "phone"}, "entry_source_known"),
            ({"source": Source.IMPORT}, "entry_import_has_sheet"),
        ],
    )
    def test_it_refuses_a_line_that_contradicts_itself(
        self, town, meetings, changes, constraint
    ):
        entry = line(meetings, town.commune)
        entry.pk, entry.key, entry._state.adding = uuid.uuid4(), uuid.uuid4(), True
        for name, value in changes.items():
            setattr(entry, name, value)

        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            entry.save(force_insert=True)

    def test_it_refuses_a_correction_of_another_units_line(self, town, meetings):
        entry = line(meetings, town.commune)
        other = line(meetings, town.stranger)
        services.cancel(
            entry=entry.pk, reason="Ghi nhầm", key=uuid.uuid4(), by=BY, now=NOW
        )
        other.pk, other.key, other.corrects = uuid.uuid4(), uuid.uuid4(), entry
        other.reason = "x"

        with (
            pytest.raises(IntegrityError, match="corrects no line"),
            transaction.atomic(),
        ):
            other.save(force_insert=True)
