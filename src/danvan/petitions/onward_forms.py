"""The forms of what is sent past the citizen, and of an explanation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.petitions import labels, onward
from danvan.petitions.step_form import StepForm, document, note, reply, text


class ToBodyForm(StepForm):
    """To which body?"""

    to_name = forms.CharField(
        label=_("Body it goes to"),
        max_length=200,
        error_messages={"required": _("Write the body's name.")},
    )


class ToForwarderForm(ToBodyForm):
    """A step about the body that forwarded the letter."""

    def prepare(self) -> None:
        """Begin with the body that forwarded it."""
        self.initial["to_name"] = self.petition.forwarded_by


class ReturnForm(ToForwarderForm):
    """Why does it go back to whom?"""

    service = staticmethod(onward.give_back)
    reasons = forms.MultipleChoiceField(
        label=_("Conditions that are not met"),
        help_text=_("None where the letter only came to the wrong place."),
        choices=labels.reasons,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reply = reply(
        _("Message to the citizen"),
        _("Write to the citizen to whom the letter is returned, and why."),
    )


class DemandForm(ToBodyForm):
    """Who below is late?"""

    service = staticmethod(onward.demand)
    note = note()


class ExplainForm(StepForm):
    """What was settled, and when?"""

    service = staticmethod(onward.explain)
    reply = reply(
        _("What is explained to the person"),
        _("Write how and when the matter was settled."),
    )


class InformForm(ToForwarderForm):
    """What is the forwarder told?"""

    service = staticmethod(onward.inform)
    note = text(
        _("What came of it"), error_messages={"required": _("Write what came of it.")}
    )
    document = document(_("Number of the letter"), "31/UBND-VP")
