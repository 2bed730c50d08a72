"""The forms of the steps from the verification to the decision."""

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from danvan.core.casework import complexity, courses
from danvan.core.casework.courses import Need, Step
from danvan.petitions import labels, settling
from danvan.petitions.step_form import StepForm, document, note, reply, text
from danvan.ui.widgets import DateField, Radios


class CasesForm(StepForm):
    """A step for which the law names the cases; the form lists them with their article."""

    many = False

    def prepare(self) -> None:
        """Offer the cases of this course on this day."""
        name = "reasons" if self.many else "ground"
        found = labels.cases(self.petition, self.verb, timezone.localdate())
        if found:
            self.fields[name].choices = found  # type: ignore[attr-defined]
        else:
            del self.fields[name]


class RefuseForm(CasesForm):
    """Why is it not accepted?"""

    many = True
    service = staticmethod(settling.refuse)
    reasons = forms.MultipleChoiceField(
        label=_("Cases of article 11 of the law on complaints"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one reason.")},
    )
    reply = reply(
        _("Message to the citizen"), _("Write to the citizen why it is not accepted.")
    )


class DetermineForm(StepForm):
    """Which of the seven criteria hold?"""

    service = staticmethod(settling.determine)
    criteria = forms.MultipleChoiceField(
        label=_("Criteria that hold"),
        help_text=_(
            "The determination is in writing and stays in the file. From today the "
            "longer term of the law counts; the person is told by a notice."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick the criteria that hold.")},
    )
    document = document(_("Number of the determination"), "12/XĐ-UBND")
    note = note()

    def prepare(self) -> None:
        """Offer the criteria of the decree by their letters."""
        language = "en" if get_language() == "en" else "vi"
        self.fields["criteria"].choices = [  # type: ignore[attr-defined]
            (c.value, f"{c}) {said[language]}")
            for c, said in complexity.labels().items()
        ]


class VerifyForm(StepForm):
    """What was verified?"""

    service = staticmethod(settling.verify)
    note = text(
        _("What was verified"),
        help_text=_("The citizen sees none."),
        error_messages={"required": _("Write down what was verified.")},
    )
    document = document(_("Number of the report"), "20/BC-TXM")


class InviteForm(StepForm):
    """When and where is the dialogue?"""

    service = staticmethod(settling.invite)
    planned_on = DateField(
        label=_("Day of the dialogue"),
        help_text=_("The invitation is sent at least five days before."),
        error_messages={"required": _("Enter the day of the dialogue.")},
    )
    place = forms.CharField(
        label=_("Place"),
        max_length=300,
        error_messages={"required": _("Write where the dialogue is held.")},
    )
    letter = document(_("Number of the invitation"), "31/GM-UBND")
    reason = forms.CharField(
        label=_("Why another day?"),
        max_length=300,
        error_messages={"required": _("Write why the day is another.")},
    )

    def prepare(self) -> None:
        """Ask why only where somebody was invited already."""
        if self.petition.state != courses.State.INVITED:
            del self.fields["reason"]


class DialogueForm(StepForm):
    """Who was there, and what was said?"""

    service = staticmethod(settling.dialogue)
    held_on = DateField(
        label=_("Held on"), error_messages={"required": _("Enter the day.")}
    )
    why = forms.CharField(
        label=_("Why another day than the invitation names?"),
        help_text=_("Only if the two days differ."),
        max_length=300,
        required=False,
    )
    present = text(
        _("Present"),
        help_text=_("Who led it, who took part."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write who was present.")},
    )
    excused = text(
        _("Absent with a good reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    absent = text(
        _("Absent without a reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    minutes = text(_("Minutes"), error_messages={"required": _("Write the minutes.")})


class ConcludeForm(StepForm):
    """What was found?"""

    service = staticmethod(settling.conclude)
    result = forms.ChoiceField(
        label=_("Result"),
        widget=Radios,
        error_messages={"required": _("Choose the result.")},
    )
    text = text(
        _("What was found"),
        help_text=_("The citizen sees none."),
        error_messages={"required": _("Write down what was found.")},
    )
    document = document(_("Number of the decision or report"), "118/QĐ-UBND")
    agreed = forms.BooleanField(
        label=_(
            "What is asked and what was found do not differ, so no dialogue is needed"
        ),
        error_messages={
            "required": _("Where they differ, a dialogue comes before the decision.")
        },
    )

    def prepare(self) -> None:
        """Offer what a conclusion of this course can say."""
        course = courses.course_of(
            courses.Kind(self.petition.kind), self.petition.instance
        )
        self.fields["result"].choices = [  # type: ignore[attr-defined]
            (found.value, labels.outcome(found)) for found in courses.outcomes(course)
        ]
        if Need.NO_DIFFERENCE not in labels.needs(self.petition, Step.CONCLUDE):
            del self.fields["agreed"]
        if left := settling.remedy_of(self.petition, timezone.localdate()):
            language = "en" if get_language() == "en" else "vi"
            self.fields["document"].help_text = _("The decision prints: %(words)s") % {
                "words": left.words[language]
            }


class SuspendForm(CasesForm):
    """Why does the clock stop?"""

    service = staticmethod(settling.suspend)
    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=Radios,
        error_messages={"required": _("Choose the ground.")},
    )
    document = document(_("Number of the decision"), "118/QĐ-UBND")
    note = note()


class ResumeForm(StepForm):
    """The clock runs again."""

    service = staticmethod(settling.resume)
    document = document(_("Number of the decision"), "118/QĐ-UBND")
    note = note()


class TerminateForm(CasesForm):
    """Why does the settlement end?"""

    service = staticmethod(settling.terminate)
    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=Radios,
        error_messages={"required": _("Choose the ground.")},
    )
    document = document(_("Number of the decision"), "118/QĐ-UBND")
    reply = text(_("Message to the citizen"), required=False)
    note = note()


class NotifyForm(StepForm):
    """The decision was sent."""

    service = staticmethod(settling.notify)
    document = document(_("Number of the decision"), "118/QĐ-UBND")
    note = note()
