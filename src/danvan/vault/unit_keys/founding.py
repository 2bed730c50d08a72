"""A province's recovery key and a unit's first key."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from danvan.accounts.models import User
from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.orgs.models import Unit
from danvan.vault import shares
from danvan.vault.errors import KeyCeremonyRefused
from danvan.vault.models import RecoveryKey, RecoveryShare, UnitKey
from danvan.vault.scope import scoped
from danvan.vault.unit_keys.epochs import actor_id, new_epoch


@transaction.atomic
def found_recovery(
    *,
    province: Unit,
    public: bytes,
    offices: Sequence[str],
    by: Actor,
    now: datetime.datetime,
) -> RecoveryKey:
    """Keep the public key of a ceremony and which three offices have the shares.

    An older recovery key is retired: keys of units come under the new one with
    their next epoch. Raises `KeyCeremonyRefused` unless there are three offices.
    """
    if len({office.strip() for office in offices}) != shares.SHARES:
        raise KeyCeremonyRefused("holders")
    RecoveryKey.objects.filter(province=province, retired_at=None).update(
        retired_at=now
    )
    key = RecoveryKey.objects.create(province=province, public=public, made_at=now)
    RecoveryShare.objects.bulk_create(
        RecoveryShare(recovery=key, number=number, office=office.strip())
        for number, office in enumerate(offices, start=1)
    )
    journal.write(
        by=by,
        action="vault.found-recovery",
        record=f"vault.recovery-key:{key.pk}",
        changes={"province": (None, province.code)},
    )
    return key


def found_unit_key(
    *, unit: Unit, holders: Sequence[User], by: Actor, now: datetime.datetime
) -> UnitKey:
    """Make a unit's first key and give it to its holders, two or more.

    Each must be a key holder of the unit today and enrolled, and the province
    must have a recovery key; else `KeyCeremonyRefused`.
    """
    with scoped(user_id=actor_id(by), units=[unit.pk]):
        Unit.objects.select_for_update().get(pk=unit.pk)
        if UnitKey.objects.filter(unit=unit).exists():
            raise KeyCeremonyRefused("founded")
        return new_epoch(unit, holders, by, now, "vault.found")
