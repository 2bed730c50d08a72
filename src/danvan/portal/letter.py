"""A sealed letter while it is being written: all of it is in the page itself.

Nothing is kept between two presses: no saved form, no session, no cookie. What
was typed travels in the form's own fields.
"""

import datetime
import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from danvan.files import gate, uploads
from danvan.files.verdict import FILES, Refused
from danvan.petitions import public
from danvan.petitions.public import LIMITS
from danvan.portal.forms import ENOUGH_WORDS, ManyFiles, SendForm
from danvan.vault.public import Accused, Denunciation, Upload

ROWS, MOST_ROWS = 3, 10
_SALT = "letter"
_TOLD = ("what", "when_where", "evidence", "request")
_PERSON = ("name", "address", "phone", "id_number")


class _Plain(forms.Form):
    """Texts come in one form of writing; the browser keeps none of them."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        return {
            name: unicodedata.normalize("NFC", value)
            if isinstance(value, str)
            else value
            for name, value in given.items()
        }


def _line(label: Any, most: int, **kwargs: Any) -> forms.CharField:
    attrs = {"autocomplete": "off", "spellcheck": "false"}
    widget = forms.TextInput(attrs=attrs | kwargs.pop("attrs", {}))
    return forms.CharField(
        label=label, max_length=most, required=False, widget=widget, **kwargs
    )


def _text(label: Any, name: str, rows: int, **kwargs: Any) -> forms.CharField:
    attrs = {"rows": rows, "autocomplete": "off", "spellcheck": "false"}
    return forms.CharField(
        label=label, max_length=LIMITS[name], widget=forms.Textarea(attrs), **kwargs
    )


class AccusedForm(_Plain):
    """One person the letter is about."""

    name = _line(_("Full name"), LIMITS["name"])
    post = _line(_("Post or rank"), LIMITS["name"])
    workplace = _line(_("Where does he or she work?"), LIMITS["address"])


class LetterForm(_Plain):
    """What the law wants of the letter (Law 25/2018, article 23)."""

    what = _text(
        _("What did they do?"),
        "what",
        8,
        help_text=_(
            "Tell what you know yourself and what you heard from others. Leave out "
            "what only you can know, if you do not want to be recognised."
        ),
        error_messages={"required": _("Tell what was done.")},
    )
    when_where = _text(_("When and where?"), "request", 3, required=False)
    evidence = _text(
        _("Papers, pictures, witnesses"),
        "request",
        3,
        required=False,
        help_text=_("Say what there is. Files are added on the next page."),
    )
    request = _text(_("What do you ask for?"), "request", 3, required=False)
    province = forms.ChoiceField(label=_("Province or city"))
    unit_code = forms.ChoiceField(
        label=_("Commune, ward or special zone"),
        error_messages={
            "required": _("Choose the commune or ward."),
            "invalid_choice": _("Choose a commune or ward of this province."),
        },
    )
    name = _line(_("Your full name"), LIMITS["name"])
    address = _line(_("Your address"), LIMITS["address"])
    phone = _line(
        _("Your telephone"),
        LIMITS["phone"],
        attrs={"inputmode": "tel"},
        help_text=_("Only if you may be called there without danger."),
    )
    id_number = _line(
        _("Number of your identity card"), 20, attrs={"inputmode": "numeric"}
    )
    withhold = forms.BooleanField(
        label=_("Keep secret who I am"), required=False, initial=True
    )

    def __init__(self, *args: Any, province: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = [(p.code, p.name) for p in public.units_for_place(None)]
        communes = [(c.code, c.name) for c in public.units_for_place(province)]
        whole = [(province, _("A matter of the whole province"))]
        self.fields["province"].choices = provinces  # type: ignore[attr-defined]
        self.fields["province"].initial = province
        self.fields["unit_code"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose …")),
            *communes,
            *whole,
        ]

    def clean_what(self) -> str:
        """Ask for a sentence rather than a word."""
        what: str = self.cleaned_data["what"]
        if len(re.findall(r"\w+", what)) < ENOUGH_WORDS:
            raise forms.ValidationError(
                _("Tell us a little more, so that the office understands.")
            )
        return what


class SendLetterForm(SendForm):
    """The files, on the last page: they cannot travel in hidden fields."""

    identity_files = forms.Field(
        label=_("Papers and photos that may show who you are"),
        required=False,
        widget=ManyFiles(),
        help_text=_(
            "Handwriting, photos you took, your name in a file. They are kept apart, "
            "with your name. If in doubt, put them here."
        ),
    )
    story_files = forms.Field(
        label=_("Papers that do not show who you are"),
        required=False,
        widget=ManyFiles(),
        help_text=_(
            "Those who verify the matter see a cleaned copy: no place, no camera, no "
            "author, no file name."
        ),
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """The forms of one press, bound to what was sent or filled with it."""

    form: LetterForm
    people: list[AccusedForm]
    key: uuid.UUID
    started: str

    def is_valid(self) -> bool:
        """Say whether all is in order; errors stand in the forms then."""
        fine = all([self.form.is_valid(), *(p.is_valid() for p in self.people)])
        if fine and not self.accused():
            self.people[0].add_error("name", _("Name at least one person or post."))
            return False
        return fine

    def accused(self) -> tuple[Accused, ...]:
        """Return the people of the rows that are filled in."""
        rows = [person.cleaned_data for person in self.people]
        return tuple(
            Accused(row["name"], row["post"], "", row["workplace"])
            for row in rows
            if any(row.values())
        )

    def denunciation(
        self, identity: Iterable[Upload] = (), story: Iterable[Upload] = ()
    ) -> Denunciation:
        """Put the answers together."""
        said = self.form.cleaned_data
        own = [*_TOLD, *_PERSON]
        return Denunciation(
            accused=self.accused(),
            **{name: said[name] for name in own},
            keep_secret=said["withhold"],
            story_files=tuple(story),
            identity_files=tuple(identity),
        )

    def told(self) -> list[tuple[str, str]]:
        """List label and text of what is told, then of who tells it."""
        said, fields = self.form.cleaned_data, self.form.fields
        told = [(str(fields[name].label), said[name]) for name in _TOLD if said[name]]
        person = [
            (str(fields[name].label), said[name] or str(_("Not given")))
            for name in _PERSON
        ]
        secret = str(_("Yes") if said["withhold"] else _("No"))
        return [*told, *person, (str(fields["withhold"].label), secret)]

    def carried(self) -> list[tuple[str, str]]:
        """Return name and value of every field, to be sent again unseen."""
        pairs = [
            (form.add_prefix(name), _typed(form, name))
            for form in (self.form, *self.people)
            for name in form.fields
        ]
        hidden = [("key", str(self.key)), ("started", self.started)]
        hidden.append(("rows", str(len(self.people))))
        return [(name, value) for name, value in (*pairs, *hidden) if value]


def empty(now: datetime.datetime) -> Letter:
    """Return an empty letter with a key of its own."""
    people = [AccusedForm(prefix=f"accused-{n}") for n in range(ROWS)]
    form = LetterForm(province=settings.HOME_PROVINCE)
    started = signing.dumps(now.timestamp(), salt=_SALT)
    return Letter(form, people, uuid.uuid4(), started)


def posted(request: HttpRequest) -> dict[str, str]:
    """Return what was sent, without the signs that no page and no store takes."""
    return {
        name: "".join(c for c in value if c != "\0" and not "\ud800" <= c <= "\udfff")
        for name, value in request.POST.items()
        if isinstance(value, str)
    }


def sent(data: Mapping[str, Any]) -> Letter:
    """Return the letter as it was sent, to be checked."""
    people = [AccusedForm(data, prefix=f"accused-{n}") for n in range(_rows(data))]
    form = LetterForm(data, province=_province(data))
    return Letter(form, people, _key(data), str(data.get("started", "")))


def unfinished(data: Mapping[str, Any], more: int = 0) -> Letter:
    """Return the letter as it was sent, to be gone on with: nothing is judged yet."""
    rows = min(_rows(data) + more, MOST_ROWS)
    people = [
        AccusedForm(
            prefix=f"accused-{n}",
            initial={
                name: data.get(f"accused-{n}-{name}", "")
                for name in AccusedForm.base_fields
            },
        )
        for n in range(rows)
    ]
    known = {name: data.get(name, "") for name in LetterForm.base_fields}
    known["withhold"] = "withhold" in data
    form = LetterForm(initial=known, province=_province(data))
    return Letter(form, people, _key(data), str(data.get("started", "")))


def begun(letter: Letter) -> datetime.datetime | None:
    """Say when the empty page was given out; None when that cannot be told."""
    try:
        seconds = signing.loads(letter.started, salt=_SALT)
    except signing.BadSignature:
        return None
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC)


def taken(form: SendLetterForm, files: Any) -> dict[str, list[Upload]] | None:
    """Return the files by field; None, with errors in the form, when one is refused.

    They stay in memory: the gate looks at the bytes, nothing is written.
    """
    found: dict[str, list[Upload]] = {"identity": [], "story": []}
    if sum(len(files.getlist(f"{kind}_files")) for kind in found) > FILES:
        form.add_error("identity_files", str(Refused("too_many")))
    for kind, kept in found.items():
        for upload in files.getlist(f"{kind}_files"):
            try:
                kept.append(_admitted(upload))
            except Refused as refused:
                name = upload.name or "?"
                form.add_error(f"{kind}_files", f"{name}: {refused.message}")
    return None if form.errors else found


def _admitted(upload: UploadedFile) -> Upload:
    name, data = upload.name or "?", uploads.read(upload)
    gate.inspect(data, name)
    return Upload(name, data)


def _typed(form: forms.Form, name: str) -> str:
    if name == "withhold":
        on = form.data.get(name) if form.is_bound else form.initial.get(name)
        return "on" if on else ""
    value = form[name].value()
    return "" if value is None else str(value)


def _rows(data: Mapping[str, Any]) -> int:
    asked = str(data.get("rows", ""))
    count = int(asked) if re.fullmatch(r"[0-9]{1,2}", asked) else ROWS
    return min(max(count, 1), MOST_ROWS)


def _key(data: Mapping[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(str(data.get("key", "")))
    except ValueError:
        return uuid.uuid4()


def _province(data: Mapping[str, Any]) -> str:
    asked = str(data.get("province", ""))
    known = {place.code for place in public.units_for_place(None)}
    return asked if asked in known else settings.HOME_PROVINCE


def labels() -> dict[str, forms.Field]:
    """Return every field by the name it has in the page."""
    fields = dict(LetterForm.base_fields)
    for number in range(MOST_ROWS):
        for name, field in AccusedForm.base_fields.items():
            fields[f"accused-{number}-{name}"] = field
    return fields
