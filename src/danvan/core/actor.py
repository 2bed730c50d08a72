"""Who acts: what every service takes as ``by``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person of the office, the public or the system itself.

    ``id`` is stable and no name (``user:<uuid>``, ``public``, ``system``);
    ``label`` is the post shown in histories, never a private name;
    ``unit_code`` is the unit in whose journal chain the act is written.
    """

    id: str
    label: str
    unit_code: str


def system(unit_code: str = "system") -> Actor:
    """Return the actor for what the system does by itself in a unit's chain."""
    return Actor(id="system", label="system", unit_code=unit_code)


PUBLIC = Actor(id="public", label="public", unit_code="portal")
