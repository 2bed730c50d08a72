"""Who opens what, and that nothing is shown before the line is written."""

import dataclasses
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from danvan.journal.models import Entry
from danvan.vault import opening, sealing, selectors, services
from danvan.vault.errors import DoesNotOpen, Refused
from danvan.vault.models import SealedBlob
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NAME, NOW, REASON, SCAN, TOLD

pytestmark = pytest.mark.django_db


def approved(vault, case, asker="one", second="two", compartment="identity"):
    approval = opening.ask_second(
        case_id=case.pk, compartment=compartment, viewer=vault.viewer(asker), now=NOW
    )
    opening.approve(
        approval_id=approval.pk,
        viewer=vault.viewer(second),
        unlocked=vault.keys[second],
        now=NOW,
    )
    return approval.pk


def test_an_assigned_holder_reads_the_story(vault, case):
    found = services.unseal(ask=vault.ask(case, "one"), now=NOW)

    assert found.fields == {"what": TOLD}
    assert [(row.label, row.reason) for row in found.history] == [("Post one", REASON)]


def test_the_identity_opens_with_a_second_holder(vault, case):
    second = approved(vault, case)
    ask = vault.ask(case, "one", "identity", second=second)

    found = services.unseal(ask=ask, now=NOW)
    (file,) = found.files

    assert found.fields == {"name": NAME}
    assert services.unseal_file(ask=ask, file=file.id, now=NOW) == SCAN


@pytest.mark.parametrize(
    ("code", "who", "compartment", "changes"),
    [
        ("absent", "curious", "story", {}),
        ("absent", "leader", "story", {}),
        ("absent", "other one", "story", {}),
        ("assignment", "two", "story", {}),
        ("reason", "one", "story", {"reason": "   ngắn   "}),
        ("reason", "one", "story", {"ground": "curiosity"}),
        ("locked", "one", "story", {"unlocked": None}),
        ("second", "one", "identity", {}),
        ("second", "one", "identity", {"second": uuid.UUID(int=1)}),
    ],
)
def test_without_its_ground_nothing_is_opened(
    vault, case, code, who, compartment, changes
):
    """S6: 0 bytes, and a line of its own."""
    with pytest.raises(Refused) as refused:
        services.unseal(ask=vault.ask(case, who, compartment, **changes), now=NOW)

    line = Entry.objects.get(action="vault.refused")
    assert (refused.value.code, line.why) == (code, code)
    assert not Entry.objects.filter(action="vault.unseal").exists()


def test_another_officers_open_key_is_of_no_use(vault, case):
    ask = vault.ask(case, "one", unlocked=vault.keys["two"])

    with pytest.raises(Refused, match="locked"):
        services.unseal(ask=ask, now=NOW)


def test_an_assigned_officer_who_holds_no_key_opens_nothing(vault, case):
    vault.assign(case, "three")

    with pytest.raises(Refused, match="key"):
        services.unseal(ask=vault.ask(case, "three"), now=NOW)


def test_an_ended_assignment_opens_nothing(vault, case):
    access = services.assign(
        case_id=case.pk, user=vault.users["two"], viewer=vault.viewer("leader"), now=NOW
    )
    services.end_assignment(access_id=access.pk, viewer=vault.viewer("leader"), now=NOW)

    with pytest.raises(Refused, match="assignment"):
        services.unseal(ask=vault.ask(case, "two"), now=NOW)


def test_nobody_assigns_himself_or_for_another_unit(vault, case):
    for name, leader in [("leader", "leader"), ("other one", "other leader")]:
        with pytest.raises(Refused):
            vault.assign(case, name, leader)


def test_nobody_is_his_own_second(vault, case):
    approval = opening.ask_second(
        case_id=case.pk, compartment="identity", viewer=vault.viewer("one"), now=NOW
    )

    with pytest.raises(Refused, match="second"):
        opening.approve(
            approval_id=approval.pk,
            viewer=vault.viewer("one"),
            unlocked=vault.keys["one"],
            now=NOW,
        )


