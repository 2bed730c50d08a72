"""Suggestions on the page of a letter that is still to be screened."""

import dataclasses

import pytest

from danvan.accounts.rights import Role
from danvan.core.casework.workflow import Kind
from danvan.petitions import advice
from danvan.petitions.likeness import Advice
from danvan.petitions.tests.conftest import text, viewer
from danvan.petitions.tests.test_services import COMPLAINT, register, take

WORDS = (
    "Tôi khiếu nại vì thửa đất bị thu hồi, mốc giới và ranh đất sai, xin đo đạc lại."
)


@pytest.fixture
def petition(town):
    return register(
        town,
        dataclasses.replace(
            COMPLAINT, what=WORDS, decision="12/QĐ của Chủ tịch UBND xã"
        ),
    )


def test_who_screens_sees_what_the_words_suggest(sign_in, petition):
    page = text(sign_in(Role.PETITION_CLERK).get(f"/petitions/{petition.pk}/"))

    assert "không tự quyết định" in page
    for said in ("“khiếu nại”", "Đất đai", "Chủ tịch Ủy ban nhân dân cấp xã"):
        assert said in page
    assert 'name="screen-field"' in page
    assert '<option value="land" selected' not in page


def test_nobody_else_does_and_nobody_later(town, petition):
    clerk = viewer(town.committee, Role.PETITION_CLERK)
    assert advice.lines(petition, viewer(town.committee, Role.VERIFIER)) == []
    assert advice.lines(petition, clerk)

    petition = take("screen", petition, town)
    assert advice.lines(petition, clerk) == []


@pytest.mark.parametrize(("field", "taken"), [("land", True), ("health", False)])
def test_kept_is_whether_it_was_taken_and_no_word(town, petition, field, taken):
    take("screen", petition, town, kind=Kind.COMPLAINT, field=field)

    kept = {one.axis: (one.suggested, one.taken) for one in Advice.objects.all()}
    assert kept == {"kind": ("complaint", True), "field": ("land", taken)}


def test_that_it_may_be_a_denunciation_is_shown_and_kept_nowhere(town, sign_in):
    letter = dataclasses.replace(COMPLAINT, what="Tôi tố cáo ông ấy nhận hối lộ")
    petition = register(town, letter)
    page = text(sign_in(Role.PETITION_CLERK).get(f"/petitions/{petition.pk}/"))
    assert f"/petitions/{petition.pk}/leave/" in page
    assert "Có thể là đơn tố cáo" in page

    take("screen", petition, town, field="other")

    assert not Advice.objects.filter(axis="kind").exists()
