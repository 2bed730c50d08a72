"""How our files of units are derived from the sources, and checked: for script/units."""

import ast
import collections
import csv
import io
import json
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

LAST_OLD_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"
PROVINCES_ACT = "202/2025/QH15"
# Amends the Constitution: local government has two tiers.
DISTRICTS_ACT = "203/2025/QH15"
# Current provinces whose past we keep, with the resolution on their communes.
KEPT = {"86": "1687/NQ-UBTVQH15", "92": "1668/NQ-UBTVQH15", "96": "1655/NQ-UBTVQH15"}
# Huế became a city of central rank by resolution 175/2024/QH15; the province
# before it is not in our records.
SINCE = {"46": "2025-01-01"}
# What the resolutions themselves say: communes, wards, communes left as they were.
COUNTS = {"86": (105, 19, 4), "92": (72, 31, 8), "96": (55, 9, 1)}


class Unit(NamedTuple):
    code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str


class Change(NamedTuple):
    kind: str
    on: str
    from_unit: str
    to_unit: str
    share: str
    decision: str


# ----- Sources ---------------------------------------------------------------


class First:
    """The tables of vietnamadminunits: units before and after, and what became what."""

    def __init__(self, archive: zipfile.ZipFile, folder: Path) -> None:
        data = "vietnamadminunits/data/"
        archive.extract(data + "dataset.db", folder)
        base = sqlite3.connect(folder / data / "dataset.db")
        base.row_factory = sqlite3.Row
        self.current = base.execute("select * from admin_units").fetchall()
        self.former = base.execute("select * from admin_units_legacy").fetchall()
        converter = json.loads(archive.read(data + "converter_2025.json"))
        self.provinces = converter["DICT_PROVINCE"]
        self.whole = converter["DICT_PROVINCE_WARD_NO_DIVIDED"]
        self.divided = converter["DICT_PROVINCE_WARD_DIVIDED"]


class Second:
    """The facts of vietnam-provinces, read as text."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        flat = json.loads(archive.read("vietnam_provinces/data/flat-divisions.json"))
        self.communes = {
            f"{row['code']:05}": (row["name"], row["province_name"]) for row in flat
        }
        text = archive.read("vietnam_provinces/_ward_conversion_2025.py").decode()
        self.successors = dict(self._entries(ast.parse(text)))

    @staticmethod
    def _entries(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
        for node in tree.body:
            if getattr(getattr(node, "target", None), "id", "") == "OLD_TO_NEW":
                for key, value in zip(node.value.keys, node.value.values, strict=True):
                    news = {f"{new.args[0].value:05}" for new in value.args[1].elts}
                    yield f"{key.value:05}", news


# ----- What became what ------------------------------------------------------


def successors(first: First, province_key: str) -> dict[str, set[str]]:
    """Map each former commune's key to the keys of the new communes that hold it."""
    became: dict[str, set[str]] = {}
    for new, olds in first.whole[province_key].items():
        for old in olds:
            became.setdefault(old, set()).add(new)
    for old, news in first.divided.get(province_key, {}).items():
        became.setdefault(old, set()).update(new["newWardKey"] for new in news)
    return became


def without_namesakes(became: dict[str, set[str]]) -> tuple[dict, list[str]]:
    """Undo divisions that come only from two communes having one name.

    The source matched the resolution's text by name, and two former provinces may
    both have had a "Xã Phú Hữu". Where a divided commune has a namesake that goes
    to the same new commune, that new commune belongs to the one of the two whose
    former province gave it its other parts.
    """
    namesakes = collections.defaultdict(list)
    for old in became:
        namesakes[old.rsplit("_", 1)[1]].append(old)
    twins = {old for olds in namesakes.values() if len(olds) > 1 for old in olds}
    origin = collections.defaultdict(collections.Counter)
    for old, news in became.items():
        if len(news) == 1 or old not in twins:
            for new in news:
                origin[new][old.split("_")[0]] += 1
    kept, undone = {}, []
    for old, news in became.items():
        rivals = {
            n for o in namesakes[old.rsplit("_", 1)[1]] if o != old for n in became[o]
        }
        foreign = {
            new
            for new in news & rivals
            if origin[new] and not origin[new][old.split("_")[0]]
        }
        kept[old] = news - foreign if len(news) > 1 else news
        undone += [old] * (kept[old] != news)
    return kept, undone


def merged(old: str, new: str) -> Change:
    """A former province became part of a province."""
    return Change("merge", FIRST_DAY, f"FP{old}", f"P{new}", "1", PROVINCES_ACT)


def ended(district: str) -> Change:
    """A district ended with its tier; nothing succeeds it."""
    return Change("dissolve", FIRST_DAY, f"FD{district}", "", "", DISTRICTS_ACT)


def became_part(
    old: sqlite3.Row, new: sqlite3.Row, news: set[str], parts: int, province: str
) -> Change:
    """A former commune became a commune, or a part of it, or gave it a part.

    The share of a division is empty: the sources do not tell it.
    """
    kind = kind_of(old, new, news, parts)
    share = "" if kind == "split" else "1"
    codes = f"FC{old['wardCode']}", f"C{new['wardCode']}"
    return Change(kind, FIRST_DAY, *codes, share, KEPT[province])


