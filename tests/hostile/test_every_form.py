"""Every form there is, taken from the pages themselves, meets many hostile values."""

from functools import partial
from urllib.parse import urljoin

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.addresses import SITES, addresses
from tests.access.walk import bring
from tests.hostile.asking import MAY_KEEP, encoded, faults
from tests.hostile.fields import BARE, FIELDS, UPLOADS, step
from tests.hostile.pages import Form, forms
from tests.hostile.test_registers import FILES
from tests.hostile.values import MANY, VALUES, many, turn

# The short form leaves out the fixed list, which test_forms has.
SENT = many(MANY) if MANY else many(len(VALUES) + 4)[len(VALUES) :]


def rooms(site):
    return sorted({_room(address) for address in addresses(site)})


def _room(address):
    return address.name.split(" ", 1)[1].split("/")[1]


# Without the further questions that are asked of some of them.
ROUTES = {
    site: {a.name for a in addresses(site) if "(" not in a.name} for site in SITES
}
ROOMS = [(site, room) for site in SITES for room in rooms(site)]


_SEEN = {}


def known_forms(ask, site, own):
    """Return the forms that the pages of a process hold, by where they are sent.

    Read once for a world: no value changes them.
    """
    world = site, own["petition"]["pk"]
    if world not in _SEEN:
        _SEEN[world] = _forms_of_pages(ask, site, own)
    return _SEEN[world]


def _forms_of_pages(ask, site, own):
    found = {}
    for address in addresses(site):
        path = address.fill(own)
        page, _half = ask("GET", path)
        if page.streaming or not page.get("Content-Type", "").startswith("text/html"):
            continue
        for form in forms(page.content.decode("utf-8", "replace")):
            if form.method == "post":
                sent_to = urljoin(path, form.action).partition("?")[0]
                found.setdefault(sent_to, []).append(form)
    return found


def takes_forms(ask, address, own):
    """Say whether an address takes what is sent to it at all."""
    answer, _half = ask("POST", address.fill(own))
    return answer.status_code != 405


def untouched(address, own, there):
    """Return what the forms of an address send when nobody touches them."""
    said = {}
    for form in there:
        said |= form.said
    said |= FIELDS.get(address.name, {})
    if address.state:
        said |= step(_verb(address), own["petition"]["version"])
    return said | {k: str(v) for k, v in address.body(own).items()}


def _verb(address):
    return address.name.rstrip("/").rpartition("/")[2]


def _brought(address, own):
    """Return what brings the petition to where a step's form is taken."""
    return (
        partial(bring, own["petition"]["pk"], address.state) if address.state else None
    )


@pytest.mark.parametrize("site", SITES)
def test_every_form_is_found(site, visit, records):
    """A form that no page shows is named in FIELDS; what reads no field, in BARE."""
    ask, own = visit(site, MAY_KEEP), records["own"]
    there = known_forms(ask, site, own)

    unknown = {
        address.name
        for address in addresses(site)
        if address.name in ROUTES[site]
        and not _has_fields(address, own, there.get(address.fill(own), []))
        and takes_forms(ask, address, own)
    }

    assert unknown == {name for name in BARE if name.startswith(site)}


def test_no_field_is_named_for_an_address_that_is_gone():
    names = {address.name for site in SITES for address in addresses(site)}

    assert {*FIELDS, *UPLOADS, *BARE} <= names


def _has_fields(address, own, there):
    files = address.name in UPLOADS or any(form.files for form in there)
    return files or untouched(address, own, there)


@pytest.mark.parametrize(("site", "room"), ROOMS)
def test_no_form_breaks_over_many_values(site, room, visit, records):
    """Now all fields of a form hold the value, now one of them, each in its turn."""
    ask, own = visit(site, MAY_KEEP), records["own"]
    there = known_forms(ask, site, own)
    of_room = [a for a in addresses(site) if _room(a) == room]

    answers = (
        (
            f"{address.name} {value[:40]!r}",
            ask("POST", path, body=encoded(**said), first=_brought(address, own)),
        )
        for address in of_room
        for path in [address.fill(own)]
        for value, said in _sent(untouched(address, own, there.get(path, [])))
    )

    assert list(faults(answers)) == []


def _sent(good):
    names = [*good]
    for number, value in enumerate(SENT if good else ()):
        if number % 2:
            yield value, good | {names[number // 2 % len(names)]: value}
        else:
            yield value, dict.fromkeys(names, value)


NAMES = ("a\u202e.xlsx", "../../etc/passwd", "a" * 3000 + ".xlsx", ".xlsx", "con.txt\0")


@pytest.mark.parametrize("site", SITES)
def test_no_file_breaks_a_form(site, visit, records):
    """Every field for a file takes hostile workbooks, and hostile names."""
    ask, own = visit(site, MAY_KEEP), records["own"]
    fields = [
        (path, form, name)
        for path, there in known_forms(ask, site, own).items()
        for form in there
        for name in form.files
    ]
    fields += [
        (address.fill(own), Form(), UPLOADS[address.name])
        for address in addresses(site)
        if address.name in UPLOADS
    ]
    sent = [("so.xlsx", data) for data in FILES.values()]
    sent += [(name, FILES["text"]) for name in NAMES]

    answers = [
        (f"{path} {field} {name[:20]!r}", _upload(ask, path, form, field, name, data))
        for door, (path, form, field) in enumerate(fields)
        for number, (name, data) in enumerate(sent)
        if turn(door, number)
    ]

    assert (
        len({path for path, _form, _name in fields}) >= {"office": 4, "portal": 1}[site]
    )
    assert list(faults(answers)) == []


def _upload(ask, path, form, field, name, data):
    upload = SimpleUploadedFile("a.txt", data, "application/octet-stream")
    upload._name = name  # Django cleans it when it is set
    return ask("POST", path, sent={**form.said, field: upload})
