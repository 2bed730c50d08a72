"""What the documents name stands in the checkout: links, paths, commands."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
    ]
)
# Where a short path may stand: of the checkout, of the package, of a template.
BASES = (ROOT, ROOT / "src/danvan", *ROOT.glob("src/danvan/*/templates"))
TOPS = ("script", "docs", "tests", "src", "bench", "requirements", ".ci")

_CODE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^(?:    |```\w*\n)(.+)$", re.M)
_LINK = re.compile(r"\]\(([^)#\s]+)?(?:#([^)\s]+))?\)")
_SCRIPT = re.compile(r"(?<![\w./])(script/[\w-]+)")
_COMMAND = re.compile(r"(danvan-manage|danvan) ([a-z][\w-]*)")

each = pytest.mark.parametrize(
    "path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT))
)


def prose_and_code(path: Path) -> tuple[str, list[str]]:
    text = path.read_text("utf-8")
    return text, [*_CODE.findall(text), *_BLOCK.findall(text)]


def rooms() -> set[str]:
    return {path.name for path in (ROOT / "src/danvan").iterdir() if path.is_dir()}


def anchors(path: Path) -> set[str]:
    """The names that a forge gives to the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", t.lower()).replace(" ", "-") for t in titles}


@each
def test_every_link_inside_the_checkout_leads_somewhere(path):
    for target, anchor in _LINK.findall(path.read_text("utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        there = (path.parent / target).resolve() if target else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), anchor


def looks_like_a_path(word: str) -> bool:
    first, *rest = word.split("/")
    return bool(rest) and (first in TOPS or first in rooms())


@each
def test_every_path_in_code_stands_in_the_checkout(path):
    _, pieces = prose_and_code(path)
    for piece in pieces:
        for word in re.findall(r"[\w./<>*-]+", piece):
            if not looks_like_a_path(word.strip(".")):
                continue
            # A name in <angle brackets> stands for any.
            pattern = re.sub(r"<[^>]*>", "*", word.rstrip("./"))
            assert any(any(base.glob(pattern)) for base in BASES), word


@each
def test_every_script_named_can_be_run(path):
    for name in _SCRIPT.findall(path.read_text("utf-8")):
        assert (ROOT / name).stat().st_mode & 0o100, name


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """What the two programs understand, as they say it themselves."""
    from django.core.management import get_commands

    from danvan import cli

    audit = subprocess.run(
        [ROOT / ".venv/bin/danvan", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert cli.__doc__
    (choices,) = re.findall(r"\{([\w,-]+)\}", audit.split("\n\n")[0])
    return {"danvan": set(choices.split(",")), "danvan-manage": set(get_commands())}


@each
def test_every_command_named_exists(path, commands):
    _, pieces = prose_and_code(path)
    for program, verb in _COMMAND.findall("\n".join(pieces)):
        assert verb in commands[program], f"{program} {verb}"


def test_the_index_of_the_guide_names_every_page():
    guide = ROOT / "docs/guide/vi"
    index = (guide / "README.md").read_text("utf-8")
    pages = {path.name for path in guide.glob("*.md")} - {"README.md"}

    assert set(re.findall(r"\(([\w-]+\.md)\)", index)) == pages
