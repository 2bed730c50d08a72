"""Why an edition, its news or a comment is not taken further."""

from danvan.core.disclosure.releases import Fault


class NothingToPublish(Exception):
    """No value of the place and period may be published, or there is none."""


class AlreadyThere(Exception):
    """The place has an edition of the period: it is corrected, not made again."""


class NotNow(Exception):
    """The edition is not in the state this needs."""


class OnePerson(Exception):
    """Who prepared and approved an edition does not publish it: a second person does."""


class Unsafe(Exception):
    """Beside what is published already this would tell of single people."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(", ".join(fault.rule for fault in faults))
        self.faults = faults


class Changed(Exception):
    """Values have changed since the draft was made; ``cells``: unit's name, code."""

    def __init__(self, cells: tuple[tuple[str, str], ...]) -> None:
        super().__init__(", ".join(f"{code} {name}" for name, code in cells))
        self.cells = cells


class NoReason(ValueError):
    """A correction or a refusal without saying why."""


class TooMany(Exception):
    """So many comments wait already that none is taken."""


class NoSuchNews(Exception):
    """The item is not public."""


class Stale(Exception):
    """Somebody else saved the paragraph since it was opened."""


class Finished(Exception):
    """The draft is finished; it is opened again before it is changed."""


class Unsettled(Exception):
    """Figures of the draft do not agree with their records yet."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


class NothingNew(Exception):
    """The record says nothing that could take the figure's place."""
