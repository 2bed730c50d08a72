"""From which address a request comes, as far as it can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the address our outermost proxy saw; for IPv6 its /64.

    Each proxy of ours appends the address it was called from, so with n of
    them the n-th entry from the right is true and all before it is hearsay.
    """
    trusted = settings.TRUSTED_PROXIES
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if trusted and len(heard) >= trusted:
        return _network(heard[-trusted])
    return _network(request.META.get("REMOTE_ADDR", ""))


def _network(text: str) -> str:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return "unknown"  # one bucket for all that cannot be told apart
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        # A household or an attacker has a whole /64 to choose from.
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
