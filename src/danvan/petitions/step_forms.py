"""One form for each step; each knows the one service it calls."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.actor import Actor
from danvan.core.casework.workflow import Kind, Step
from danvan.orgs.models import Unit
from danvan.petitions import labels, screening, services
from danvan.petitions.models import LONGEST_TEXT, Petition
from danvan.ui.widgets import Radios

Units = Mapping[int, Unit]


def _text(label: Any, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
    return forms.CharField(label=label, max_length=LONGEST_TEXT, **kwargs)


def _note() -> forms.CharField:
    return _text(
        _("Note for the office"), required=False, help_text=_("The citizen sees none.")
    )


def _reply(label: Any, message: Any) -> forms.CharField:
    return _text(
        label,
        help_text=_("The citizen reads this with the code of the receipt."),
        error_messages={"required": message},
    )


class StepForm(forms.Form):
    """One step on one version of a petition; its words go to one service."""

    service: ClassVar[Callable[..., Petition]]
    # The longer texts: who was too late gets them back.
    words: ClassVar[tuple[str, ...]] = ("note", "reply", "document")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        petition: Petition,
        verb: str,
        units: Sequence[Unit] = (),
    ) -> None:
        super().__init__(data, prefix=verb, initial={"version": petition.version})
        self.petition = petition
        self.units: Units = {unit.pk: unit for unit in units}
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the petition."""

    def said(self) -> dict[str, Any]:
        """Return what the service takes beside who, when and which version."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}

    def typed(self) -> list[tuple[str, str]]:
        """Return the longer texts that were typed, by label, to be copied again."""
        texts = [f for f in self if f.name in self.words and f.value()]
        return [(str(field.label), field.value()) for field in texts]

    def take(self, *, by: Actor, now: datetime.datetime) -> Petition:
        """Take the step; raises what the service raises."""
        return type(self).service(
            petition=self.petition.pk,
            version=self.cleaned_data["version"],
            by=by,
            now=now,
            **self.said(),
        )


class ScreenForm(StepForm):
    """What is it, and of what field?"""

    service = staticmethod(services.screen)
    kind = forms.TypedChoiceField(
        label=_("What kind of letter is it?"),
        choices=list(labels.KINDS.items()),
        coerce=Kind,
        widget=Radios,
    )
    field = forms.ChoiceField(
        label=_("Field"), choices=[("", "–"), *labels.FIELDS.items()], required=False
    )
    note = _note()

    def prepare(self) -> None:
        """Begin with the kind that the sender chose."""
        self.initial["kind"] = self.petition.kind


class AcceptForm(StepForm):
    """Is it complex?"""

    service = staticmethod(services.accept)
    hard = forms.BooleanField(
        label=_("The case is complex (a written determination is on file)"),
        required=False,
    )
    note = _note()

    def prepare(self) -> None:
        """Only a complaint has a longer term for it."""
        if self.petition.kind != Kind.COMPLAINT:
            del self.fields["hard"]


class ReasonsForm(StepForm):
    """All reasons at once."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"),
        help_text=_("Tick all that hold, so that the person need not come twice."),
        choices=labels.reasons,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one reason.")},
    )


class GuideForm(ReasonsForm):
    """Where should the person turn?"""

    service = staticmethod(services.guide)
    reply = _reply(
        _("What should the person do, and where?"),
        _("Write what the person should do, and where."),
    )

    def prepare(self) -> None:
        """What is in order but not ours is guided without a reason."""
        self.fields["reasons"].required = False


class TransferForm(StepForm):
    """To whom?"""

    service = staticmethod(services.transfer)
    to_unit = forms.TypedChoiceField(
        label=_("Unit that works with this system"),
        coerce=int,
        required=False,
        empty_value=None,
    )
    to_name = forms.CharField(
        label=_("Or another body"), max_length=200, required=False
    )
    reply = _text(_("Message to the citizen"), required=False)

    def prepare(self) -> None:
        """Offer the units of this system."""
        none = ("", _("None of these"))
        units = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["to_unit"].choices = [none, *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Demand a body, in one of the two ways."""
        said = super().clean() or {}
        unit = self.units.get(said.get("to_unit") or 0)
        said["to_unit"] = unit
        if unit is not None:
            said["to_name"] = unit.name
        elif not said.get("to_name"):
            self.add_error("to_unit", _("Choose a unit, or write the body's name."))
        return said


class FileForm(ReasonsForm):
    """Why is nothing done?"""

    service = staticmethod(services.file)
    reply = _reply(
        _("Message to the citizen"),
        _("Write to the citizen why nothing is done and what is missing."),
    )


class AssignForm(StepForm):
    """Who looks into it?"""

    service = staticmethod(services.assign)
    unit = forms.TypedChoiceField(label=_("Unit that verifies"), coerce=int)
    note = _note()

    def prepare(self) -> None:
        """Offer the unit itself and those below it."""
        units = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return the unit itself for its number."""
        said = super().said()
        return said | {"unit": self.units[said["unit"]]}


class ConcludeForm(StepForm):
    """What was found?"""

    service = staticmethod(services.conclude)
    note = _text(
        _("What was found"),
        help_text=_("The citizen sees none."),
        error_messages={"required": _("Write down what was found.")},
    )


class AnswerForm(StepForm):
    """What is the answer?"""

    service = staticmethod(services.answer)
    reply = _reply(_("Answer"), _("Write the answer."))
    document = forms.CharField(
        label=_("Number of the written answer"),
        help_text=_("For example 15/UBND-VP"),
        max_length=60,
        required=False,
    )


class CloseForm(StepForm):
    """Nothing is left to do."""

    service = staticmethod(services.close)
    note = _note()


class WithdrawForm(StepForm):
    """The person took it back."""

    service = staticmethod(services.withdraw)
    note = _note()


class TerminateForm(StepForm):
    """Settlement ends by decision."""

    service = staticmethod(services.terminate)
    note = _note()


class RemindForm(StepForm):
    """Whom is the office waiting for?"""

    service = staticmethod(screening.remind)
    to_name = forms.CharField(label=_("Body or unit that is urged"), max_length=200)
    note = _note()

    def prepare(self) -> None:
        """Begin with whom it went to."""
        last = self.petition.steps.exclude(to_name="").order_by("-seq").first()
        self.initial["to_name"] = last.to_name if last else ""


class ReplyInForm(StepForm):
    """What did they answer?"""

    service = staticmethod(screening.note_reply)
    note = _note()


FORMS: Mapping[Step, type[StepForm]] = {
    Step.SCREEN: ScreenForm,
    Step.ACCEPT: AcceptForm,
    Step.GUIDE: GuideForm,
    Step.TRANSFER: TransferForm,
    Step.FILE: FileForm,
    Step.ASSIGN: AssignForm,
    Step.CONCLUDE: ConcludeForm,
    Step.ANSWER: AnswerForm,
    Step.CLOSE: CloseForm,
    Step.WITHDRAW: WithdrawForm,
    Step.TERMINATE: TerminateForm,
    Step.REMIND: RemindForm,
    Step.REPLY_IN: ReplyInForm,
}