def kind_of(old: sqlite3.Row, new: sqlite3.Row, news: set[str], parts: int) -> str:
    """Name the change from ``old`` to ``new``, which is made of ``parts`` communes."""
    if len(news) > 1:
        return "split"
    if parts > 1:
        return "merge"
    return "move" if old["ward"] == new["ward"] else "rename"


# ----- Our files -------------------------------------------------------------


def current_units(first: First) -> list[Unit]:
    """The country, its provinces and communes, as they stand."""
    units = {"VN": Unit("VN", "Việt Nam", "central", "", "", "")}
    for row in first.current:
        code = row["provinceCode"]
        merged = len(first.provinces[row["provinceKey"]]) > 1
        since = FIRST_DAY if merged else SINCE.get(code, "")
        units[f"P{code}"] = Unit(
            f"P{code}", text(row["province"]), "province", "VN", since, ""
        )
        commune = f"C{row['wardCode']}"
        units[commune] = Unit(
            commune, text(row["ward"]), "commune", f"P{code}", FIRST_DAY, ""
        )
    return sorted(units.values())


def former_units(rows: list) -> list[Unit]:
    """The former provinces, districts and communes of ``rows``, as they ended."""
    units = set()
    for row in rows:
        province, district = f"FP{row['provinceCode']}", f"FD{row['districtCode']}"
        end = ("", LAST_OLD_DAY)
        units.add(Unit(province, text(row["province"]), "province", "VN", *end))
        units.add(Unit(district, text(row["district"]), "district", province, *end))
        units.add(
            Unit(f"FC{row['wardCode']}", text(row["ward"]), "commune", district, *end)
        )
    return sorted(units)


def changes(first: First) -> tuple[list[Change], list, list]:
    """What became of each former unit; the rows kept; the divisions undone."""
    current = {(r["provinceKey"], r["wardKey"]): r for r in first.current}
    former = {
        f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey']}": r for r in first.former
    }
    made, kept, undone = set(), [], []
    for key in dict.fromkeys(r["provinceKey"] for r in first.current):
        code = next(r["provinceCode"] for r in first.current if r["provinceKey"] == key)
        if code not in KEPT:
            continue
        became, twins = without_namesakes(successors(first, key))
        undone += [(former[old], became[old], key) for old in twins]
        parts = collections.Counter(new for news in became.values() for new in news)
        for old, news in became.items():
            row = former[old]
            kept.append(row)
            made.add(merged(row["provinceCode"], code))
            made.add(ended(row["districtCode"]))
            for new in news:
                made.add(became_part(row, current[key, new], news, parts[new], code))
    return sorted(made, key=lambda c: (c.from_unit, c.to_unit)), kept, undone


def text(name: str) -> str:
    """One spelling: composed letters, single spaces, a typographic apostrophe."""
    return " ".join(unicodedata.normalize("NFC", name).replace("'", "’").split())


def table(rows: list[NamedTuple]) -> str:
    """Rows as CSV with a header of their fields."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows[0]._fields)
    writer.writerows(rows)
    return out.getvalue()


# ----- Checks ----------------------------------------------------------------


def wrong_counts(current: list[Unit], moves: list[Change]) -> list[str]:
    """Hold the files to what the law says and tell every count that is off."""
    levels = collections.Counter(unit.level for unit in current)
    wrong = [
        f"{levels[level]} units of level {level}, not {number}"
        for level, number in {"central": 1, "province": 34, "commune": 3321}.items()
        if levels[level] != number
    ]
    for code, counts in COUNTS.items():
        kinds = collections.Counter(
            u.name.split()[0] for u in current if u.parent == f"P{code}"
        )
        kept = [m for m in moves if m.kind == "move" and m.decision == KEPT[code]]
        found = (kinds["Xã"], kinds["Phường"], len(kept))
        if found != counts:
            wrong.append(f"P{code} has {found}, not {counts}")
    return wrong


def differences(current: list[Unit], moves: list[Change], second: Second) -> list[str]:
    """Say where the two sources disagree, one sentence each."""
    names = {unit.code: unit.name for unit in current}
    ours = {u.code[1:]: u for u in current if u.level == "commune"}
    lines = [
        f"- {code}: only in one of the two sources."
        for code in sorted(ours.keys() ^ second.communes.keys())
    ]
    for code in sorted(ours.keys() & second.communes.keys()):
        unit, (name, province) = ours[code], second.communes[code]
        if (unit.name, names[unit.parent]) != (text(name), text(province)):
            lines.append(
                f"- {code}: {unit.name} ({names[unit.parent]}) here,"
                f" {name} ({province}) in the second source."
            )
    became = collections.defaultdict(set)
    for move in moves:
        if move.from_unit.startswith("FC"):
            became[move.from_unit[2:]].add(move.to_unit[1:])
    for code, news in sorted(became.items()):
        if news != (others := second.successors.get(code, set())):
            lines.append(
                f"- former {code}: {sorted(news)} here, {sorted(others)} there."
            )
    return lines


def divisions_undone(undone: list, first: First) -> list[str]:
    """Tell which divisions of the first source were undone."""
    current = {(r["provinceKey"], r["wardKey"]): r["ward"] for r in first.current}
    lines = [
        f"- {row['ward']}, {row['district']}, {row['province']} ({row['wardCode']}):"
        f" wholly in {', '.join(sorted(current[key, new] for new in news))}."
        for row, news, key in undone
    ]
    return sorted(lines)
