"""News from editions, and what people write under them."""

import datetime
import uuid
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from danvan.portal import digits, flood
from danvan.portal.cached import public_page
from danvan.portal.forms import SendForm
from danvan.publishing import public
from danvan.publishing.public import LONGEST, News, NoSuchNews, TooMany
from danvan.ui.addresses import client_address


class CommentForm(SendForm):
    """A comment; no address of any kind is asked for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        max_length=LONGEST["text"],
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "Everybody can read it once an officer has seen it. Write no names,"
            " telephone numbers or addresses."
        ),
        error_messages={"required": gettext_lazy("Write your comment.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name to be shown"),
        max_length=LONGEST["name"],
        required=False,
        help_text=gettext_lazy("You may leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4()})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    def put(self, question: digits.Question) -> None:
        """Ask the question for people, keeping what was typed."""
        typed = {n: self.data.get(n, "") for n in ("key", "name", "text")}
        self.ask(question)
        self.data = {**self.data, **typed}


@require_safe
@public_page("news")
def listed(request: HttpRequest) -> HttpResponse:
    """List the news, newest first."""
    return render(request, "portal/data/news.html", {"news": public.news()[:100]})


@require_safe
@public_page("item")
def item(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one item with the comments that may be shown."""
    return render(request, "portal/data/item.html", {"item": _item(pk)})


class _Feed(Atom1Feed):
    """A feed that says the same again while nothing is new."""

    def latest_post_date(self) -> datetime.datetime:
        """Return when the newest item came; a day of old where there is none."""
        days = [item["pubdate"] for item in self.items]
        return max(days, default=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))


@require_safe
@public_page("feed")
def feed(request: HttpRequest) -> HttpResponse:
    """Give the news as an Atom feed."""
    site = settings.PORTAL_ADDRESS
    made = _Feed(
        title=_("News from published figures"),
        link=f"{site}{reverse('portal:news')}",
        description="",
        feed_url=f"{site}{reverse('portal:feed')}",
        language="vi",
    )
    for one in public.news()[:50]:
        made.add_item(
            title=one.title,
            link=f"{site}{reverse('portal:item', args=[one.id])}",
            description=one.text,
            unique_id=f"urn:uuid:{one.id}",
            updateddate=one.at,
            pubdate=one.at,
        )
    body = made.writeString("utf-8")
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@require_safe
@public_page("comment-rules")
def rules(request: HttpRequest) -> HttpResponse:
    """Say by which rules comments are shown or refused."""
    return render(request, "portal/data/rules.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a comment in; it waits until an officer has read it."""
    shown = _item(pk)
    form = CommentForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        if form.is_valid() and _sent(request, form, pk):
            return render(request, "portal/data/written.html", {"item": shown})
        status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"form": form, "item": shown}
    return render(request, "portal/data/write.html", context, status=status)


def _sent(request: HttpRequest, form: CommentForm, pk: uuid.UUID) -> bool:
    """Hand it in; False with a word in the form where it is not taken."""
    try:
        _hand_in(request, form, pk)
    except _Flooded:
        form.put(digits.ask(form.cleaned_data["key"]))
    except TooMany:
        form.add_error(None, _("So many comments wait to be read. Come back tomorrow."))
    except NoSuchNews:
        raise Http404 from None
    except ValueError:
        form.add_error("text", _("This holds signs that cannot be stored."))
    else:
        return True
    return False


class _Flooded(Exception):
    """So many come from there that this one needs an answer to a question."""


@transaction.atomic
def _hand_in(request: HttpRequest, form: CommentForm, pk: uuid.UUID) -> None:
    said, now = form.cleaned_data, timezone.now()
    counted = {"address": f"comment {client_address(request)}"}
    if flood.charge(now=now, **counted) and not form.answered(said["key"]):
        raise _Flooded
    public.comment(
        news=pk, name=said["name"], text=said["text"], key=said["key"], now=now
    )


def _item(pk: uuid.UUID) -> News:
    found = public.news(pk)
    if not found:
        raise Http404
    return found[0]
