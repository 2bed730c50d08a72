"""Why a filled form or a submission does not take what it is given."""

from danvan.core.indicators.closing import Closure


class NotDraft(Exception):
    """The form is signed; it must be opened again before it can change."""


class NotInForce(ValueError):
    """The form was not the law when the period ended."""


class IsCounted(ValueError):
    """The column is counted from records, or is a sum: nothing is typed into it."""


class NoReason(ValueError):
    """A value is entered, or a signed form opened again, without saying why."""


class DoesNotAddUp(Exception):
    """An identity printed on the form fails and no note explains it."""


class NothingFilled(Exception):
    """There is nothing to sign: the form has no columns, or none of them is filled."""


class NotStanding(Exception):
    """The value was corrected or taken back since, or is no value of this cell."""


class FromRecords(ValueError):
    """A counted value changes with its records only; nobody corrects it by hand."""


class OutOfRange(ValueError):
    """A number too long to be kept, or none."""


class Closed(Exception):
    """A submission takes no change; ``closure`` says which of three reasons, and why.

    ``why`` is one of `core.indicators.closing.Why`.
    """

    def __init__(self, closure: Closure) -> None:
        """Keep the closure."""
        super().__init__(closure.why)
        self.closure = closure
        self.why = closure.why


class BadDays(ValueError):
    """Days do not follow each other, or a place asks later than the law does."""
