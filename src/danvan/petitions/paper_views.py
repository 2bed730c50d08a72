"""Making a paper about a petition."""

import uuid
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right
from danvan.papers import labels as paper_labels
from danvan.papers import services as papers
from danvan.papers.forms import ValuesForm
from danvan.papers.templates import NoTemplate, template
from danvan.petitions import paper_facts, selectors
from danvan.petitions.models import Petition


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Right.PAPERS_MAKE)
def make(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Ask for what the record does not say, then make the draft."""
    viewer, today = viewer_of(request), timezone.localdate()
    try:
        case, known = selectors.case(viewer, pk), template(code)
    except (Petition.DoesNotExist, NoTemplate):
        raise Http404 from None
    unit = selectors.paper_unit(viewer, case.petition)
    if unit is None:
        raise Http404
    said = selectors.classification(case.petition)
    facts = paper_facts.facts(case, said, today)
    data = request.POST if request.method == "POST" else None
    form = ValuesForm(data, template=known, known=facts)
    if form.is_valid():
        paper = papers.make(
            template=code,
            owner=case.petition.record,
            unit=unit,
            values=form.values(),
            signed_by=form.signer,
            by=viewer.actor(unit.pk),
            today=today,
        )
        return redirect("papers:show", paper.pk)
    context = {"petition": case.petition, "form": form}
    context["name"] = paper_labels.name(known)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "petitions/paper.html", context, status=status)
