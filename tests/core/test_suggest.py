"""Suggestions: rules first, then the model, always with words that stand in the letter."""

import datetime
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.competence import Office
from danvan.core.casework.courses.codes import Kind
from danvan.core.casework.fields import field
from danvan.core.casework.suggest import Axis, competent, suggest, weights
from danvan.core.data import open_text

DAY = datetime.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("text", "axis", "code"),
    [
        ("Tôi làm đơn khiếu nại quyết định số 12", Axis.KIND, "complaint"),
        ("TOI LAM DON KHIEU NAI", Axis.KIND, "complaint"),
        ("Tôi tố cáo ông ấy nhận hối lộ", Axis.KIND, "denunciation"),
        ("Bà con phản ánh và kiến nghị", Axis.KIND, "feedback"),
        ("Thửa đất bị lấn ranh, xin đo đạc lại mốc giới", Axis.FIELD, "land"),
        ("Trạm y tế hết thuốc, bác sĩ vắng", Axis.FIELD, "health"),
        ("Rác thải và nước thải gây mùi hôi", Axis.FIELD, "environment"),
        ("Quyết định của Chủ tịch UBND xã", Axis.AGAINST, "commune_chair"),
        ("Văn bản của Giám đốc Sở Xây dựng", Axis.AGAINST, "department_head"),
    ],
)
def test_plain_words_suggest_what_they_say(text, axis, code):
    assert suggest(text, DAY)[axis].code == code


@given(st.text(max_size=300))
def test_every_suggestion_shows_words_of_the_letter(text):
    for one in suggest(text, DAY).values():
        assert one.words
        assert all(word in text for word in one.words)
        assert 0 < one.share <= 1


@pytest.mark.parametrize("text", ["", "x", "12/5", "xin chào"])
def test_where_the_words_say_nothing_nothing_is_suggested(text):
    assert suggest(text, DAY) == {}


def test_a_rule_holds_on_the_day_of_the_letter():
    text = "Quyết định của Chủ tịch UBND huyện"

    before = suggest(text, datetime.date(2025, 6, 30))
    assert before[Axis.AGAINST].code == Office.DISTRICT_CHAIR
    assert Axis.AGAINST not in suggest(text, datetime.date(2025, 7, 1))


def test_who_is_competent_follows_the_law_of_the_day():
    found = competent(Kind.COMPLAINT, Office.COMMUNE_STAFF, DAY)

    assert found.office is Office.COMMUNE_CHAIR
    assert competent(Kind.COMPLAINT, Office.DISTRICT_CHAIR, DAY) is None


def test_the_model_knows_only_codes_that_there_are():
    axes = weights()["axes"]

    assert set(axes) == {"kind", "field"}
    assert [field(code).code for code in axes["field"]["classes"]]
    assert {Kind(code) for code in axes["kind"]["classes"]} == set(Kind)


def test_the_weights_are_small_and_of_the_data_that_lie_here(pytestconfig):
    bench = pytestconfig.rootpath / "bench"
    told = hashlib.sha256()
    for name in ("letters.toml", "letters.py", "training.py"):
        told.update((bench / name).read_bytes())

    assert weights()["data"] == told.hexdigest(), "run script/train"
    assert len(open_text("suggest_weights.json")) < 300_000


def test_the_page_tells_of_these_weights(pytestconfig):
    page = (pytestconfig.rootpath / "docs/suggestions.md").read_text("utf-8")
    axes = json.loads(open_text("suggest_weights.json"))["axes"]

    for model in axes.values():
        assert f"{len(model['weights'])} words with a weight" in page
