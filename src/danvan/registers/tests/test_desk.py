"""What a search of the office finds among the books."""

import pytest

from danvan.accounts.rights import Role
from danvan.registers import desk
from danvan.registers.tests.conftest import viewer

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("words", ["tiếp xúc cử tri", "TIEP XUC", "voters", "cử tri\0"])
def test_a_book_is_found_by_its_name(compiler, words):
    found = [item.url for item in desk.search(compiler, words)]

    assert "/registers/books/voters-meetings/" in found


@pytest.mark.parametrize("words", ["", " ", "không có sổ này"])
def test_nothing_is_found_for_nothing(compiler, words):
    assert desk.search(compiler, words) == []


def test_who_reads_no_book_finds_none(town):
    assert desk.search(viewer(town.commune, Role.VERIFIER), "cử tri") == []


def test_no_line_is_ever_due(compiler):
    assert desk.due(compiler) == []
