"""The floors of the house: each room placed, foreign keys included."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model
from django.db.models.fields.related import ManyToManyField


def floors(root: Path) -> dict[str, int]:
    """Give each room's floor, the topmost first, from the contract of the imports."""
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(c for c in contracts if c["containers"] == ["danvan"])["layers"]
    return {
        room.strip(" ()"): floor
        for floor, layer in enumerate(layers)
        for room in layer.split("|")
    }


def room_of(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def relations() -> list[tuple[str, type[Model], type[Model]]]:
    """List the foreign keys of our models: name, from, to."""
    return [
        (f"{model._meta.label}.{field.name}", model, field.related_model)
        for model in apps.get_models()
        if model.__module__.startswith("danvan.")
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if isinstance(field, ForeignKey | ManyToManyField)
    ]


RELATIONS = relations()


@pytest.mark.parametrize(
    ("source", "target"),
    [r[1:] for r in RELATIONS],
    ids=[name for name, *_ in RELATIONS],
)
def test_a_foreign_key_points_down_or_stays_at_home(
    root: Path, source: type[Model], target: type[Model]
):
    if not target.__module__.startswith("danvan."):
        return
    floor = floors(root)
    here, there = room_of(source), room_of(target)

    assert here == there or floor[here] < floor[there]


def test_there_are_foreign_keys_to_look_at():
    assert any(room_of(a) != room_of(b) for _, a, b in RELATIONS)


def test_the_journal_holds_no_foreign_key():
    assert [name for name, model, _ in RELATIONS if room_of(model) == "journal"] == []


def test_every_room_has_its_floor(root: Path):
    source = root / "src" / "danvan"
    rooms = {p.parent.name for p in source.glob("*/__init__.py")} | {"cli"}

    assert rooms <= floors(root).keys()


def test_the_contract_is_exhaustive(root: Path):
    settings = tomllib.loads((root / "pyproject.toml").read_text())
    contract = settings["tool"]["importlinter"]["contracts"][0]

    assert contract["exhaustive"] is True


def test_every_room_with_models_is_installed(root: Path):
    source = root / "src" / "danvan"
    rooms = {p.parent.name for p in source.glob("*/apps.py")}

    assert rooms == {
        c.name.split(".")[1]
        for c in apps.get_app_configs()
        if c.name.startswith("danvan.")
    }
