"""S4 over a history: the accused unit's pages are the same bytes, with real years in it.

As tests/sealing/test_accused_unit.py, for every role at once, with letters enough
for second pages, and dozens of cases in every state of their course, under keys that
changed meanwhile.
"""

import os

import pytest
from tests.access.conftest import (  # noqa: F401
    ROLES,
    _house,
    as_role,
    browser_of,
    house,
    taken_back,
)
from tests.drills import sealed_history
from tests.drills.sealed_history import Handlers
from tests.sealing.test_accused_unit import (  # noqa: F401
    _DRAWN,
    OF_THE_CASE,
    _chain,
    _heads,
    _sequences,
    changed,
    held,
    pages,
    records,
    still,
    stood,
    units,
)

FULL = os.environ.get("DANVAN_DRILL") == "full"
ACCUSED = ["own", "parent"] if FULL else ["own"]
SOME = ["unit_leader"]
# What a list shows of so many letters, and what a search of the same words finds.
MORE = ("/petitions/?page=2", "/petitions/?q=mẫu", "/search/?q=Chuyện mẫu", "/journal/?page=2",
        "/receptions/book/?page=2", "/leaders/?order=late", "/vault/cases/?state=closed")  # fmt: skip
OF_F = {"office /leaders/", "office /forms/", "office /publishing/editions/",
        "office /publishing/drafts/", "office /search/"}  # fmt: skip
told = {"changed": 0, "compared": 0}


def everything(browser, records, as_role):  # noqa: F811
    """Ask every address of the office, and pages of its lists."""
    as_role("danvan_office")
    found = pages(browser, "office", records)
    for path in MORE:
        with taken_back():  # a refusal is told in the journal, which is asked for next
            answer = browser.get(path)
        body = _DRAWN.sub(b"", answer.content)
        found[path] = (answer.status_code, _heads(answer), body)
    as_role("NONE")
    return found


@pytest.mark.parametrize("accused", ACCUSED)
def test_with_years_behind_it_the_accused_unit_sees_the_same_bytes(
    accused, held, records, browser_of, as_role, settings, full, figure  # noqa: F811
):  # fmt: skip
    unit, elsewhere = held[accused][0], held["sibling"][0]
    receiver, holders = held["parent" if accused == "own" else "above"]
    for each, _holders in held.values():
        sealed_history.letters(each, 120 if full else 4)
    handlers = Handlers.of(receiver, holders)
    roles = ROLES if full else SOME
    browsers = {role: browser_of(role, accused) for role in roles}
    before = {r: everything(b, records[accused], as_role) for r, b in browsers.items()}
    chain, numbers = _chain(unit), _sequences()

    stages = sealed_history.cases(
        handlers, unit, elsewhere, 48 if full else 6, settings
    )

    chain_later, later = _chain(unit), _sequences()
    after = {r: everything(b, records[accused], as_role) for r, b in browsers.items()}
    apart = {
        (role, name) for role in roles for name in changed(before[role], after[role])
    }
    told["changed"] += len(apart)
    told["compared"] += sum(map(len, before.values()))
    figure("sealing.same", f"{told['changed']} of {told['compared']:,}")
    figure("sealing.history", _history(stages, held, full))
    assert apart == set()
    assert set(before[SOME[0]]) >= OF_F
    assert before["unit_leader"]["office /leaders/"][0] == 200
    assert len(stages) > (6 if full else 1)
    # Numbers of the vault stand in no page of a unit that has no part in the case.
    risen = {name for name in later if later[name] != numbers[name]}
    assert {name for name in risen if not name.startswith("vault_")} <= OF_THE_CASE
    assert chain == chain_later


def _history(stages, held, full):  # noqa: F811
    letters = len(held) * (120 if full else 4)
    states = f"{sum(stages.values())} sealed cases in {len(stages)} states"
    return f"{letters} letters, {states}, keys changed twice, for each of two units"
