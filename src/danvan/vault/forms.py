"""What is asked of officers about keys."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from danvan.accounts.models import User
from danvan.vault import passphrases, providers
from danvan.vault.errors import DoesNotOpen

# Argon2id takes long texts in, and time with them.
LONGEST = 256


def passphrase_field(label: Any, complete: str, **options: Any) -> forms.CharField:
    """Return a field for a passphrase; never sent back to the browser."""
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(
        label=label, strip=False, max_length=LONGEST, widget=widget, **options
    )


class Enrol(forms.Form):
    """A passphrase, twice."""

    passphrase = passphrase_field(
        _("Passphrase"),
        "new-password",
        min_length=passphrases.SHORTEST,
        help_text=_(
            "At least 12 characters, and not your password. Nobody can tell it to you again."
        ),
    )
    again = passphrase_field(_("The passphrase once more"), "new-password")
    sure = forms.BooleanField(
        label=_("I know that my former key opens nothing any more")
    )

    def __init__(self, *args: Any, renews: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not renews:
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        """Hold the two against each other."""
        given = super().clean() or {}
        if given.get("passphrase") != given.get("again"):
            self.add_error("again", _("The two are not the same."))
        return given


class Unlock(forms.Form):
    """The passphrase."""

    passphrase = passphrase_field(_("Passphrase"), "off")


class Holders(forms.Form):
    """Who holds the unit's key: all whom the decision names."""

    holders = forms.ModelMultipleChoiceField(
        label=_("Key holders"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At least two. Whoever is not marked loses the key at once."),
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holders"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - for the type checker: it was made so above # nosec B101
        field.queryset = people


class Recovery(forms.Form):
    """The public part of a ceremony, and which offices have the shares."""

    public = forms.CharField(
        label=_("Public key"),
        help_text=_("As the ceremony printed it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    office_1 = forms.CharField(label=_("Office with share 1"), max_length=200)
    office_2 = forms.CharField(label=_("Office with share 2"), max_length=200)
    office_3 = forms.CharField(label=_("Office with share 3"), max_length=200)

    def clean_public(self) -> bytes:
        """Read the key, and wrap something to it: a broken one must not be kept."""
        try:
            text = "".join(self.cleaned_data["public"].split())
            public = base64.b64decode(text, validate=True)
            providers.wrap(b"probe", public, b"probe")
        except (binascii.Error, ValueError, DoesNotOpen):
            raise ValidationError(_("This is not a public key.")) from None
        return public

    def offices(self) -> list[str]:
        """Return the three offices in the order of their shares."""
        return [self.cleaned_data[f"office_{n}"] for n in (1, 2, 3)]
