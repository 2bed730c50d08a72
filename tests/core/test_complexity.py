"""Complex and especially complex, by the seven criteria."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.core.casework.complexity import (
    Criterion,
    Level,
    NothingToDetermine,
    complexity_rules,
    determine,
    labels,
)
from danvan.core.casework.rules import rules
from danvan.core.casework.workflow import Kind

D = datetime.date
TODAY = D(2026, 8, 3)
N, C, E = Level
sets = st.frozensets(st.sampled_from(Criterion))


@pytest.mark.parametrize(
    ("kind", "criteria", "level"),
    [
        (Kind.COMPLAINT, "", N),
        (Kind.COMPLAINT, "a", C),
        (Kind.COMPLAINT, "abcdđeg", C),  # complaints have no third level
        (Kind.DENUNCIATION, "", N),
        (Kind.DENUNCIATION, "đ", C),
        (Kind.DENUNCIATION, "aa", C),  # one criterion said twice
        (Kind.DENUNCIATION, "ag", E),
        (Kind.DENUNCIATION, "abcdđeg", E),
    ],
)
def test_how_complex(kind, criteria, level):
    assert determine(kind, map(Criterion, criteria), TODAY).level is level


def test_the_determination_is_a_sentence_for_the_file():
    found = determine(Kind.DENUNCIATION, [Criterion.EVIDENCE, Criterion.PLACES], TODAY)
    assert found.sentence["vi"] == (
        "Ngày 03/08/2026: vụ việc đặc biệt phức tạp (Điều 3 khoản 2, khoản 3 Nghị định"
        " 31/2019/NĐ-CP): a) một nội dung nhưng phải xác minh từ 02 địa điểm trở lên; g)"
        " tài liệu, chứng cứ mâu thuẫn, cần thời gian kiểm tra hoặc hỏi cơ quan chuyên"
        " môn."
    )
    assert found.sentence["en"].startswith(
        "On 03/08/2026: an especially complex matter"
    )
    assert found.ground == "a, g"


def test_no_criterion_is_said_too():
    said = determine(Kind.COMPLAINT, [], TODAY).sentence
    assert said["vi"].endswith(
        "(Điều 3a Nghị định 124/2020/NĐ-CP, sửa đổi bởi Nghị định 155/2026/NĐ-CP): không có tiêu chí nào."
    )


@pytest.mark.parametrize(
    ("day", "certain"), [(D(2026, 6, 30), False), (D(2026, 7, 1), True)]
)
def test_the_criteria_for_complaints_are_law_since_july_2026(day, certain):
    assert determine(Kind.COMPLAINT, [Criterion.PLACES], day).certain is certain


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        (Kind.FEEDBACK, TODAY),
        (Kind.DENUNCIATION, D(2019, 5, 27)),
        (Kind.COMPLAINT, D(2012, 6, 30)),
    ],
)
def test_where_no_law_speaks_of_complex_matters(kind, day):
    with pytest.raises(NothingToDetermine):
        determine(kind, [Criterion.PLACES], day)


@given(st.sampled_from([Kind.COMPLAINT, Kind.DENUNCIATION]), sets, sets)
def test_one_more_criterion_never_makes_a_matter_simpler(kind, held, more):
    levels = list(Level)
    less, all_ = (determine(kind, s, TODAY).level for s in (held, held | more))
    assert levels.index(all_) >= levels.index(less)


def test_the_criteria_have_names_and_the_terms_are_rules():
    assert list(labels()) == list(Criterion)
    assert all(said["vi"] and said["en"] for said in labels().values())
    assert all(rule.terms <= {r.code for r in rules()} for rule in complexity_rules())
