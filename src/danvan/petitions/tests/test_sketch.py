"""The sketch of a letter stays what it was, so that stored ones can be compared."""

from danvan.core.casework.similarity import rules
from danvan.petitions.sketch import RECIPE, sketch


def test_a_sketch_does_not_depend_on_the_order_of_words_or_the_process():
    made = sketch({"cong", "hem", "ngap"})

    assert made == sketch({"ngap", "hem", "cong"})
    assert len(made) == rules()["bands"] * rules()["rows"]


def test_a_library_that_sketches_otherwise_needs_a_new_recipe():
    known = [3703239457, 3711595500, 3431666969]

    assert (RECIPE, sketch({"cong", "hem", "ngap"})[:3]) == ("rensa-2-40x3-1", known)
