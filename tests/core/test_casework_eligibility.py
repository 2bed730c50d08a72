"""Reasons are told in words, in both languages."""

from danvan.core.casework.eligibility import LABELS, Reason


def test_every_reason_has_words_of_its_own_in_both_languages():
    assert set(LABELS) == set(Reason)
    for language in ("vi", "en"):
        assert len({said[language] for said in LABELS.values()}) == len(Reason)
