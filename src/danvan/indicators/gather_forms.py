"""What is gathered, and the files that came; what was looked at, sealed for the way."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from danvan.files import uploads
from danvan.files.verdict import Refused
from danvan.indicators.gather_services import Figure
from danvan.indicators.gathering import Upload

MOST: Final = 200  # files at once: a province has at most 168 communes
_HOURS: Final = 4 * 60 * 60
_LONGEST: Final = 4_000_000  # characters of what was looked at


class Several(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several Excel files; each is looked at on its own later."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files in the order they came; raises ValidationError."""
        several = data if isinstance(data, list | tuple) else [data] if data else []
        if not several:
            raise forms.ValidationError(_("Choose the Excel files."), code="required")
        if len(several) > MOST:
            raise forms.ValidationError(
                _("At most %(n)s files at once. Send them in parts.") % {"n": MOST},
                code="too_many",
            )
        return list(several)


class GatherForm(forms.Form):
    """The files of the units."""

    sheets = FilesField(
        label=_("Excel files of the units"),
        help_text=_(
            "Choose all files at once, at most 200. Each is recognised by the unit it "
            "names inside, however it is called. None of them is kept."
        ),
    )

    def sent(self) -> list[Upload]:
        """Return the files of a valid form with their bytes, or why there are none."""
        return [_upload(one) for one in self.cleaned_data["sheets"]]


def _upload(one: UploadedFile) -> Upload:
    name = (one.name or "")[:120]
    try:
        return Upload(name, uploads.read(one))
    except Refused as refused:
        return Upload(name, b"", refused.message)


class TakeForm(forms.Form):
    """What was looked at and is to be taken in; the reason, where it corrects."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=_LONGEST)
    reason = forms.CharField(
        label=_("Why earlier figures are corrected"),
        help_text=_(
            "Only needed where a unit’s file says something else than the file that "
            "was taken in before, for example: the unit sent a corrected file."
        ),
        required=False,
        max_length=300,
    )


class Stale(ValueError):
    """What was looked at is not known any more, or was not made here."""


def seal(
    user: str, place: str, figures: Sequence[Figure], faults: Sequence[Sequence[str]]
) -> str:
    """Return what was looked at as a text that only this house can have written.

    ``place`` says of which place, sheet and period it is. The files themselves are
    forgotten, so nobody has to send them twice.
    """
    rows = [
        [f.unit, f.code, str(f.amount), int(f.nothing), dict(f.evidence)]
        for f in figures
    ]
    return signing.dumps(
        {"place": place, "rows": rows, "faults": [list(fault) for fault in faults]},
        salt=_salt(user),
        compress=True,
    )


def unseal(
    user: str, place: str, sealed: str
) -> tuple[list[Figure], list[Sequence[str]]]:
    """Return what `seal` was given; raises Stale."""
    try:
        said: Mapping[str, Any] = signing.loads(
            sealed, salt=_salt(user), max_age=_HOURS
        )
    except signing.BadSignature:
        raise Stale from None
    if said["place"] != place:
        raise Stale
    rows = [
        Figure(unit, code, Decimal(amount), bool(nothing), evidence)
        for unit, code, amount, nothing, evidence in said["rows"]
    ]
    return rows, said["faults"]


def _salt(user: str) -> str:
    return f"danvan.indicators.gather:{user}"
