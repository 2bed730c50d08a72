"""What is typed beside a step: sealed under the key of the story, read with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from danvan.vault import context, padding, providers, sealing
from danvan.vault.errors import DoesNotOpen
from danvan.vault.models import SealedBlob, SealedStep
from danvan.vault.opening import Door
from danvan.vault.sealing import Blob, Place


@dataclass(frozen=True, slots=True)
class Note:
    """What was typed beside one step, opened."""

    step: SealedStep
    text: str = field(repr=False)


def seal(text: str, step: SealedStep, unit_code: str, door: Door) -> bytes:
    """Seal a note for its step. The key outlives every epoch of the unit's."""
    told = padding.pad(text.strip().encode())
    provider = providers.current()
    return provider.seal(told, door.key, _place(step, unit_code))


def notes(door: Door, unit_code: str) -> list[Note]:
    """Open the notes of a compartment that is open; one query, inside the scope."""
    found = SealedStep.objects.filter(
        case=door.case_id, unit=door.unit_id, compartment=door.compartment
    )
    return [Note(step, _open(step, unit_code, door)) for step in found]


def told(door: Door) -> Mapping[str, str]:
    """Read the fields of an open story; inside the scope."""
    blob = SealedBlob.objects.get(
        case=door.case_id, compartment=door.compartment, kind=sealing.TEXT
    )
    place = Place(blob.case_id, blob.unit_code, blob.epoch, blob.compartment)
    sealed = Blob(blob.pk, blob.kind, bytes(blob.data))
    return sealing.open_text(sealed, door.key, place).fields


def _open(step: SealedStep, unit_code: str, door: Door) -> str:
    sealed = bytes(step.note)
    try:
        padded = providers.of(sealed).open(sealed, door.key, _place(step, unit_code))
        return padding.unpad(padded).decode()
    except (DoesNotOpen, ValueError):
        return ""


def _place(step: SealedStep, unit_code: str) -> bytes:
    return context.case(step.case_id, unit_code, 1, step.compartment, f"step:{step.pk}")
