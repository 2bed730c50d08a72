"""One form for each step; each knows the one service it calls."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.core.casework.workflow import Kind, Step
from danvan.petitions import ending_forms as ending
from danvan.petitions import labels, screening, services
from danvan.petitions import onward_forms as onward
from danvan.petitions import settling_forms as settling
from danvan.petitions.step_form import StepForm as StepForm
from danvan.petitions.step_form import note, reply, text
from danvan.ui.widgets import Radios


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
    note = note()

    def prepare(self) -> None:
        """Begin with the kind that the sender chose."""
        self.initial["kind"] = self.petition.kind


class AcceptForm(StepForm):
    """It is settled here."""

    service = staticmethod(services.accept)
    note = note()


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
    reply = reply(
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
    reply = text(_("Message to the citizen"), required=False)

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
    reply = reply(
        _("Message to the citizen"),
        _("Write to the citizen why nothing is done and what is missing."),
    )


class AssignForm(StepForm):
    """Who looks into it?"""

    service = staticmethod(services.assign)
    unit = forms.TypedChoiceField(label=_("Unit that verifies"), coerce=int)
    note = note()

    def prepare(self) -> None:
        """Offer the unit itself and those below it."""
        units = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return the unit itself for its number."""
        said = super().said()
        return said | {"unit": self.units[said["unit"]]}


class AnswerForm(StepForm):
    """What is the answer?"""

    service = staticmethod(services.answer)
    reply = reply(_("Answer"), _("Write the answer."))
    document = forms.CharField(
        label=_("Number of the written answer"),
        help_text=_("For example 15/UBND-VP"),
        max_length=60,
        required=False,
    )


class CloseForm(StepForm):
    """Nothing is left to do."""

    service = staticmethod(services.close)
    note = note()


class RemindForm(StepForm):
    """Whom is the office waiting for?"""

    service = staticmethod(screening.remind)
    to_name = forms.CharField(label=_("Body or unit that is urged"), max_length=200)
    note = note()

    def prepare(self) -> None:
        """Begin with whom it went to."""
        last = self.petition.steps.exclude(to_name="").order_by("-seq").first()
        self.initial["to_name"] = last.to_name if last else ""


class ReplyInForm(StepForm):
    """What did they answer?"""

    service = staticmethod(screening.note_reply)
    note = note()


FORMS: Mapping[Step, type[StepForm]] = {
    Step.SCREEN: ScreenForm,
    Step.ACCEPT: AcceptForm,
    Step.REFUSE: settling.RefuseForm,
    Step.GUIDE: GuideForm,
    Step.EXPLAIN: onward.ExplainForm,
    Step.RETURN: onward.ReturnForm,
    Step.DEMAND: onward.DemandForm,
    Step.INFORM: onward.InformForm,
    Step.TRANSFER: TransferForm,
    Step.FILE: FileForm,
    Step.ASSIGN: AssignForm,
    Step.DETERMINE: settling.DetermineForm,
    Step.VERIFY: settling.VerifyForm,
    Step.INVITE: settling.InviteForm,
    Step.DIALOGUE: settling.DialogueForm,
    Step.CONCLUDE: settling.ConcludeForm,
    Step.ANSWER: AnswerForm,
    Step.EXECUTE: ending.ExecuteForm,
    Step.RECORD: ending.RecordForm,
    Step.RESOLVE: ending.ResolveForm,
    Step.CLOSE: CloseForm,
    Step.REMIND: RemindForm,
    Step.REPLY_IN: ReplyInForm,
    Step.PUBLISH: ending.PublishForm,
    Step.APPEAL: ending.AppealForm,
    Step.SUE: ending.SueForm,
    Step.RATE: ending.RateForm,
    Step.SUSPEND: settling.SuspendForm,
    Step.RESUME: settling.ResumeForm,
    Step.NOTIFY: settling.NotifyForm,
    Step.DROP_PART: ending.DropPartForm,
    Step.WITHDRAW: ending.WithdrawForm,
    Step.TERMINATE: settling.TerminateForm,
    Step.ASK_REOPEN: ending.AskReopenForm,
    Step.REOPEN: ending.ReopenForm,
    Step.DENY_REOPEN: ending.DenyReopenForm,
}
