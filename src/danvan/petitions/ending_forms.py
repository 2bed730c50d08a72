"""The forms of the steps by which a petition ends, or begins again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.petitions import ending, labels
from danvan.petitions.step_form import StepForm, note, reply, text
from danvan.ui.widgets import Radios


class ExecuteForm(StepForm):
    """Who executes the decision?"""

    service = staticmethod(ending.execute)
    unit = forms.TypedChoiceField(label=_("Unit that executes"), coerce=int)
    note = note()

    def prepare(self) -> None:
        """Offer the unit itself and those below it."""
        units = [(pk, unit.name) for pk, unit in self.units.items()]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """Return the unit itself for its number."""
        said = super().said()
        return said | {"unit": self.units[said["unit"]]}


class RecordForm(StepForm):
    """What was executed?"""

    service = staticmethod(ending.record)
    note = text(
        _("What was executed"),
        help_text=_("Amounts go into the list of what is to be executed."),
        error_messages={"required": _("Write what was executed.")},
    )


class ResolveForm(StepForm):
    """Everything is done."""

    service = staticmethod(ending.resolve)
    note = note()


class PublishForm(StepForm):
    """Where was it made public?"""

    service = staticmethod(ending.publish)
    note = text(
        _("Where and how it was made public"),
        error_messages={"required": _("Write where it was made public.")},
    )


class SueForm(StepForm):
    """The person went to court."""

    service = staticmethod(ending.sue)
    note = text(
        _("Court, and since when"),
        error_messages={"required": _("Write which court.")},
    )


class AppealForm(StepForm):
    """It goes to the second instance."""

    service = staticmethod(ending.appeal)
    note = note()


class RateForm(StepForm):
    """How does the person take it?"""

    service = staticmethod(ending.rate)
    answer = forms.ChoiceField(
        label=_("How does the person take the result?"),
        choices=list(labels.CONTENT.items()),
        widget=Radios,
        error_messages={"required": _("Choose what the person said.")},
    )
    comment = forms.CharField(
        label=_("What the person said"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        required=False,
    )


class SignedForm(StepForm):
    """Somebody took a letter back, by a paper that bears a signature."""

    signed = forms.BooleanField(
        label=_("The withdrawal is signed or fingerprinted by the person"),
        error_messages={"required": _("A withdrawal must be signed.")},
    )
    note = note()


class WithdrawForm(SignedForm):
    """The person took it back."""

    service = staticmethod(ending.withdraw)


class DropPartForm(SignedForm):
    """The person took a part back."""

    service = staticmethod(ending.drop_part)
    note = text(
        _("Which part is taken back"),
        error_messages={"required": _("Write which part is taken back.")},
    )


class AskReopenForm(StepForm):
    """Why should it be opened again?"""

    service = staticmethod(ending.ask_reopen)
    note = text(
        _("What the person gives as reason"),
        error_messages={"required": _("Write what the person says.")},
    )


class ReopenForm(StepForm):
    """Why is it opened again?"""

    service = staticmethod(ending.reopen)
    note = text(
        _("Why it is opened again"),
        error_messages={"required": _("Write why it is opened again.")},
    )


class DenyReopenForm(StepForm):
    """Why is it not opened again?"""

    service = staticmethod(ending.deny_reopen)
    reply = reply(
        _("Message to the citizen"),
        _("Write to the citizen why it is not opened again."),
    )
