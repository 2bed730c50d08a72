"""What letters count for indicators that are no column of a statutory form.

Denunciations are added by the vault. A letter is not in order if something became of
it and it is none of those in order, so that both make up the letters processed.
"""

from collections.abc import Mapping

from django.db.models import Q

from danvan.core.casework.workflow import Step as Verb
from danvan.petitions import counting as c

# A negated condition on days and reasons that may be empty is neither true nor false.
_in_order = c.Where(
    lambda period: Q(pk__in=c.letters().filter(c.eligible.of(period)).values("pk"))
)
_ended = c.in_period("settled_on") | c.in_period("withdrawn_on")

TABLE: Mapping[str, c.Where] = {
    "XLD03": c.processed & ~_in_order & c.whole,
    "XLD13": c.processed & c.always(way=Verb.FILE) & c.whole,
    "GQ01": c.settling_own & c.complaint_letters & _ended,
}
