"""What is asked of people who sign in, and of the operator who lets them."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from danvan.accounts.labels import ROLES
from danvan.accounts.models import User
from danvan.accounts.rights import Role
from danvan.orgs.models import Unit
from danvan.ui.widgets import DateField

# Hashing takes long texts in, and time with them.
LONGEST_PASSWORD = 256


def _password(label: Any, complete: str, **options: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=widget,
        **options,
    )


class SignIn(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )
    password = _password(_("Password"), "current-password")


class Code(forms.Form):
    """The six digits of the app."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, shown by the app on your phone"),
        max_length=12,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "govuk-input--width-10",
            }
        ),
    )

    def clean_code(self) -> str:
        """Take the blanks out that people type between the digits."""
        code = "".join(self.cleaned_data["code"].split())
        if len(code) != 6 or not code.isascii() or not code.isdigit():
            raise ValidationError(_("Enter the six digits."))
        return code


class NewPassword(forms.Form):
    """The password of today and the one of tomorrow."""

    old = _password(_("Current password"), "current-password")
    new = _password(
        _("New password"),
        "new-password",
        help_text=_(
            "At least 12 characters. Several words of your own are best; "
            "digits and capitals are not required."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new(self) -> str:
        """Refuse short and well-known passwords."""
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new


class NewUser(forms.Form):
    """A new member of staff."""

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    label = forms.CharField(
        label=_("Post"),
        max_length=120,
        help_text=_("Shown in histories: a post, not a private name"),
    )
    password = _password(
        _("First password"), "new-password", help_text=_("At least 12 characters")
    )

    def clean_username(self) -> str:
        """Refuse a name that is taken."""
        name: str = self.cleaned_data["username"]
        if User.objects.named(name):
            raise ValidationError(_("This user name is taken."))
        return name

    def clean_label(self) -> str:
        """Keep what is seen of a post; one of which nothing is seen is none."""
        said: str = self.fields["label"].clean(
            User.objects.one_line(self.cleaned_data["label"])
        )
        return said

    def clean_password(self) -> str:
        """Refuse short and well-known passwords."""
        password: str = self.cleaned_data["password"]
        name = self.cleaned_data.get("username", "")
        validate_password(password, User(username=name))
        return password


class NewRole(forms.Form):
    """A role in one of the operator's units, from one day to another."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[("", ""), *((r.value, ROLES[r]) for r in Role)]
    )
    unit = forms.CharField(label=_("Code of the unit"), max_length=24)
    valid_from = DateField(label=_("First day"))
    valid_to = DateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units

    def clean_unit(self) -> Unit:
        """Find the unit."""
        unit = self.units.filter(code=self.cleaned_data["unit"].strip()).first()
        if unit is None:
            raise ValidationError(_("You look after no unit with this code."))
        return unit

    def clean(self) -> dict[str, Any]:
        """Hold the two days in order."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day is before the first."))
        return data
