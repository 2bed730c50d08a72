"""Tasks of verifiers and orders of decisions: who writes them, what is refused."""

import datetime

import pytest
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.journal.models import Entry
from danvan.petitions import following
from danvan.petitions.settlement import Execution, Task
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_services import CLERK, register, walk

pytestmark = pytest.mark.urls("danvan.config.urls_office")
# What no field of these takes; none may bring the page down.
HOSTILE = [
    *("", " ", "\0", "x\0y", "a" * 30_000, "=1+1", "<script>", "9" * 400, "1e999999"),
    *("NaN", "Infinity", "-1", "0", "١٢٣", "1.000,00", "0x10", "'; DROP TABLE x; --"),
    *("\ud7ff\U0010ffff", "‮abc", "../../etc/passwd"),
]


def day(prefix, name, on):
    key = f"{prefix}-{name}"
    return {f"{key}_day": on.day, f"{key}_month": on.month, f"{key}_year": on.year}


def coming():
    return timezone.localdate() + datetime.timedelta(days=9)


def task_said(**changes):
    said = {"task-what": "Đo đạc lại", "task-who": "Tổ xác minh"}
    return said | day("task", "due", coming()) | changes


def order_said(**changes):
    said = {"order-kind": "work", "order-what": "Sửa cống", "order-who": "Phòng KT"}
    return said | {"order-ordered": "2"} | changes


@pytest.fixture
def case(town):
    """A petition that is assigned and answered, with a task and an order."""
    petition = walk(register(town), town, "screen", "accept", "assign", "answer")
    about = {"petition": petition.pk, "by": CLERK, "now": timezone.now()}
    task = following.add_task(what="Hỏi dân", who="Tổ", due=coming(), **about)
    order = following.order(
        kind="work", what="Thay nắp cống", who="Phòng KT", ordered=2, **about
    )
    page = f"/petitions/{petition.pk}/"
    return {
        "page": page,
        "petition": petition,
        "tasks": (f"{page}tasks/", task_said()),
        "task": (f"{page}tasks/{task.pk}/", {f"task-{task.pk}-result": "Xong"}),
        "orders": (f"{page}orders/", order_said()),
        "order": (f"{page}orders/{order.pk}/", {f"order-{order.pk}-done": "1"}),
    }


FOUR = pytest.mark.parametrize("what", ["tasks", "task", "orders", "order"])


def rows():
    tasks = [tuple(row) for row in Task.objects.values_list("what", "done_on")]
    orders = [tuple(row) for row in Execution.objects.values_list("what", "done")]
    return tasks, orders


@FOUR
def test_who_settles_the_case_writes_them(sign_in, case, what):
    address, said = case[what]
    client, before = sign_in(Role.UNIT_LEADER), rows()

    assert client.post(address, said).status_code == 302

    assert rows() != before
    action = {"tasks": "task", "task": "task-done", "orders": "order"}.get(
        what, "order-done"
    )
    # One more than the record of the case brought along.
    lines = Entry.objects.filter(action=f"petition.{action}").count()
    assert lines == (2 if what in {"tasks", "orders"} else 1)


@FOUR
def test_the_unit_that_verifies_writes_them_too(sign_in, town, case, what):
    address, said = case[what]
    client = sign_in(Role.VERIFIER, unit=town.department)

    assert client.post(address, said).status_code == 302


@FOUR
def test_a_reader_writes_none(sign_in, case, what):
    address, said = case[what]
    client, before = sign_in(Role.PETITION_CLERK), rows()

    assert client.post(address, said).status_code == 403
    assert rows() == before


@FOUR
def test_another_unit_finds_nothing_there(sign_in, town, case, what):
    address, said = case[what]
    client, before = sign_in(Role.UNIT_LEADER, unit=town.stranger), rows()

    assert client.post(address, said).status_code == 404
    assert rows() == before


@FOUR
def test_nobody_reads_them_by_an_address(sign_in, case, what):
    assert sign_in(Role.UNIT_LEADER).get(case[what][0]).status_code == 405


@pytest.mark.parametrize("what", ["tasks", "orders"])
@pytest.mark.parametrize("key", ["987654321", "9" * 30])
def test_a_row_that_is_none_is_not_found(sign_in, case, what, key):
    said = {f"task-{key}-result": "x", f"order-{key}-done": "1"}

    answer = sign_in(Role.UNIT_LEADER).post(f"{case['page']}{what}/{key}/", said)

    assert answer.status_code == 404


def test_a_row_of_another_petition_is_not_found(sign_in, town, case):
    other = walk(register(town), town, "screen", "accept", "assign")
    key = Task.objects.get().pk

    answer = sign_in(Role.UNIT_LEADER).post(
        f"/petitions/{other.pk}/tasks/{key}/", {f"task-{key}-result": "x"}
    )

    assert answer.status_code == 404
    assert Task.objects.get().done_on is None


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_get_a_message_or_stay_words(sign_in, case, value):
    client = sign_in(Role.UNIT_LEADER)
    for what in ("tasks", "task", "orders", "order"):
        address, said = case[what]
        for sent in (dict.fromkeys(said, value), said | {next(iter(said)): value}):
            answer = client.post(address, sent)
            assert answer.status_code in {302, 409, 422}, (what, sent)
            if answer.status_code == 422:
                assert "govuk-error-summary" in text(answer)


def test_a_task_done_by_a_colleague_is_told(sign_in, case):
    client = sign_in(Role.UNIT_LEADER)
    address, said = case["task"]
    client.post(address, said)

    answer = client.post(address, said)

    assert answer.status_code == 409
    assert "Đồng nghiệp" in text(answer)


def test_a_closed_case_takes_none(sign_in, town):
    petition = walk(register(town), town, "screen", "answer", "close")
    client = sign_in(Role.UNIT_LEADER)

    answer = client.post(f"/petitions/{petition.pk}/tasks/", task_said())

    assert answer.status_code == 409
    assert not Task.objects.exists()
