"""What the person says of the result, by number and code alone."""

import uuid

import pytest

from danvan.journal.models import Entry
from danvan.petitions import public, receipts
from danvan.petitions.tests.test_services import register, take, walk


@pytest.fixture
def letter(town):
    """A letter with what its receipt says: (petition, number, code)."""
    key = uuid.uuid4()
    petition = register(town, key=key)
    return petition, petition.number, receipts.code_for(key)


def test_not_right_yet_of_a_closed_matter_asks_for_it_to_be_opened(
    town, letter, as_role
):
    petition, number, code = letter
    walk(petition, town, "screen", "answer", "close")
    as_role("danvan_portal")

    assert public.say(number, code, answer="wrong", comment="Cống vẫn hỏng") == "kept"

    assert public.status(number, code).state_code == "reopen_asked"
    assert public.status(number, code).said == "wrong"
    as_role("NONE")
    petition.refresh_from_db()
    step = petition.steps.last()
    assert (step.verb, step.actor_id, petition.version) == ("ask_reopen", "public", 5)
    assert petition.satisfaction.online
    line = Entry.objects.order_by("-pk").first()
    assert (line.action, line.record) == ("petition.ask_reopen", petition.record)
    assert "Cống" not in str(line.changes)


def test_before_it_is_closed_the_word_is_kept_and_nothing_moves(town, letter):
    petition, number, code = letter
    take("answer", walk(petition, town, "screen"), town, reply="Xong.")

    assert public.say(number, code, answer="wrong") == "kept"

    petition.refresh_from_db()
    assert (petition.state, petition.steps.last().verb) == ("answered", "rate")


def test_a_code_has_one_answer(town, letter):
    petition, number, code = letter
    walk(petition, town, "screen", "answer")

    assert public.say(number, code, answer="satisfied") == "kept"
    assert public.say(number, code, answer="wrong") == "said"

    petition.refresh_from_db()
    assert petition.satisfaction.answer == "satisfied"
    assert petition.steps.count() == 4


def test_nothing_is_said_of_what_is_not_settled(letter):
    _petition, number, code = letter
    assert public.say(number, code, answer="wrong") == "early"


@pytest.mark.parametrize("code", ["000000000000", "", "x" * 40])
def test_a_wrong_code_says_nothing(town, letter, code):
    petition, number, _code = letter
    walk(petition, town, "screen", "answer")

    assert public.say(number, code, answer="satisfied") == "wrong"
    assert public.say("nonsense", code, answer="satisfied") == "wrong"


@pytest.mark.parametrize("answer", ["", "great", "satisfied\0"])
def test_another_word_is_not_in_order(letter, answer):
    _petition, number, code = letter
    with pytest.raises(public.NotInOrder):
        public.say(number, code, answer=answer)


def test_guessing_is_slow_here_too(town, letter):
    petition, number, code = letter
    walk(petition, town, "screen", "answer")
    for _ in range(10):
        public.say(number, "000000000000", answer="satisfied")

    with pytest.raises(public.Throttled):
        public.say(number, code, answer="satisfied")


def test_one_number_shows_where_the_matter_goes_on(town, letter):
    petition, number, code = letter
    walk(petition, town, "screen", "answer", "close")
    take("ask_reopen", petition, town, note="Mới")
    take("reopen", petition, town, note="Mới")

    status = public.status(number, code)

    assert (status.number, status.state_code) == (number, "received")
    assert status.reply_by is not None