def test_an_approval_is_for_one_officer_one_compartment_and_half_an_hour(vault, case):
    vault.assign(case, "two")
    second = approved(vault, case)
    later = NOW + opening.APPROVED_FOR

    for ask, now in [
        (vault.ask(case, "two", "identity", second=second), NOW),
        (vault.ask(case, "one", "identity", second=second), later),
    ]:
        with pytest.raises(Refused, match="second"):
            services.unseal(ask=ask, now=now)


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ("always", {"identity", "story", "extract:C-2"}),
        ("identity", {"identity"}),
        ("elsewhere", set()),
    ],
)
def test_the_rule_of_the_second_person_is_a_setting(settings, rule, asked):
    settings.SEAL_SECOND_PERSON = rule

    compartments = ("identity", "story", "extract:C-2")
    here = {c for c in compartments if opening.needs_second(c, elsewhere=False)}
    there = {c for c in compartments if opening.needs_second(c, elsewhere=True)}

    assert here == asked
    assert there == asked | {"identity", "story"}


def test_when_the_journal_refuses_nothing_is_opened(vault, case):
    """S6: the line comes first; the journal is really shut, not played."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE journal_entry ADD CONSTRAINT shut CHECK (false) NOT VALID"
        )

    with pytest.raises(DatabaseError):
        services.unseal(ask=vault.ask(case, "one"), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_the_line_is_committed_before_a_byte_is_opened(monkeypatch):
    """What another connection sees at the moment of opening."""
    from danvan.vault.tests.conftest import make_vault

    vault = make_vault()
    case = vault.seal()
    vault.assign(case, "one")
    seen = []

    def look(blob, key, place, *, opened=sealing.open_text):
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM journal_entry WHERE action = 'vault.unseal'"
            )
            seen.append(cursor.fetchone()[0])
        other.close()
        return opened(blob, key, place)

    monkeypatch.setattr(sealing, "open_text", look)
    services.unseal(ask=vault.ask(case, "one"), now=NOW)

    assert set(seen) == {1}  # the check for a conflict looks first
    with pytest.raises(RuntimeError), transaction.atomic():
        services.unseal(ask=vault.ask(case, "one"), now=NOW)


def test_the_journal_names_neither_person_nor_reason(vault, case):
    second = approved(vault, case)
    services.unseal(ask=vault.ask(case, "one", "identity", second=second), now=NOW)

    lines = Entry.objects.filter(record=case.record).order_by("seq")
    assert [line.action for line in lines] == [
        "vault.receive",
        "vault.assign",
        "vault.ask-second",
        "vault.approve",
        "vault.unseal",
    ]
    told = " ".join(f"{line.changes} {line.why}" for line in lines)
    assert NAME not in told
    assert REASON not in told
    assert {line.chain for line in lines} == {"vault:C-1"}


def test_nothing_shown_of_an_ask_tells_its_reason_or_key(vault, case):
    ask = vault.ask(case, "one")

    assert REASON not in repr(ask)
    assert "private" not in repr(ask.unlocked)


def test_a_blob_put_into_another_case_does_not_open(vault, case):
    other = vault.seal()
    with scoped(user_id="", units=[vault.commune.pk]):
        rows = {
            c.pk: SealedBlob.objects.get(case=c, compartment="story")
            for c in (case, other)
        }
        stolen = bytes(rows[other.pk].data)
        SealedBlob.objects.filter(pk=rows[case.pk].pk).update(data=stolen)

    with pytest.raises(DoesNotOpen):
        services.unseal(ask=vault.ask(case, "one"), now=NOW)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("leader", 1),
        ("one", 1),
        ("two", 0),
        ("curious", 0),
        ("other one", 0),
        ("other leader", 0),
    ],
)
def test_a_case_is_listed_for_its_handlers_alone(vault, case, who, sees):
    assert len(selectors.cases(vault.viewer(who))) == sees


def test_the_list_has_a_budget(vault, case, django_assert_max_num_queries):
    for _ in range(3):
        vault.seal()
    leader = vault.viewer("leader")

    with django_assert_max_num_queries(7):  # savepoint, scope, two reads, scope
        assert len(selectors.cases(leader)) == 4


def test_a_case_on_paper_has_a_random_number_and_nothing_else(vault):
    from danvan.vault.tests.conftest import new_case

    given = new_case(vault.commune)
    number = services.register_paper(case=given, by=vault.by())
    again = services.register_paper(case=dataclasses.replace(given), by=vault.by())

    assert again == number
    (row,) = selectors.cases(vault.viewer("leader"))
    assert (row.number, row.on_paper, row.compartments) == (number, True, ())
