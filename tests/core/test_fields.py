"""Fields of law: the codes of the app, in words, each in a column of the forms."""

import pytest

from danvan.core.casework.fields import Group, field, fields


def test_the_codes_are_those_the_app_stores():
    assert [found.code for found in fields()] == [
        "land",
        "building",
        "environment",
        "social",
        "health",
        "education",
        "civil_status",
        "order",
        "conduct",
        "other",
    ]


def test_every_field_has_words_of_its_own_and_every_column_a_field():
    for language in ("vi", "en"):
        assert len({found.words[language] for found in fields()}) == len(fields())
    assert {found.group for found in fields()} == set(Group)


def test_a_field_is_found_by_its_code():
    assert field("land").group is Group.LAND
    with pytest.raises(LookupError):
        field("magic")
