"""The licence is MIT: nothing that runs with us may be GPL."""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

# Used unchanged, through their interfaces, as the LGPL asks; each for a need
# that no package under a freer licence meets.
LGPL = {
    "psycopg": "the driver of PostgreSQL",
    "psycopg-binary": "the driver of PostgreSQL",
    "psycopg-pool": "the driver of PostgreSQL",
    "pi-heif": "reads the pictures phones take",
}
LOCK = Path(__file__).resolve().parents[2] / "requirements" / "run.txt"
NAMES = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(), re.MULTILINE)
GPL = re.compile(r"\b(A|L)?GPL|GNU .*?(Affero |Lesser |Library )?General Public")


def said(found: Distribution) -> str:
    """Give what a package says of its licence, that of its wheel included."""
    data = found.metadata
    lines = [data["License-Expression"] or "", (data["License"] or "")[:100]]
    lines += [c for c in data.get_all("Classifier") or [] if "License" in c]
    for path in found.files or []:
        if "LICENSES_bundled" in path.name:
            text = str(found.locate_file(path))
            lines += re.findall(r"binary wheels: .*", Path(text).read_text("utf-8"))
    return "\n".join(lines)


def kinds(text: str) -> set[str]:
    """Name the GNU licences in a text: GPL, LGPL or AGPL."""
    found = set()
    for match in GPL.finditer(text):
        lesser = match[1] == "L" or match[2] in ("Lesser ", "Library ")
        affero = match[1] == "A" or match[2] == "Affero "
        found.add("LGPL" if lesser else "AGPL" if affero else "GPL")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LGPL-3.0-only", {"LGPL"}),
        ("GPL-3.0-or-later", {"GPL"}),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", {"GPL"}),
        ("GNU Lesser General Public License v3 (LGPLv3)", {"LGPL"}),
        ("GNU Affero General Public License v3", {"AGPL"}),
        ('License for "x" binary wheels: GPLv2, due to base libraries.', {"GPL"}),
        ("MIT OR Apache-2.0", set()),
    ],
)
def test_gnu_licences_are_told_apart(text: str, expected: set[str]):
    assert kinds(text) == expected


@pytest.mark.parametrize("name", NAMES)
def test_a_run_time_package_is_not_under_the_gpl(name: str):
    try:
        text = said(distribution(name))
    except PackageNotFoundError:
        pytest.skip("locked for another platform")

    assert text.strip(), f"{name} names no licence"
    assert kinds(text) <= ({"LGPL"} if name in LGPL else set())


def test_every_exception_is_still_needed():
    assert LGPL.keys() <= set(NAMES)
