"""Found the vaults of two units of a running demonstration, and seal one case there.

Run as a program beside the server, with ``DANVAN_DATA`` naming its data; prints
the number of the case. What is keyed in here is what `src/danvan/vault/tests`
prove page by page: the journey begins where the case lies sealed.
"""

import datetime
import os
import sys
import uuid

import django

HOLDERS = {
    "giu-khoa-1": ("C31135", "key_holder"),
    "giu-khoa-2": ("C31135", "key_holder"),
    "giu-khoa-tinh-1": ("P92", "key_holder"),
    "giu-khoa-tinh-2": ("P92", "key_holder"),
    "lanh-dao-tinh": ("P92", "unit_leader"),
}
PASSPHRASE = "chín con mèo ngủ trưa"
NAME, PHONE = "Huỳnh Thị Mẫu Lan", "0900 111 222"
STORY = (
    f"Tôi là {NAME}, điện thoại 0900.111.222. Khoản chi mẫu số 7 không có thật, "
    "chứng từ đã bị sửa."
)


def main(password: str) -> None:
    """Make the officers and the keys, then seal the case."""
    django.setup()
    from django.utils import timezone

    from danvan.accounts import services as accounts
    from danvan.core.actor import system
    from danvan.orgs.models import Unit
    from danvan.vault import officers, shares, unit_keys
    from danvan.vault.sealing import Contents, File
    from danvan.vault.services import NewCase, seal

    now, by = timezone.now(), system()
    today = timezone.localdate()
    units = Unit.objects.in_bulk(["C31135", "P92"], field_name="code")
    unit_keys.found_recovery(
        province=units["P92"],
        public=shares.hold_ceremony().public,
        offices=["Thanh tra tỉnh", "Công an tỉnh", "Văn phòng"],
        by=by,
        now=now,
    )
    holders: dict[str, list[object]] = {code: [] for code in units}
    for name, (code, role) in HOLDERS.items():
        user = accounts.create_user(
            username=name, label=f"Cán bộ {name}", password=password, by=by
        )
        accounts.grant_role(
            user=user, unit=units[code], role=role, valid_from=today, by=by
        )
        if role == "key_holder":
            officers.enrol_officer(user=user, passphrase=PASSPHRASE, by=by, now=now)
            holders[code].append(user)
    for code, unit in units.items():
        unit_keys.found_unit_key(unit=unit, holders=holders[code], by=by, now=now)
    number = seal(
        case=NewCase("C31135", today, today + datetime.timedelta(days=7), uuid.uuid4()),
        identity=Contents({"name": NAME, "phone": PHONE}),
        story=Contents(
            {"what": STORY},
            (File("don-cua-lan.txt", "text/plain", "Bảng kê mẫu".encode()),),
        ),
        by=by,
    )
    sys.stdout.write(number)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "danvan.config.settings"
    main(sys.argv[1])
