"""The frame staff work in: home, search and the gallery of components."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.office import selectors, welcome
from danvan.office.forms import Search
from danvan.ui.gallery import gallery as components


@requires(Right.HOME)
def home(request: HttpRequest) -> HttpResponse:
    """Show what is due, what one does here and what happens next."""
    viewer, today = viewer_of(request), timezone.localdate()
    due = selectors.due(viewer)
    context = {
        "due": due,
        "today": today,
        "calendar": selectors.calendar_for(due, today=today),
        "starts": welcome.starts(viewer),
        "also": welcome.also(viewer),
    }
    return render(request, "office/home.html", context)


@requires(Right.HOME)
def search(request: HttpRequest) -> HttpResponse:
    """Look for words in everything the viewer may see."""
    form = Search(request.GET)
    q = form.cleaned_data["q"] if form.is_valid() else ""
    items = selectors.search(viewer_of(request), q)
    capped = len(items) >= selectors.MOST_OF_A_DESK
    context = {"form": form, "q": q, "items": items, "capped": capped}
    status = 200 if form.is_valid() else 422
    return render(request, "office/search.html", context, status=status)


@requires(Right.GALLERY)
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in its states; to whoever tries the system or builds it."""
    if not (settings.DEMONSTRATION or settings.DEBUG):
        raise Http404
    return render(request, "ui/gallery.html", components(timezone.localdate()))
