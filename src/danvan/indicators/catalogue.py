"""The forms there are: those of the package, and appendices confirmed since."""

import datetime
import tomllib

from danvan.core.forms import load
from danvan.core.forms.form import Form
from danvan.indicators.models import FormDefinition


class NoSuchForm(LookupError):
    """No form has this id or this address."""


def forms() -> tuple[Form, ...]:
    """Return every form in order; one query. A confirmed appendix replaces the name."""
    found = {form.id: form for form in load.known()}
    for row in FormDefinition.objects.all():
        for form in load.forms_of(tomllib.loads(row.table)):
            known = found.get(form.id)
            if form.id == row.form and (known is None or not known.is_loaded):
                found[form.id] = form
    return tuple(sorted(found.values(), key=load.order))


def in_force(day: datetime.date) -> tuple[Form, ...]:
    """Return the forms that were the law on ``day``; one query."""
    return tuple(form for form in forms() if form.in_force_on(day))


def by_slug(slug: str) -> Form:
    """Return the form of an address; raises NoSuchForm. One query."""
    for form in forms():
        if form.slug == slug:
            return form
    raise NoSuchForm(slug)
