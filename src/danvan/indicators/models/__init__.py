"""Statutory forms, values of indicators, and what units owe and have sent."""

from danvan.indicators.models.assignments import Assignment
from danvan.indicators.models.forms import (
    FilledForm,
    FilledFormQuerySet,
    FormCell,
    FormDefinition,
    Part,
    Source,
    State,
)
from danvan.indicators.models.period import Period
from danvan.indicators.models.reminders import PublicTimeliness, Reminder
from danvan.indicators.models.submissions import (
    Action,
    DueDay,
    Line,
    LockException,
    Stage,
    Step,
    Submission,
)
from danvan.indicators.models.values import Bound, Choice, Provenance, Value

__all__ = [
    "Action",
    "Assignment",
    "Bound",
    "Choice",
    "DueDay",
    "FilledForm",
    "FilledFormQuerySet",
    "FormCell",
    "FormDefinition",
    "Line",
    "LockException",
    "Part",
    "Period",
    "Provenance",
    "PublicTimeliness",
    "Reminder",
    "Source",
    "Stage",
    "State",
    "Step",
    "Submission",
    "Value",
]
