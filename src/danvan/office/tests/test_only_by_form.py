"""Addresses that take only what a form sends show a page, not a blank one."""

import pytest
from django.test import Client

CASE = "/petitions/00000000-0000-4000-8000-00000000000a/"


@pytest.mark.parametrize(
    ("path", "above"), [(f"{CASE}accept/", CASE), ("/sign-out/", "/")]
)
def test_whoever_asks_for_one_is_told_and_finds_the_way(path, above, db):
    answer = Client().get(path)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "Địa chỉ này không mở xem được" in page
    assert f'href="{above}"' in page


def test_what_is_sent_by_another_verb_gets_no_page(db):
    assert Client().put("/sign-out/").content == b""
