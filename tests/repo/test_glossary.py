"""The glossary names what stands in the code, and all steps of a petition."""

import importlib
import re
from pathlib import Path

import pytest

from danvan.core.casework.workflow import Kind, State, Step

TEXT = (Path(__file__).resolve().parents[2] / "docs/glossary.md").read_text("utf-8")
NAMES = sorted(set(re.findall(r"`((?:[a-z]+\.)[\w.]+)`", TEXT)))


def look_up(name):
    """Import as much of the dotted name as is a module, then take attributes."""
    parts = ["danvan", *name.split(".")]
    for end in range(len(parts), 0, -1):
        try:
            thing = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[end:]:
            thing = getattr(thing, attribute)
        return thing
    raise LookupError(name)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_glossary_names_exists(name):
    assert look_up(name) is not None


def test_an_invented_name_is_found_out():
    with pytest.raises(AttributeError):
        look_up("orgs.models.Nothing")


@pytest.mark.parametrize("member", [*Kind, *State, *Step], ids=repr)
def test_every_kind_state_and_step_of_a_petition_has_its_word(member):
    assert f"core.casework.workflow.{type(member).__name__}.{member.name}" in NAMES
