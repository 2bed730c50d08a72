"""Sealed cases, one for each way in which an officer's unit may stand to one."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from tests.sealing import world

from danvan.accounts.models import User
from danvan.core.actor import system
from danvan.orgs.models import Unit
from danvan.vault import opening, passphrases, services
from danvan.vault.models import Access, SealedCase
from danvan.vault.opening import Ask
from danvan.vault.scope import scoped
from danvan.vault.sealing import STORY, Contents

# Who handles the case of his own unit is each officer that signs in.
HANDLED = uuid.UUID(int=77)
REASON = "Theo quyết định thụ lý"


def make(units: dict[str, Unit]) -> dict[str, dict[str, Any]]:
    """Seal a case in each unit, and three in which ``own`` has some part; by name."""
    world.found_recovery(units["parent"])
    # Each key is kept with what it cost to shut, so it opens as cheaply later on.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "COST", passphrases.Cost(64, 1, 1))
        held = {name: (unit, world.found_vault(unit)) for name, unit in units.items()}
    made = {
        name: {"holders": held[name][1], **_case(name, *held[name])} for name in units
    }
    made["handled"] = _case("handled", *held["own"], key=HANDLED)
    own = units["own"].code
    made["accused"] = _case("accused", *held["parent"], accused=own)
    made["passed"] = _case("passed", *held["parent"])
    _pass_on(made["passed"]["case"]["pk"], held["parent"][1][0], units["own"])
    return made


def _case(
    name: str,
    unit: Unit,
    holders: list[world.Holder],
    accused: str = "",
    key: uuid.UUID | None = None,
) -> dict[str, Any]:
    one, _two, leader = holders
    mark, now = f"canary-{name} ", timezone.now()
    case = world.seal(unit, accused, system(unit.code), mark=mark, key=key)
    access = services.assign(case_id=case, user=one.user, viewer=leader.viewer, now=now)
    with scoped(user_id="", units=[unit.pk]):
        number = SealedCase.objects.get(pk=case).number
    request = opening.ask_second(
        case_id=case,
        compartment="identity",
        viewer=one.viewer,
        ground="verify",
        reason=REASON,
        now=now,
    )
    values = {
        "pk": case,
        "number": number,
        "access": access.pk,
        "code": "T-sibling",
        "part": "story",
        "file": uuid.UUID(int=5),
        "officer": one.user.pk,
        "step": "screen",
        "name": "minutes",
    }
    return {"case": values, "request": {"pk": request.pk}}


def _pass_on(case: uuid.UUID, holder: world.Holder, to: Unit) -> None:
    ask = Ask(case, STORY, holder.viewer, holder.unlocked, "verify", REASON)
    extract = Contents({"what": "canary-passed"})
    services.pass_on(ask=ask, to=to, extract=extract, now=timezone.now())


def let_handle(user: User) -> None:
    """Assign the officer to the case of his unit that he handles, if there is one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('danvan.units', string_agg(id::text, ','), true)"
            " FROM orgs_unit"
        )
        case = SealedCase.objects.filter(idempotency_key=HANDLED).first()
        if case is not None:
            Access.objects.create(
                case=case, unit=case.receiver, user=user, made_at=timezone.now()
            )
