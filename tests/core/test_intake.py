"""What may come in by which way, and what is said where it may not."""

import datetime

import pytest

from danvan.core.casework import ground
from danvan.core.casework.courses import Kind
from danvan.core.casework.intake import (
    Source,
    admit,
    before_anonymous,
    way,
    ways,
)

DAY = datetime.date(2026, 8, 3)
INFORMAL = {
    Source.PHONE,
    Source.ZALO,
    Source.EMAIL,
    Source.MAILBOX,
    Source.DIALOGUE,
}
sources = pytest.mark.parametrize("source", list(Source))


def test_every_source_is_a_way_in_with_words_and_law():
    assert {found.source for found in ways(DAY)} == set(Source)
    assert len({found.words["vi"] for found in ways(DAY)}) == len(Source)
    for found in ways(DAY):
        assert found.ground.article.startswith("Điều ")


@sources
def test_feedback_comes_in_by_every_way(source):
    assert admit(source, Kind.FEEDBACK, DAY).clock


@sources
@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION])
def test_informal_ways_carry_no_complaint_and_no_denunciation(source, kind):
    found = admit(source, kind, DAY)
    portal = (source, kind) == (Source.ONLINE, Kind.DENUNCIATION)

    assert found.taken is not (source in INFORMAL or portal)
    assert found.clock is found.taken
    assert (found.guidance is None) is found.taken


@pytest.mark.parametrize("source", sorted(INFORMAL))
def test_who_complains_there_is_guided_and_no_clock_starts(source):
    for kind, paper in (
        (Kind.COMPLAINT, "TCD_05"),
        (Kind.DENUNCIATION, "TCD_07"),
    ):
        found = admit(source, kind, DAY)

        assert not found.clock
        assert found.guidance.paper == paper
        assert paper in ground.papers()


def test_the_portal_takes_denunciations_only_where_a_sealed_way_is_open():
    assert not admit(Source.ONLINE, Kind.DENUNCIATION, DAY).taken
    assert admit(Source.ONLINE, Kind.DENUNCIATION, DAY, sealed=True).taken
    assert not admit(Source.PHONE, Kind.DENUNCIATION, DAY, sealed=True).taken


def test_only_a_forwarded_letter_has_the_forwarders_letter():
    assert [found.source for found in ways(DAY) if found.letter] == [Source.FORWARDED]
    assert way(Source.FORWARDED, DAY).letter


@pytest.mark.parametrize("kind", list(Kind))
def test_whoever_gives_no_name_is_told_beforehand(kind):
    said = before_anonymous(kind)

    assert said.words["vi"]
    assert said.words["en"]
    assert said.ground.article.startswith("Điều ")
