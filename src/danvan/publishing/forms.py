"""What is asked when an edition is prepared, corrected, announced or sourced."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from danvan.indicators import labels as words
from danvan.indicators.models import Period
from danvan.publishing import labels


class PrepareForm(forms.Form):
    """Of which period an edition is made, and what it is called."""

    period = forms.ChoiceField(
        label=_("Period"),
        error_messages={"required": _("Choose a period.")},
    )
    title = forms.CharField(
        label=_("Title, as the public reads it"),
        max_length=200,
        error_messages={"required": _("Write a title.")},
    )

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {row.key: row for row in periods}
        named = [(row.key, words.period_name(row.known)) for row in periods]
        days = {
            row.key: f"{row.start:%d/%m/%Y} – {row.end:%d/%m/%Y}" for row in periods
        }
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (key, f"{name} ({days[key]})") for key, name in named
        ]


class ReasonForm(forms.Form):
    """Why an edition is corrected; the public reads it."""

    reason = forms.CharField(
        label=_("Why is it corrected? The public reads this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why it is corrected.")},
    )


class NewsForm(forms.Form):
    """A few words about an edition."""

    title = forms.CharField(
        label=_("Headline"),
        max_length=200,
        error_messages={"required": _("Write a headline.")},
    )
    text = forms.CharField(
        label=_("What the figures show, in a few sentences"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what the figures show.")},
    )


class SourceForm(forms.Form):
    """What the public may know of a report, and whether it was published."""

    number = forms.CharField(
        label=_("Number of the report"), max_length=60, required=False
    )
    day = forms.DateField(
        label=_("Date of the report"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        help_text=_("For example 27/3/2026"),
        error_messages={"invalid": _("Write a day such as 27/3/2026.")},
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=160, required=False)
    published = forms.BooleanField(
        label=_("Its issuer has published this report, and I have seen it"),
        required=False,
        help_text=_("Its sentences are then shown beside its figures."),
    )
    where = forms.CharField(
        label=_("Where it was published"),
        max_length=300,
        required=False,
        help_text=_("An address on the web, or the newspaper and its day."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a mark without a place where everybody can see it."""
        said = super().clean() or {}
        if said.get("published") and not said.get("where", "").strip():
            self.add_error("where", _("Write where it was published."))
        return said


class JudgeForm(forms.Form):
    """Whether a comment is shown; if not, by which written rule."""

    verdict = forms.ChoiceField(
        choices=[("show", _("Show it")), ("refuse", _("Refuse it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it is shown.")},
    )
    rule = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = [("", "–"), *labels.RULES.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a refusal without a rule."""
        said = super().clean() or {}
        if said.get("verdict") == "refuse" and not said.get("rule"):
            self.add_error("rule", _("Choose the rule by which it is refused."))
        return said
