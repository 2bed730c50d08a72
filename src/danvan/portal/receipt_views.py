"""The receipt, for half an hour, and the tick that ends it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from danvan.petitions.public import Receipt
from danvan.portal import receipts
from danvan.portal.forms import WrittenDownForm


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Show number, code and what comes next; on POST the writer has them safe."""
    found = receipts.find(request)
    if found is None:
        return render(request, "portal/receipt_gone.html", status=404)
    if request.method != "POST":
        return _show(request, found, WrittenDownForm())
    form = WrittenDownForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=400)
    return receipts.take_back(redirect("portal:finished"))


def _show(
    request: HttpRequest, found: Receipt, form: WrittenDownForm, status: int = 200
) -> HttpResponse:
    language = "en" if get_language() == "en" else "vi"
    context = {
        "receipt": found,
        "code": receipts.grouped(found.code),
        "qr": receipts.qr(found.number),
        "explanation": found.explanation[language],
        "address": settings.PORTAL_ADDRESS,
        "form": form,
    }
    return render(request, "portal/receipt.html", context, status=status)


@never_cache
def finished(request: HttpRequest) -> HttpResponse:
    """Say goodbye; nothing of the petition is on this device any more."""
    return render(request, "portal/finished.html")
