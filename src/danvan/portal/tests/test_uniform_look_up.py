"""Whether a code was right is told by the page's words, and by nothing else (S9)."""

import gc
import math
import time
import uuid

import pytest
from argon2 import low_level
from django.db import connection

from danvan.core.casework import number as numbers
from danvan.petitions import public
from danvan.portal import looking_up
from danvan.portal.tests.test_pages import strict
from danvan.vault import intake, receipts
from danvan.vault.tests import intake_of
from danvan.vault.tests.conftest import make_vault

ROUNDS = 1000  # of each kind: 2,000 tries


@pytest.fixture
def sealed(public_pages, settings, monkeypatch, db):
    """A unit that seals, and browsers that look up; passphrases cost little."""
    from danvan.vault import passphrases

    settings.HOME_PROVINCE = "P-1"
    settings.DENUNCIATIONS_ONLINE = "sealed"
    monkeypatch.setattr(passphrases, "COST", passphrases.Cost(64, 1, 1))
    vault = make_vault()
    intake_of.working_days()
    intake_of.decide(vault.commune)
    return vault


@pytest.fixture
def cheap(monkeypatch):
    """The same work with less of it: a difference beside it shows all the better."""
    monkeypatch.setattr(receipts, "COST", receipts.Cost(64, 1, 1))


def look_up(client, number, code):
    return client.post("/tra-cuu/", {"number": number, "code": code})


def whole(response):
    """Return status line, headers and body as they go over the line, by length."""
    cookies = {
        name: len(morsel.OutputString()) for name, morsel in response.cookies.items()
    }
    headers = {k: v for k, v in response.headers.items() if k != "Set-Cookie"}
    headers["Expires"] = len(headers["Expires"])  # the clock may tick in between
    return response.status_code, headers, cookies, len(response.content)


def unknown(n):
    alphabet = numbers.ALPHABET
    signs = iter([alphabet[n // 23**p % 23] for p in range(8)])
    return numbers.make(2027, lambda _: next(signs))


def forget_tries():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM petitions_wrongtry")


def ranks_differ(first, second):
    """Return the p-value of the rank sum test (Mann-Whitney, normal, two-sided)."""
    told = sorted([(v, 0) for v in first] + [(v, 1) for v in second])
    ranks = [0.0] * len(told)
    start = 0
    while start < len(told):
        end = start
        while end < len(told) and told[end][0] == told[start][0]:
            end += 1
        ranks[start:end] = [(start + end + 1) / 2] * (end - start)
        start = end
    n, m = len(first), len(second)
    total = sum(r for r, (_, kind) in zip(ranks, told, strict=True) if kind == 0)
    z = (total - n * (n + m + 1) / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def test_the_rank_test_tells_what_differs_from_what_does_not():
    assert ranks_differ(range(0, 400, 2), range(1, 401, 2)) > 0.5
    assert ranks_differ(range(200), range(40, 240)) < 0.001


def test_right_wrong_and_unknown_are_of_one_size_and_form(sealed, client, cheap):
    receipt = intake_of.take(sealed)

    right = look_up(client, receipt.number, receipt.code)
    wrong = look_up(client, receipt.number, "000000000000")
    nobody = look_up(client, unknown(1), receipt.code)

    assert whole(right) == whole(wrong) == whole(nobody)
    assert len(right.content) == looking_up.BUCKET
    assert receipt.number in strict(right)
    assert "govuk-error-summary" in strict(wrong)


def test_a_sealed_letters_page_tells_state_and_days_and_no_more(sealed, client, cheap):
    receipt = intake_of.take(sealed)

    text = strict(look_up(client, receipt.number, receipt.code))

    assert "Đã nhận" in text
    assert f"{receipt.received:%d/%m/%Y}" in text
    for word in ("tố cáo", "C-1", "P-1", intake_of.LETTER.what, intake_of.LETTER.name):
        assert word not in text


def test_each_look_up_does_the_slow_work_once(sealed, client, monkeypatch):
    calls, real = [], low_level.hash_secret_raw

    def counted(*args, **kwargs):
        calls.append(kwargs["memory_cost"])
        return real(*args, **kwargs)

    receipt = intake_of.take(sealed)
    monkeypatch.setattr(receipts, "hash_secret_raw", counted)
    for number, code in [
        (receipt.number, receipt.code),
        (receipt.number, "000000000000"),
        (unknown(2), "000000000000"),
    ]:
        look_up(client, number, code)

    assert calls == [19 * 1024] * 3


def test_the_work_does_not_tell_right_from_wrong(sealed, client, cheap):
    """Process time, not the clock on the wall: a busy machine must not decide.

    Under the null one run in a hundred falls below 0.01, so a run may be repeated
    twice; a real difference fails all three.
    """
    receipt = intake_of.take(sealed)

    def spent(number, code):
        before = time.process_time_ns()
        look_up(client, number, code)
        return time.process_time_ns() - before

    def p_value(offset):
        right, wrong = [], []
        gc.collect()
        gc.disable()
        try:
            for n in range(ROUNDS):
                if n % 200 == 0:
                    forget_tries()
                # In turns, and each as often first, so that drift hits both alike.
                order = (0, 1) if n % 2 else (1, 0)
                for which in order:
                    number = receipt.number if which else unknown(offset + n)
                    (right if which else wrong).append(spent(number, receipt.code))
        finally:
            gc.enable()
        return ranks_differ(right, wrong)

    values = []
    for attempt in range(3):
        values.append(p_value(10_000 * (attempt + 1)))
        if values[-1] > 0.01:
            break
    assert values[-1] > 0.01, values


def test_ten_wrong_codes_shut_one_sealed_number_and_not_its_neighbour(
    sealed, client, cheap
):
    first = intake_of.take(sealed)
    second = intake_of.take(sealed, key=uuid.uuid4())
    for _ in range(10):
        assert look_up(client, first.number, "000000000000").status_code == 200

    assert look_up(client, first.number, first.code).status_code == 429
    assert second.number in look_up(client, second.number, second.code).content.decode()


def test_a_shut_number_says_the_same_whether_there_is_such_a_case(
    sealed, client, cheap
):
    receipt = intake_of.take(sealed)
    pages = []
    for number in (receipt.number, unknown(3)):
        for _ in range(10):
            look_up(client, number, "000000000000")
        page = look_up(client, number, receipt.code)
        pages.append((page.status_code, len(page.content)))

    assert pages[0] == pages[1]
    assert pages[0][0] == 429


def test_a_right_code_counts_as_no_try(sealed, cheap):
    receipt = intake_of.take(sealed)

    for _ in range(12):
        assert public.status(receipt.number, receipt.code) is not None
    assert intake_of.count("petitions_wrongtry") == 0


def test_a_paper_cases_receipt_is_looked_up_the_same_way(sealed, client, cheap):
    receipt = intake.take_on_paper(
        receiver=sealed.neighbour.code,
        received_on=intake_of.timezone.localdate(),
        idempotency_key=uuid.uuid4(),
        by=sealed.by(),
    )

    assert public.status(receipt.number, receipt.code).sealed
