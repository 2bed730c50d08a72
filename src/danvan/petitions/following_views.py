"""What is followed on the page of a case: tasks of verifiers, orders of decisions."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from danvan.accounts.permissions import requires, viewer_of
from danvan.accounts.rights import Right, Viewer
from danvan.petitions import following, pages, selectors
from danvan.petitions.course import SomebodyWasFirst
from danvan.petitions.errors import WentOn
from danvan.petitions.following_forms import (
    DoneForm,
    OrderForm,
    TaskDoneForm,
    TaskForm,
)
from danvan.petitions.models import Petition
from danvan.petitions.selectors import Case
from danvan.petitions.settlement import Execution, Task


@require_POST
@requires(Right.PETITIONS_READ)
def add_task(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a verifier something to do."""
    return _follow(request, pk, TaskForm(request.POST), following.add_task)


@require_POST
@requires(Right.PETITIONS_READ)
def finish_task(request: HttpRequest, pk: uuid.UUID, task: int) -> HttpResponse:
    """Note that a task is done."""
    form = TaskDoneForm(request.POST, prefix=f"task-{task}")
    return _follow(request, pk, form, following.finish_task, task=task)


@require_POST
@requires(Right.PETITIONS_READ)
def add_order(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put on the list what a decision orders."""
    return _follow(request, pk, OrderForm(request.POST), following.order)


@require_POST
@requires(Right.PETITIONS_READ)
def enter_done(request: HttpRequest, pk: uuid.UUID, execution: int) -> HttpResponse:
    """Say how much of an order is done."""
    form = DoneForm(request.POST, prefix=f"order-{execution}")
    return _follow(request, pk, form, following.enter_done, execution=execution)


def _follow(
    request: HttpRequest,
    pk: uuid.UUID,
    form: forms.Form,
    service: Callable[..., object],
    **more: Any,
) -> HttpResponse:
    viewer = viewer_of(request)
    shown = _settled_by(viewer, pk)
    by = viewer.actor(selectors.settling_unit(viewer, shown.petition))
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        about = {"petition": pk, "by": by, "now": timezone.now()}
        try:
            service(**more, **form.cleaned_data, **about)
        except (Task.DoesNotExist, Execution.DoesNotExist):
            raise Http404 from None
        except (SomebodyWasFirst, WentOn):
            form.add_error(
                None, _("A colleague was first. This is how the case stands now.")
            )
            shown, status = _settled_by(viewer, pk), HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Recorded."))
            return redirect("petitions:case", pk)
    context = pages.of_case(shown, viewer, None, panel=form)
    return render(request, "petitions/case.html", context, status=status)


def _settled_by(viewer: Viewer, pk: uuid.UUID) -> Case:
    """Return a case that the viewer settles, else 404 or a refusal."""
    try:
        shown = selectors.case(viewer, pk, timezone.localdate())
    except Petition.DoesNotExist:
        raise Http404 from None
    if selectors.settling_unit(viewer, shown.petition) is None:
        raise PermissionDenied
    return shown
