"""Passing on redacted, whole where the law asks; taking back; the end of retention."""

import dataclasses

import pytest

from danvan.vault import selectors, services
from danvan.vault.errors import NotFounded, Refused
from danvan.vault.models import SealedBlob, Wrap
from danvan.vault.scope import scoped
from danvan.vault.sealing import Contents, File
from danvan.vault.tests.conftest import NOW, TOLD
from danvan.vault.tests.test_opening import approved

pytestmark = pytest.mark.django_db
EXTRACT = Contents(
    {"what": "Trích nội dung"}, (File("trich.pdf", "application/pdf", b"%PDF"),)
)


def pass_on(vault, case, extract=EXTRACT, whole=(), **changes):
    services.pass_on(
        ask=vault.ask(case, "one", **changes),
        to=vault.neighbour,
        extract=extract,
        whole=whole,
        now=NOW,
    )


def read_there(vault, case, compartment, **changes):
    vault.assign(case, "other one", "other leader")
    ask = vault.ask(case, "other one", compartment, **changes)
    return services.unseal(ask=ask, now=NOW)


def test_by_default_only_the_extract_is_passed_on(vault, case):
    pass_on(vault, case)

    found = read_there(vault, case, "extract:C-2")
    assert found.fields == {"what": "Trích nội dung"}
    (file,) = found.files
    ask = vault.ask(case, "other one", "extract:C-2")
    assert services.unseal_file(ask=ask, file=file.id, now=NOW) == b"%PDF"
    for compartment in ("identity", "story"):
        with pytest.raises(Refused, match="absent"):
            read_there(vault, case, compartment)
    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert {b.compartment for b in SealedBlob.objects.all()} == {"extract:C-2"}


def test_the_whole_story_there_needs_a_second_person(vault, case):
    pass_on(vault, case, extract=None, whole={"story"})
    with pytest.raises(Refused, match="second"):
        read_there(vault, case, "story")

    second = approved(vault, case, "other one", "other two", "story")
    assert read_there(vault, case, "story", second=second).fields == {"what": TOLD}


def test_the_identity_is_passed_on_only_after_it_was_opened_by_two(vault, case):
    with pytest.raises(Refused, match="second"):
        pass_on(vault, case, extract=None, whole={"identity"})
    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert not Wrap.objects.exists()

    second = approved(vault, case)
    pass_on(vault, case, extract=None, whole={"identity"}, second=second)
    with scoped(user_id="", units=[vault.neighbour.pk]):
        assert Wrap.objects.get().compartment == "identity"


def test_where_always_two_open_each_part_goes_with_its_own_agreement(
    vault, case, settings
):
    settings.SEAL_SECOND_PERSON = "always"
    story = approved(vault, case, "one", "two", "story")
    identity = approved(vault, case, "one", "two", "identity")
    sent = {
        "ask": vault.ask(case, "one", second=story),
        "to": vault.neighbour,
        "extract": None,
        "whole": {"story", "identity"},
        "now": NOW,
    }
    with pytest.raises(Refused, match="second"):
        services.pass_on(**sent)

    services.pass_on(**sent, seconds={"identity": identity})

    with scoped(user_id="", units=[vault.neighbour.pk]):
        given = Wrap.objects.filter(unit=vault.neighbour)
        assert {wrap.compartment for wrap in given} == {"story", "identity"}


@pytest.mark.parametrize(("code", "whole"), [("extract", ())])
def test_nothing_is_passed_on_without_an_extract_or_a_word_for_the_whole(
    vault, case, code, whole
):
    with pytest.raises(Refused, match=code):
        pass_on(vault, case, extract=None, whole=whole)


def test_a_unit_that_the_story_accuses_is_never_given_it(vault):
    case = vault.seal(accused_units="C-9 C-2")
    vault.assign(case, "one")

    with pytest.raises(Refused, match="accused"):
        pass_on(vault, case)
    assert selectors.cases(vault.viewer("other leader")) == []


def test_a_unit_without_a_key_is_given_nothing(vault, case):
    with pytest.raises(NotFounded):
        services.pass_on(
            ask=vault.ask(case, "one"), to=vault.province, extract=EXTRACT, now=NOW
        )


def test_taking_back_deletes_the_keys_and_the_sight_of_the_case(vault, case):
    pass_on(vault, case, whole={"story"})
    vault.assign(case, "other one", "other leader")
    assert len(selectors.cases(vault.viewer("other leader"))) == 1

    services.take_back(
        case_id=case.pk, from_unit=vault.neighbour, viewer=vault.viewer("one")
    )

    assert selectors.cases(vault.viewer("other leader")) == []
    for compartment in ("story", "extract:C-2"):
        with pytest.raises(Refused, match="absent"):
            services.unseal(ask=vault.ask(case, "other one", compartment), now=NOW)
    assert services.unseal(ask=vault.ask(case, "one"), now=NOW).fields == {"what": TOLD}


def test_only_the_receiver_takes_back(vault, case):
    pass_on(vault, case)
    for viewer in ("other one", "two"):
        with pytest.raises(Refused):
            services.take_back(
                case_id=case.pk, from_unit=vault.neighbour, viewer=vault.viewer(viewer)
            )


def test_a_second_extract_replaces_the_first(vault, case):
    pass_on(vault, case)
    pass_on(vault, case, extract=Contents({"what": "Bản trích thứ hai"}))

    assert read_there(vault, case, "extract:C-2").fields["what"] == "Bản trích thứ hai"


def test_after_shredding_nobody_opens_anything(vault, case):
    pass_on(vault, case, whole={"story"})
    viewer = vault.viewer("one")
    with pytest.raises(Refused):
        services.shred(case_id=case.pk, viewer=viewer, decision="12/QĐ-UBND")
    services.close(case_id=case.pk, viewer=viewer)
    services.shred(case_id=case.pk, viewer=viewer, decision="12/QĐ-UBND")

    for name, compartment in [("one", "story"), ("other one", "story")]:
        with pytest.raises(Refused, match="absent"):
            services.unseal(ask=vault.ask(case, name, compartment), now=NOW)
    assert [row.state for row in selectors.cases(vault.viewer("leader"))] == ["closed"]


def test_an_extract_is_not_read_as_a_story(vault, case):
    ask = dataclasses.replace(vault.ask(case, "one"), compartment="extract:C-1")

    with pytest.raises(Refused, match="absent"):
        services.unseal(ask=ask, now=NOW)
