"""Ciphers: the contract of every provider, and moved or damaged ciphertexts (S3)."""

import random
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan.vault import padding, providers, sealing
from danvan.vault.contract import CONTRACT, refuses
from danvan.vault.errors import DoesNotOpen
from danvan.vault.sealing import Contents, File, Place
from danvan.vault.standard import FRAME, Classic, Hybrid

BOTH = [Classic(), Hybrid()]
CONTEXT = b"seal/v1|test"


@pytest.mark.parametrize("provider", BOTH, ids=lambda p: type(p).__name__)
@pytest.mark.parametrize("promise", CONTRACT, ids=lambda p: p.__name__)
def test_a_provider_keeps_the_contract(provider, promise):
    promise(provider)


class Careless(Classic):
    """One planted fault each: the contract must see it."""

    def __init__(self, fault):
        super().__init__()
        self.fault = fault

    def unwrap(self, wrapped, private, context):
        if self.fault == "context":
            return super().unwrap(wrapped, private, b"")
        return super().unwrap(wrapped, private, context)

    def wrap(self, key, public, context):
        return super().wrap(key, public, b"" if self.fault == "context" else context)

    def open_stream(self, chunks, key, context):
        try:
            yield from super().open_stream(chunks, key, context)
        except DoesNotOpen:
            if self.fault != "cut":
                raise

    def seal(self, data, key, context):
        sealed = super().seal(data, key, context)
        return b"\x00" + sealed[1:] if self.fault == "scheme" else sealed


@pytest.mark.parametrize("fault", ["context", "cut", "scheme"])
def test_the_contract_sees_a_careless_provider(fault):
    def sign():
        for promise in CONTRACT:
            promise(Careless(fault))

    with pytest.raises((AssertionError, DoesNotOpen)):
        sign()


def sealed_cases(count, rng):
    """Seal the two compartments of many cases, in two units and two epochs."""
    pairs = {
        (u, e): providers.current().new_pair() for u in ("A-1", "B-2") for e in (1, 2)
    }
    made = []
    for _ in range(count):
        unit, epoch = rng.choice(list(pairs))
        case_id = uuid.UUID(int=rng.getrandbits(128))
        for compartment in ("identity", "story"):
            place = Place(case_id, unit, epoch, compartment)
            file = File("a.pdf", "application/pdf", rng.randbytes(300))
            contents = Contents({"what": "một lời"}, (file,))
            pair = pairs[unit, epoch]
            made.append((sealing.seal(contents, place, pair.public), pair))
    return made


def test_ten_thousand_transplants_never_open():
    """S3: ciphertext in another case, compartment, unit, epoch or part."""
    rng = random.Random(20260302)  # noqa: S311
    made = sealed_cases(40, rng)
    keys = {
        id(s): providers.unwrap(s.wrapped, pair.private, s.place.context())
        for s, pair in made
    }
    opened = 0
    for _ in range(10_000):
        (here, pair), (there, _other) = rng.sample(made, 2)
        blob, key = rng.choice(here.blobs), keys[id(here)]
        # One part of the place is another's, at least; so must be the context.
        place = Place(
            *(
                rng.choice([getattr(here.place, name), getattr(there.place, name)])
                for name in ("case_id", "unit", "epoch", "compartment")
            )
        )
        if place == here.place:
            place = there.place
        kind = rng.randrange(3)
        if kind == 0:
            opened += not refuses(
                lambda s=here, p=pair, at=place: providers.unwrap(
                    s.wrapped, p.private, at.context()
                )
            )
        elif kind == 1:
            act = sealing.open_text if blob.kind == "text" else sealing.open_file
            opened += not refuses(lambda b=blob, k=key, at=place, a=act: a(b, k, at))
        else:
            other = rng.choice([b for b in there.blobs if b.kind == blob.kind])
            moved = sealing.Blob(blob.id, blob.kind, other.data)
            act = sealing.open_text if blob.kind == "text" else sealing.open_file
            opened += not refuses(
                lambda b=moved, k=key, s=here, a=act: a(b, k, s.place)
            )

    assert opened == 0


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 1), st.sampled_from(["wrap", "seal", "stream"]), st.data())
def test_one_bit_flipped_never_opens(which, kind, data):
    made, opener = made_of(BOTH[which], kind)
    bit = data.draw(st.integers(0, len(made) * 8 - 1))
    flipped = bytearray(made)
    flipped[bit // 8] ^= 1 << bit % 8

    assert refuses(lambda: opener(bytes(flipped)))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 1), st.sampled_from(["wrap", "seal", "stream"]), st.data())
def test_no_beginning_of_a_ciphertext_opens(which, kind, data):
    made, opener = made_of(BOTH[which], kind)
    length = data.draw(st.integers(0, len(made) - 1))

    assert refuses(lambda: opener(made[:length]))


def made_of(provider, kind):
    pair, key = provider.pair_from_seed(bytes(32)), bytes(range(32))
    if kind == "wrap":
        return (
            provider.wrap(key, pair.public, CONTEXT),
            lambda made: provider.unwrap(made, pair.private, CONTEXT),
        )
    if kind == "seal":
        return (
            provider.seal(b"text" * 20, key, CONTEXT),
            lambda made: provider.open(made, key, CONTEXT),
        )
    return (
        b"".join(provider.seal_stream([b"x" * (FRAME + 100)], key, CONTEXT)),
        lambda made: b"".join(provider.open_stream([made], key, CONTEXT)),
    )


def test_frames_cannot_be_swapped_repeated_or_left_out():
    provider, key = Classic(), bytes(32)
    head, one, two, last = provider.seal_stream([b"x" * (2 * FRAME + 1)], key, CONTEXT)

    for frames in [(head, two, one, last), (head, one, one, last), (head, one, last),
                   (head, one, two, last, last), (head, one, two)]:  # fmt: skip
        assert refuses(lambda f=frames: list(provider.open_stream(f, key, CONTEXT)))


def test_the_scheme_byte_chooses_who_opens():
    for provider in BOTH:
        pair, key = provider.new_pair(), provider.new_key()
        wrapped = providers.wrap(key, pair.public, CONTEXT)

        assert providers.of(wrapped).scheme == provider.scheme
        assert providers.unwrap(wrapped, pair.private, CONTEXT) == key


def test_an_unknown_scheme_does_not_open():
    for made in (b"", b"\x00abc", b"\xffabc"):
        with pytest.raises(DoesNotOpen):
            providers.of(made)


@given(st.binary(max_size=5000))
def test_padding_comes_off_again(data):
    padded = padding.pad(data)

    assert padding.unpad(padded) == data
    assert len(padded) == padding.padded_length(len(data))


@given(st.integers(0, 20_000_000))
def test_padding_costs_at_most_an_eighth(length):
    padded = padding.padded_length(length)

    assert length < padded <= max(padding.SMALLEST, (length + 1) * 1.12)


def test_all_short_texts_are_of_one_length():
    pair = providers.current().new_pair()
    place = Place(uuid.UUID(int=1), "A-1", 1, "story")
    lengths = {
        len(sealing.seal(Contents({"what": "x" * n}), place, pair.public).blobs[0].data)
        for n in range(0, 1900, 100)
    }

    assert len(lengths) == 1
