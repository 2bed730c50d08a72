"""The same units and records as the access matrix knows."""

from tests.access.conftest import (  # noqa: F401
    _house,
    as_role,
    browser_of,
    house,
    public_process,
    records,
    units,
    world,
)
