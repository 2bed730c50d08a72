"""The drills' figures on the page of security are those that were told."""

import pytest
from tests.drills import book


def test_the_page_tells_what_the_drills_told():
    assert book.PAGE.read_text("utf-8") == book.page()


def test_nothing_is_kept_of_a_drill_or_figure_that_is_gone():
    told = book.last()

    assert {*told} <= {*book.drills()}
    for drill, said in told.items():
        assert {*said["figures"]} <= {*book.drills()[drill]["figures"]}


@pytest.mark.parametrize("drill", book.drills())
def test_what_a_drill_runs_is_there(drill):
    for path in book.drills()[drill]["runs"]:
        assert (book.ROOT / path.partition("::")[0]).exists()
