"""The second factor: a code from an app on the phone, new every half minute."""

import base64
import secrets
import time

import segno
from django.conf import settings
from django.http import HttpRequest
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from danvan.accounts.models import User

_PENDING, _KEY = "pending", "totp_key"
PENDING_FOR = 10 * 60  # seconds between the password and the code


def device_of(user: User) -> TOTPDevice | None:
    """Return the device in use, or None."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def due(user: User) -> str:
    """Return the name of the page still due after a right password, or nothing."""
    if device_of(user):
        return "accounts:code"
    return "accounts:set-up" if settings.REQUIRE_SECOND_FACTOR else ""


def hold(request: HttpRequest, user: User, then: str) -> None:
    """Remember that the password was right; the second factor is still due."""
    request.session.cycle_key()
    request.session[_PENDING] = [str(user.pk), int(time.time()), then]


def held(request: HttpRequest) -> tuple[User | None, str]:
    """Return who gave the right password a moment ago, and where he wants to go."""
    pk, at, then = request.session.get(_PENDING, [None, 0, "/"])
    if pk is None or time.time() - at > PENDING_FOR:
        return None, "/"
    return User.objects.filter(pk=pk, is_active=True).first(), then


def release(request: HttpRequest) -> None:
    """Forget what was kept between the password and the code."""
    for key in (_PENDING, _KEY):
        request.session.pop(key, None)


def proposed(request: HttpRequest, user: User) -> TOTPDevice:
    """Return the device this session proposes; it is in no table before a right code."""
    key = request.session.setdefault(_KEY, secrets.token_hex(20))
    return TOTPDevice(user=user, name="app", key=key, confirmed=False)


def first_code(device: TOTPDevice, code: str) -> bool:
    """Check the code that proves a proposed device; it will not pass again."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits)
    clock.time = time.time()
    if not code.isdigit() or not clock.verify(int(code), device.tolerance):
        return False
    device.last_t = clock.t()
    return True


def picture(device: TOTPDevice) -> str:
    """Return the QR code an app scans, as a data address of an SVG."""
    return str(segno.make(device.config_url).svg_data_uri(scale=5, border=3))


def spelled(device: TOTPDevice) -> str:
    """Return the key for typing, in groups of four."""
    text = base64.b32encode(device.bin_key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))
