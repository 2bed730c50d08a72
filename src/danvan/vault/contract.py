"""What every `SealProvider` must do: run against ours, and against any other.

Plain functions that raise `AssertionError`, so that an authority can hold its
own cipher to them without our tests.
"""

from collections.abc import Callable, Iterable

from danvan.vault.errors import DoesNotOpen
from danvan.vault.provider import SealProvider

HERE, THERE = b"seal/v1|here", b"seal/v1|there"
_LARGE = bytes(range(256)) * 1024  # four frames of ours exactly


def _expect(holds: bool, what: str) -> None:
    if not holds:
        raise AssertionError(what)


def refuses(act: Callable[[], object]) -> bool:
    """Say whether ``act`` ends in `DoesNotOpen`; any other error is raised."""
    try:
        act()
    except DoesNotOpen:
        return True
    return False


def what_is_made_begins_with_the_scheme(provider: SealProvider) -> None:
    """The first byte of keys and ciphertexts alike is the number of the scheme."""
    pair, key = provider.new_pair(), provider.new_key()
    made = [
        pair.public,
        pair.private,
        provider.wrap(key, pair.public, HERE),
        provider.seal(b"", key, HERE),
        b"".join(provider.seal_stream([], key, HERE)),
    ]
    _expect(1 <= provider.scheme <= 255, "the scheme is one byte and not zero")
    mark = bytes([provider.scheme])
    _expect(all(m[:1] == mark for m in made), "all begins with it")


def what_is_shut_opens_again(provider: SealProvider) -> None:
    """A round trip gives back the very bytes, the empty and the large included."""
    pair, key = provider.new_pair(), provider.new_key()
    wrapped = provider.wrap(key, pair.public, HERE)
    _expect(provider.unwrap(wrapped, pair.private, HERE) == key, "a wrapped key")
    for data in (b"", b"x", _LARGE, _LARGE + b"x"):
        _expect(
            provider.open(provider.seal(data, key, HERE), key, HERE) == data, "text"
        )
        sealed = b"".join(provider.seal_stream(_cut(data, 1000), key, HERE))
        opened = b"".join(provider.open_stream(_cut(sealed, 777), key, HERE))
        _expect(opened == data, "a stream, however it is cut into chunks")


def nothing_is_made_twice_alike(provider: SealProvider) -> None:
    """Keys are random, and so is what is made of the same text."""
    pair, key = provider.new_pair(), provider.new_key()
    _expect(provider.new_key() != key, "keys")
    _expect(provider.new_pair().public != pair.public, "pairs")
    _expect(provider.seal(b"x", key, HERE) != provider.seal(b"x", key, HERE), "texts")
    first, again = (provider.wrap(key, pair.public, HERE) for _ in range(2))
    _expect(first != again, "wrapped keys")


def a_seed_makes_one_pair(provider: SealProvider) -> None:
    """32 bytes on paper are enough to have the very key again."""
    seed = bytes(range(32))
    one, two = provider.pair_from_seed(seed), provider.pair_from_seed(seed)
    _expect(one == two, "the same seed, the same pair")


def it_opens_in_its_own_place_alone(provider: SealProvider) -> None:
    """Another context, another key, another pair: `DoesNotOpen`, nothing else."""
    pair, key, other = provider.new_pair(), provider.new_key(), provider.new_key()
    stranger = provider.new_pair().private
    wrapped = provider.wrap(key, pair.public, HERE)
    sealed = provider.seal(b"text", key, HERE)
    stream = b"".join(provider.seal_stream([_LARGE], key, HERE))
    acts: list[Callable[[], object]] = [
        lambda: provider.unwrap(wrapped, pair.private, THERE),
        lambda: provider.unwrap(wrapped, stranger, HERE),
        lambda: provider.open(sealed, key, THERE),
        lambda: provider.open(sealed, other, HERE),
        lambda: list(provider.open_stream([stream], key, THERE)),
        lambda: list(provider.open_stream([stream], other, HERE)),
    ]
    _expect(all(refuses(act) for act in acts), "moved, it does not open")


def what_is_cut_does_not_open(provider: SealProvider) -> None:
    """Cut anywhere, at the border of two frames too, a stream is not whole."""
    pair, key = provider.new_pair(), provider.new_key()
    wrapped = provider.wrap(key, pair.public, HERE)
    sealed = provider.seal(b"text", key, HERE)
    frames = list(provider.seal_stream([_LARGE], key, HERE))
    for length in range(len(frames)):
        kept = frames[:length]
        _expect(
            refuses(lambda kept=kept: list(provider.open_stream(kept, key, HERE))),  # type: ignore[misc]
            f"{length} frames of {len(frames)}",
        )
    for length in range(len(sealed)):
        cut = sealed[:length]
        _expect(refuses(lambda cut=cut: provider.open(cut, key, HERE)), "text")  # type: ignore[misc]
    for length in range(0, len(wrapped), 7):
        cut = wrapped[:length]
        _expect(
            refuses(lambda cut=cut: provider.unwrap(cut, pair.private, HERE)),  # type: ignore[misc]
            "a wrapped key",
        )


CONTRACT: tuple[Callable[[SealProvider], None], ...] = (
    what_is_made_begins_with_the_scheme,
    what_is_shut_opens_again,
    nothing_is_made_twice_alike,
    a_seed_makes_one_pair,
    it_opens_in_its_own_place_alone,
    what_is_cut_does_not_open,
)


def _cut(data: bytes, size: int) -> Iterable[bytes]:
    return (data[i : i + size] for i in range(0, len(data), size))
