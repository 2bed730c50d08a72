"""News in the words of a person, and what becomes of comments; by written rules."""

import datetime

from django.db import transaction

from danvan.core.actor import Actor
from danvan.journal import services as journal
from danvan.publishing.errors import NoReason, NotNow
from danvan.publishing.models import Comment, Edition, NewsItem, Rule, State, Verdict


@transaction.atomic
def announce(
    *, edition: Edition, title: str, text: str, by: Actor, now: datetime.datetime
) -> NewsItem:
    """Say in a few words what an edition brings; it is public at once.

    Raises NotNow where the edition is not public, or was announced already.
    """
    out = edition.state in {State.PUBLISHED, State.SUPERSEDED}
    if not out or NewsItem.objects.filter(edition=edition).exists():
        raise NotNow
    item = NewsItem.objects.create(
        edition=edition, title=title.strip(), text=text.strip(), by=by.label, at=now
    )
    journal.write(
        by=by,
        action="publishing.announce",
        record=item.record,
        changes={"edition": (None, str(edition.pk))},
    )
    return item


@transaction.atomic
def judge(
    *, comment: Comment, show: bool, rule: str = "", by: Actor, now: datetime.datetime
) -> Comment:
    """Show a comment, or refuse it by a rule; the last word holds.

    Raises NoReason where it is refused by no written rule.
    """
    found = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not show and rule not in Rule:
        raise NoReason
    before = found.state
    found.state = Verdict.SHOWN if show else Verdict.REFUSED
    found.rule = "" if show else rule
    found.judged_by, found.judged_at = by.label, now
    found.save()
    journal.write(
        by=by,
        action="publishing.judge",
        record=found.record,
        changes={"state": (before, str(found.state))},
        why=found.rule,
    )
    return found
