"""How script/units undoes divisions that come only from namesakes."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "script/units_derive.py"


@pytest.fixture(scope="module")
def derive():
    spec = importlib.util.spec_from_file_location("units_derive", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("became", "kept"),
    [
        # Two communes of one name, each taken for the other.
        (
            {
                "a_x_huu": {"n", "m"},
                "b_y_huu": {"n", "m"},
                "a_x_dong": {"n"},
                "b_y_tay": {"m"},
            },
            {"a_x_huu": {"n"}, "b_y_huu": {"m"}},
        ),
        # Only one of the two is taken for the other.
        (
            {
                "a_x_an": {"n", "m"},
                "b_y_an": {"m"},
                "a_x_dong": {"n"},
                "b_y_tay": {"m"},
            },
            {"a_x_an": {"n"}, "b_y_an": {"m"}},
        ),
        # A real division: no namesake.
        (
            {"a_x_huu": {"n", "m"}, "a_x_dong": {"n"}, "b_y_tay": {"m"}},
            {"a_x_huu": {"n", "m"}},
        ),
        # A namesake elsewhere does not make a real division unreal.
        (
            {
                "a_x_huu": {"n", "m"},
                "b_y_huu": {"o"},
                "a_x_dong": {"n"},
                "b_y_tay": {"m"},
            },
            {"a_x_huu": {"n", "m"}, "b_y_huu": {"o"}},
        ),
    ],
)
def test_a_successor_belongs_to_the_namesake_whose_neighbours_it_took(
    derive, became, kept
):
    found, undone = derive.without_namesakes(became)

    assert {old: found[old] for old in kept} == kept
    assert set(undone) == {old for old in became if found[old] != became[old]}


def test_no_commune_is_left_without_a_successor(derive):
    found, _ = derive.without_namesakes({"a_x_huu": {"n"}, "b_y_huu": {"n"}})

    assert found == {"a_x_huu": {"n"}, "b_y_huu": {"n"}}
