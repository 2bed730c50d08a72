"""Work that takes long tells how far it is, and ends whether or not it is watched."""

import threading

import pytest

from danvan.ui.growing import CUT, Outcome, answer, watched


def test_counts_come_before_the_outcome():
    gate = threading.Semaphore(0)

    def work(tell):
        for count in (1, 2):
            tell(count)
            gate.acquire()
        return "done"

    found = []
    for said in watched(work):
        found.append(said)
        gate.release()

    assert found == [1, 2, Outcome(value="done")]


def test_counts_that_nobody_waited_for_are_passed_over():
    read, told = threading.Event(), threading.Event()

    def work(tell):
        tell(1)
        read.wait()
        for count in (2, 3, 4):
            tell(count)
        told.set()

    steps = watched(work)
    first = next(steps)
    read.set()
    told.wait()

    assert first == 1
    assert not {2, 3} & {*steps}


def test_a_failure_is_an_outcome_and_its_words_are_not_logged(caplog):
    def work(_tell):
        raise ValueError("a name that must not be logged")

    (outcome,) = watched(work)

    assert isinstance(outcome.error, ValueError)
    assert "ValueError" in caplog.text
    assert "a name" not in caplog.text


def test_work_that_is_no_longer_watched_goes_on():
    watching, ended = threading.Event(), threading.Event()

    def work(tell):
        tell(1)
        watching.wait()
        ended.set()

    steps = watched(work)
    next(steps)
    steps.close()
    watching.set()

    assert ended.wait(timeout=10)


def test_a_page_grows_at_its_mark():
    response = answer(f"<p>{CUT}</p>", ["a", "b"])

    assert b"".join(response.streaming_content) == b"<p>ab</p>"


def test_a_page_without_a_mark_is_a_mistake():
    with pytest.raises(ValueError, match="grows"):
        answer("<p></p>", [])
