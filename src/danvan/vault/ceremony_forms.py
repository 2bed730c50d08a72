"""What is asked when a key changes hands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from danvan.accounts.models import User
from danvan.vault import passphrases, shares
from danvan.vault.forms import Holders, passphrase_field


class ChangePassphrase(forms.Form):
    """The passphrase as it is, and the new one twice."""

    old = passphrase_field(_("The passphrase as it is"), "off")
    new = passphrase_field(
        _("New passphrase"), "new-password", min_length=passphrases.SHORTEST
    )
    again = passphrase_field(_("The new passphrase once more"), "new-password")

    def clean(self) -> dict[str, Any]:
        """Hold the two against each other."""
        given = super().clean() or {}
        if given.get("new") != given.get("again"):
            self.add_error("again", _("The two are not the same."))
        return given


class AddHolder(forms.Form):
    """Who shall hold the unit's key too."""

    user = forms.ModelChoiceField(
        label=_("New holder"),
        queryset=User.objects.none(),
        help_text=_(
            "Key holders of this unit who have made a key of their own and do not hold the unit's yet."
        ),
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]


class RemoveHolder(forms.Form):
    """That one knows what it does, and who comes instead."""

    replacements = forms.ModelMultipleChoiceField(
        label=_("Who holds the key instead"),
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Needed where fewer than two holders would be left."),
    )
    sure = forms.BooleanField(label=_("I know that this cannot be undone"))

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            self.fields["replacements"].queryset = people  # type: ignore[attr-defined]
        else:
            del self.fields["replacements"]


class Recover(Holders):
    """Two shares, each typed by the office that keeps it, and the new holders.

    What was typed is never sent back to the browser, not even with an error.
    """

    share_1 = forms.CharField(label=_("Words of the first office's share"))
    share_2 = forms.CharField(label=_("Words of the second office's share"))
    field_order = ("share_1", "share_2", "holders")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("share_1", "share_2"):
            self.fields[name].max_length = 1000  # type: ignore[attr-defined]
            self.fields[name].widget = Unshown(
                attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}
            )
            self.fields[name].help_text = str(
                _("33 words, with a space between. They are not stored.")
            )

    def clean_share_1(self) -> str:
        """Tell a slip of the pen before anything is tried."""
        return _share(self.cleaned_data["share_1"])

    def clean_share_2(self) -> str:
        """Tell a slip of the pen before anything is tried."""
        return _share(self.cleaned_data["share_2"])

    def words(self) -> list[str]:
        """Return the two shares."""
        return [self.cleaned_data["share_1"], self.cleaned_data["share_2"]]


class Unshown(forms.Textarea):
    """A text that is sent but never shown again."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Leave the text out."""
        return super().get_context(name, None, attrs)


def _share(text: str) -> str:
    if not shares.is_share(text):
        raise ValidationError(
            _("These words are no share. Look for a slip of the pen.")
        )
    return text
