"""What the public's pages may call: plain values in, plain values out.

Runs as the database role of the portal, which can read no petition: everything
goes through the functions of migration 0002.
"""

from danvan.core.casework.deadlines import Deadline
from danvan.orgs.selectors import Place
from danvan.petitions.errors import NotStored
from danvan.petitions.public.asking import receipt_again, say, status
from danvan.petitions.public.places import (
    receiving_unit,
    receiving_unit_code,
    receiving_unit_name,
    unit_name,
    units_for_place,
)
from danvan.petitions.public.sending import submit, time_to_complain
from danvan.petitions.public.values import (
    LIMITS,
    LONGEST_COMMENT,
    MOST_ATTACHMENTS,
    Attachment,
    Intake,
    NotInOrder,
    Receipt,
    Status,
    StatusStep,
    Throttled,
)

__all__ = [
    "LIMITS",
    "LONGEST_COMMENT",
    "MOST_ATTACHMENTS",
    "Attachment",
    "Deadline",
    "Intake",
    "NotInOrder",
    "NotStored",
    "Place",
    "Receipt",
    "Status",
    "StatusStep",
    "Throttled",
    "receipt_again",
    "receiving_unit",
    "receiving_unit_code",
    "receiving_unit_name",
    "say",
    "status",
    "submit",
    "time_to_complain",
    "unit_name",
    "units_for_place",
]
