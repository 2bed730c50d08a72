"""The page over the units that lie in remote areas, where legal terms are longer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.orgs import services
from danvan.orgs.forms import RemoteForm
from danvan.orgs.models import Unit

ON_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.CALENDAR_EDIT)
def remote(request: HttpRequest) -> HttpResponse:
    """List the units of remote areas, and enter one by its decision."""
    form = RemoteForm(request.POST or None)
    if form.is_valid():
        unit = services.list_remote(by=viewer_of(request).actor(), **form.cleaned_data)
        said = _("%(unit)s lies in a remote area; the longer terms apply.")
        messages.success(request, said % {"unit": unit.name})
        return redirect("office:remote")
    page = Paginator(Unit.objects.filter(remote=True), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"form": form, "page": page}
    status = 422 if form.is_bound else 200
    return render(request, "office/remote.html", context, status=status)
