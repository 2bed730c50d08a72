"""The same person in two cases, found without reading either; and no other search."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.vault import blind, services, unit_keys
from danvan.vault.models import BlindTag, Holding, UnitKey, Wrap
from danvan.vault.same_person import SamePerson
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NOW
from danvan.vault.tests.test_opening import approved

PERSON = {"id_number": "092 085 000 123", "phone": "0912.345.678"}
WIDE = "".join(chr(ord(digit) + 0xFEE0) for digit in "092085000123")
digits = st.text("0123456789", min_size=8, max_size=13)


def opened(vault, case, name="one"):
    """Open the identity with a second holder; return what is told of others."""
    second = "two" if name == "one" else "one"
    vault.assign(case, name)
    approval = approved(vault, case, name, second)
    ask = vault.ask(case, name, "identity", second=approval)
    return services.unseal(ask=ask, now=NOW).same


def kept(vault):
    with scoped(user_id="", units=[vault.commune.pk, vault.neighbour.pk]):
        return list(BlindTag.objects.order_by("pk"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("092085000123", "092085000123"),
        ("092-085-000-123", "092085000123"),
        (WIDE, "092085000123"),
        ("361234567", "361234567"),
        ("c1234567", "C1234567"),
        ("C 12345678", "C12345678"),
        ("0920850001", ""),
        ("không có", ""),
        ("", ""),
    ],
)
def test_a_number_has_one_form(text, number):
    assert blind.id_number(text) == number


@given(digits, digits)
def test_two_numbers_have_one_tag_exactly_if_they_are_one_number(one, other):
    key = bytes(32)
    tags = [blind.tags({"id_number": text}, key) for text in (one, other)]
    numbers = [blind.id_number(text) for text in (one, other)]

    assert (tags[0] == tags[1]) is (numbers[0] == numbers[1])


def test_identity_number_and_telephone_never_meet():
    """The nine digits of an old card are no telephone, and the other way round."""
    key = bytes(32)

    assert not blind.tags({"id_number": "091234567"}, key) & blind.tags(
        {"phone": "091234567"}, key
    )


def test_the_index_key_is_of_one_unit_and_epoch():
    private = bytes(33)
    keys = {
        blind.index_key(private, *place) for place in [("A", 1), ("A", 2), ("B", 1)]
    }

    assert len(keys) == 3
    assert private[1:] not in keys


@pytest.mark.django_db
def test_a_holder_is_told_how_many_other_cases_name_the_person(vault):
    first, again, third = (vault.seal(identity=PERSON) for _ in range(3))
    stranger = vault.seal(identity={"id_number": "092085000999"})
    vault.assign(first, "one")

    assert opened(vault, first) == SamePerson()
    assert opened(vault, stranger) == SamePerson()
    assert opened(vault, again, "two") == SamePerson(1, ())  # not assigned to it
    assert opened(vault, third) == SamePerson(2, (first.number,))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("identity", "others"),
    [
        ({"phone": "+84 912 345 678"}, 1),
        ({"id_number": "092085000123"}, 1),
        ({"id_number": "0", "phone": "0987654321; 0912345678"}, 1),
        ({"id_number": "092085000124", "phone": "0912345679"}, 0),
        ({"id_number": "0912345678"}, 0),
    ],
)
def test_one_of_the_numbers_is_enough(vault, identity, others):
    opened(vault, vault.seal(identity=PERSON))

    assert opened(vault, vault.seal(identity=identity)).others == others


@pytest.mark.django_db
def test_nothing_is_kept_before_an_identity_is_opened(vault, case):
    services.unseal(ask=vault.ask(case, "one"), now=NOW)

    assert kept(vault) == []


@pytest.mark.django_db
def test_another_unit_is_not_searched(vault):
    """The same number there has another key, and its rows are not seen here."""
    opened(vault, vault.seal(identity=PERSON))
    there = vault.seal(unit=vault.neighbour, identity=PERSON)
    vault.assign(there, "other one", "other leader")
    second = approved(vault, there, "other one", "other two")
    ask = vault.ask(there, "other one", "identity", second=second)

    assert services.unseal(ask=ask, now=NOW).same == SamePerson()
    assert len({bytes(tag.tag) for tag in kept(vault)}) == 4


@pytest.mark.django_db
def test_a_tag_is_an_hmac_under_a_key_that_stands_nowhere(vault):
    opened(vault, vault.seal(identity=PERSON))
    with scoped(user_id=str(vault.users["one"].pk), units=[vault.commune.pk]):
        key = UnitKey.objects.get(unit=vault.commune)
        private = unit_keys.by_holding(vault.keys["one"])(key)
        own = blind.index_key(private, "C-1", 1)
        rows = [
            *Wrap.objects.values_list("wrapped"),
            *Holding.objects.values_list("wrapped"),
        ]

    expected = {
        hmac.digest(own, b"id|092085000123", "sha256"),
        hmac.digest(own, b"phone|0912345678", "sha256"),
    }
    assert {bytes(tag.tag) for tag in kept(vault)} == expected
    assert not any(own in bytes(data) for (data,) in rows)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["begin_rotation", "recover"])
def test_a_new_epoch_drops_the_tags_at_once_and_they_come_again(vault, how):
    first, again = vault.seal(identity=PERSON), vault.seal(identity=PERSON)
    opened(vault, first)
    words = {"words": vault.shares[:2]} if how == "recover" else {}
    getattr(unit_keys, how)(
        unit=vault.commune,
        holders=[vault.users["one"], vault.users["two"]],
        by=vault.by(),
        now=NOW,
        **words,
    )
    assert kept(vault) == []

    if how == "begin_rotation":
        opened(vault, first)
        assert kept(vault) == []  # under the old key still: not looked for
        opener = unit_keys.by_holding(vault.keys["one"])
        unit_keys.rewrap(unit=vault.commune, opener=opener, by=vault.by("one"), now=NOW)
    assert opened(vault, first) == SamePerson()
    assert opened(vault, again) == SamePerson(1, (first.number,))
    assert {tag.key.epoch for tag in kept(vault)} == {2}


@pytest.mark.django_db
def test_after_shredding_no_tag_is_left(vault):
    case = vault.seal(identity=PERSON)
    opened(vault, case)
    viewer = vault.viewer("one")
    services.close(case_id=case.pk, viewer=viewer)
    services.shred(case_id=case.pk, viewer=viewer, decision="12/QĐ-UBND")

    assert kept(vault) == []
