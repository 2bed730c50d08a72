"""What is written here keeps our rules, and what is taken in has no known fault."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = sorted((ROOT / "semgrep").glob("*.yml"))
EXAMPLES = [f for f in (ROOT / "semgrep").iterdir() if f.suffix != ".yml"]
# Whoever passes a rule or bandit by says why in the same line, or in the one above.
EXCEPTION = re.compile(r"(?P<before>.*?)#\s*(nosemgrep|nosec)(?P<which>.*)")
CODE = re.compile(r"noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[\w, -]+\]")
REASON = re.compile(r"#[^#]*\w{2,}[^#]*\W\w{2,}[^#]*$")


def ran(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the repository and give what it said."""
    return subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def rules() -> list[str]:
    """Name every rule of ours."""
    return [
        rule["id"]
        for file in RULES
        for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]
    ]


def unreasoned(text: str) -> list[str]:
    """Return the lines that pass a rule by without a word on why, or pass all by."""
    lines = text.splitlines()
    found = []
    for above, line in zip(["", *lines], lines, strict=False):
        said = EXCEPTION.match(line)
        if said is None:
            continue
        before = said["before"].split("# nosec")[0]
        why = any(REASON.search(CODE.sub("", text)) for text in (before, above))
        named = re.match(r"(:\s*[a-z-]+|\s+B\d{3})", said["which"])
        if not (why and named):
            found.append(line.strip())
    return found


@pytest.mark.parametrize("rule", rules())
def test_a_rule_has_an_example_it_finds_and_one_it_lets_be(rule):
    text = "\n".join(file.read_text("utf-8") for file in EXAMPLES)

    assert re.search(rf"ruleid: {rule}\b", text)
    lone = {"forms-carry-their-token"}  # what is let be is any other function
    assert rule in lone or re.search(rf"\bok: {rule}\b", text)


def test_the_rules_find_their_examples_and_nothing_else(figure):
    done = ran("script/rules", "--test")

    assert f"{len(rules())}/{len(rules())}: ✓ All tests passed" in done.stdout
    figure("supply.rules", len(rules()))


def test_a_planted_fault_is_found(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("mark_safe(name)\n", "utf-8")

    done = ran("script/rules", str(planted))

    assert done.returncode == 1
    assert "markup-is-escaped" in done.stdout


def test_nothing_here_breaks_a_rule(full, figure):
    if not full:  # script/check holds them beside the suite
        assert 'step "rules" script/rules\n' in (ROOT / "script/check").read_text()
        return
    rules_, bandit = ran("script/rules"), ran(*BANDIT)

    assert (rules_.stdout, rules_.returncode) == ("", 0)
    assert bandit.returncode == 0, bandit.stdout
    figure("supply.found", 0)


BANDIT = (
    *(f"{Path(sys.executable).parent}/bandit", "--quiet", "--recursive"),
    *("--configfile", "pyproject.toml"),
    *("src/danvan", "bench", "script", "script/units", "script/demo-figures"),
)


def test_every_exception_has_its_reason_and_names_what_it_passes_by(figure):
    files = [
        f for room in ("src", "script", "bench") for f in (ROOT / room).rglob("*.py")
    ]
    code = {str(f): f.read_text("utf-8") for f in files}
    bare = {name: unreasoned(text) for name, text in code.items()}

    assert {name: lines for name, lines in bare.items() if lines} == {}
    figure("supply.excepted", sum(len(EXCEPTION.findall(t)) for t in code.values()))


@pytest.mark.parametrize(
    ("line", "bad"),
    [
        ("run()  # its words are ours # nosemgrep: no-shell", False),
        ("run()  # noqa: S603 - fixed arguments # nosec B603", False),
        ("# a page, no file # nosemgrep: no-shell\nrun()", False),
        ("run()  # nosemgrep: no-shell", True),
        ("run()  # its words are ours # nosemgrep", True),
        ("run()  # nosec", True),
        ("run()  # noqa: S603 # nosec B603", True),
    ],
)
def test_an_exception_without_a_reason_is_seen(line, bad):
    assert bool(unreasoned(line)) is bad


def test_django_finds_nothing_wrong_with_a_deployment(figure):
    said = ran(
        *(sys.executable, "-m", "django", "check", "--deploy"),
        *("--fail-level", "WARNING"),
        DJANGO_SETTINGS_MODULE="danvan.config.settings",
        DANVAN_HTTPS="1",
        DANVAN_PROCESS="office",
    )

    assert said.returncode == 0, said.stderr
    figure("supply.deploy", 0)


def test_nothing_that_is_locked_has_a_known_fault(full, figure):
    """Asked in the full drill alone: nothing else here leaves the machine."""
    if not full:
        scripts = [f for f in (ROOT / "script").iterdir() if f.is_file()]
        calls = [f.name for f in scripts if "pip-audit" in f.read_text("utf-8")]
        assert calls == ["known"]
        return
    done = ran("script/known", "run")
    if done.returncode == 2:
        figure("supply.audit", "source not reachable")
        return
    packages = json.loads(done.stdout)["dependencies"]
    faults = {p["name"]: p["vulns"] for p in packages if p.get("vulns")}
    figure("supply.audit", len(faults))

    assert faults == {}
