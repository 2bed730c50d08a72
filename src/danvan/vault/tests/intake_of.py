"""A denunciation as the tests bring it, and units that take it in sealed."""

import datetime
import io
import uuid

from django.db import connection
from django.utils import timezone
from PIL import Image

from danvan.accounts.models import Membership
from danvan.core.actor import PUBLIC
from danvan.orgs.models import WorkingDay
from danvan.vault import intake, providers, sealing, unit_keys
from danvan.vault.decision import IntakeDecision
from danvan.vault.intake import Accused, Denunciation
from danvan.vault.models import SealedBlob, SealedCase, UnitKey, Wrap
from danvan.vault.scope import scoped
from danvan.vault.tests.conftest import NOW

KEY = uuid.UUID(int=7)
STRANGER = Accused("Người bị tố cáo mẫu", "Hiệu trưởng", "", "Trường mẫu không có thật")
LETTER = Denunciation(
    accused=(STRANGER,),
    what="Chuyện mẫu về khoản thu không có thật",
    when_where="Tháng 3, tại trường mẫu",
    evidence="Phiếu thu mẫu",
    request="Xin xem xét",
    name="Người tố cáo mẫu 077",
    address="Nhà số 0, đường Mẫu",
    phone="0900000077",
    id_number="000000000077",
)


def working_days():
    year = timezone.localdate().year
    WorkingDay.objects.bulk_create(
        WorkingDay(
            date=datetime.date(y, 1, 1), working=False, reason="Tết", source="seed"
        )
        for y in range(year - 1, year + 3)
    )


def decide(unit, channel="online"):
    """Let a unit take in sealed, as a decision of long ago says."""
    day = datetime.date(2026, 1, 2)
    with scoped(user_id="", units=[unit.pk]):
        return IntakeDecision.objects.create(
            unit=unit, channel=channel, number="12/QĐ-UBND", decided_on=day,
            signer="Chủ tịch", valid_from=day,
        )  # fmt: skip


def found_province(vault):
    """Give the province a key, held by the commune's neighbours."""
    holders = [vault.users["other one"], vault.users["other two"]]
    for user in holders:
        Membership.objects.create(
            user=user, unit=vault.province, role="key_holder",
            valid_from=datetime.date(2026, 1, 1),
        )  # fmt: skip
    unit_keys.found_unit_key(
        unit=vault.province, holders=holders, by=vault.by(), now=NOW
    )


def take(vault, letter=LETTER, *, key=KEY, channel="online", chosen=None):
    return intake.take(
        letter,
        chosen_unit=(chosen or vault.commune).code,
        received_on=timezone.localdate(),
        channel=channel,
        idempotency_key=key,
        by=PUBLIC,
    )


def stored(*units):
    """Return the cases these units can see."""
    with scoped(user_id="", units=[unit.pk for unit in units]):
        return list(SealedCase.objects.select_related("receiver"))


def opened(vault, case, compartment, holder="one"):
    """Open a compartment with a holder's key, past all the rules."""
    with scoped(user_id="", units=[case.receiver_id]):
        key = UnitKey.objects.get(unit=case.receiver, state="active")
    opener = unit_keys.by_holding(vault.keys[holder])
    with scoped(user_id="", units=[case.receiver_id]):
        private = opener(key)
        wrap = Wrap.objects.get(case=case, compartment=compartment)
        place = sealing.Place(case.pk, case.receiver.code, key.epoch, compartment)
        wrapped = bytes(wrap.wrapped)
        case_key = providers.of(wrapped).unwrap(wrapped, private, place.context())
        blobs = SealedBlob.objects.filter(case=case, compartment=compartment)
        texts = [b for b in blobs if b.kind == "text"]
        files = {b.pk: sealing.Blob(b.pk, b.kind, bytes(b.data)) for b in blobs}
        told = sealing.open_text(files[texts[0].pk], case_key, place)
        return told, {
            note.name: sealing.open_file(files[note.id], case_key, place)
            for note in told.files
        }


def photo():
    """A small picture with a camera's notes in it."""
    image, exif, out = Image.new("RGB", (40, 30), "red"), Image.Exif(), io.BytesIO()
    exif[0x010F] = "Máy ảnh mẫu 077"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a constant
        return cursor.fetchone()[0]
