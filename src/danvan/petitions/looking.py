"""Conditions that the database answers by functions and indexes of its own."""

from collections.abc import Iterable

from django.db.models import BooleanField, F, Func, Value


def assigned_to(units: Iterable[int]) -> Func:
    """Ask whether a petition of another unit is assigned to one of ``units``.

    The ids are read once, into an array: compared so, and not with a subquery, the
    key's index serves beside that of the unit.
    """
    return Func(
        F("pk"),
        _array(units),
        template="%(expressions)s::bigint[])))",
        arg_joiner=" = ANY (ARRAY(SELECT petitions_assigned(",
        output_field=BooleanField(),
    )


def says(
    units: Iterable[int], folded: str, sort: str = "", most: int | None = None
) -> Func:
    """Ask whether a petition that ``units`` see bears all the words of ``folded``.

    Where none does, a word that begins as the last one does will do. ``most``: the
    first so many in the queue's order ``sort``, and no other.
    """
    asked = [_array(units), Value(folded), Value(sort), Value(most)]
    return Func(
        F("pk"),
        Func(*asked, function="petitions_found"),
        template="%(expressions)s)",
        arg_joiner=" IN (SELECT ",
        output_field=BooleanField(),
    )


def _array(units: Iterable[int]) -> Value:
    return Value(f"{{{','.join(map(str, sorted(units)))}}}")
