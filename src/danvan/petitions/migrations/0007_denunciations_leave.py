"""Denunciations of before become paper cases of the vault: a number and dates."""

import uuid

from django.db import connection, migrations

from danvan.core.actor import system
from danvan.journal import services as journal

_SAY = "SELECT set_config(%s, %s, true)"
_STATES = {"received": "received", "closed": "closed"}


def leave(apps, schema_editor):
    """Make a case of each under its own number, then delete the petition's rows."""
    Petition = apps.get_model("petitions", "Petition")
    bare = Petition.objects.filter(kind="denunciation")
    if not bare.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute(_SAY, ["danvan.scope", "system"])
        # Each unit keeps what it had: a forwarded one is a case in both.
        bare.update(origin=None)
        for petition in bare.select_related("unit").order_by("received_at"):
            cursor.execute(_SAY, ["danvan.units", str(petition.unit_id)])
            case = _case(apps, petition)
            cursor.execute(
                "SELECT petitions_hand_over(%s, %s)", [petition.pk, petition.unit_id]
            )
            by = system(petition.unit.code)
            record = f"petitions.petition:{petition.pk}"
            journal.write(by=by, action="petition.leave", record=record)
            record = f"vault.case:{case}"
            journal.write(by=by, action="vault.receive", record=record, sealed=True)
        for name in ("danvan.scope", "danvan.units"):
            cursor.execute(_SAY, [name, ""])


def _case(apps, petition):
    SealedCase = apps.get_model("vault", "SealedCase")
    case = SealedCase.objects.create(
        id=uuid.uuid4(),
        number=petition.number,
        receiver_id=petition.unit_id,
        received_on=petition.received_on,
        deadline=petition.due,
        state=_STATES.get(petition.state, "in_hand"),
        on_paper=True,
        idempotency_key=petition.idempotency_key,
    )
    return case.pk


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0006_hand_over"),
        ("journal", "0001_initial"),
    ]

    # Back there is no way for them: the vault keeps them.
    operations = [migrations.RunPython(leave, migrations.RunPython.noop)]
