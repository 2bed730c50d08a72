"""Hostile values in every form, query and path: no error of ours, nothing half-stored."""

import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.access.addresses import SITES, addresses
from tests.hostile.asking import FORM, MAY_KEEP, encoded, faults
from tests.hostile.values import SHARE, VALUES, turn

QUERIES = (
    *("q", "page", "part", "unit", "state", "kind", "overdue", "year", "next"),
    *("chain", "action", "record", "actor", "so", "sua", "language", "lang"),
)
# Of a form's fields, each alone meets two of the values, others in each; the long form
# (`script/hostile`, `script/drill hostile`) lets each meet every second one.
ALONE = 2 * SHARE
PLACES = {value: place for place, value in enumerate(VALUES.values())}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_query_breaks_a_page(site, value, visit, records):
    ask = visit(site)
    query = encoded(**{name: [value, value] for name in QUERIES})

    answers = [
        (a.name, ask("GET", a.fill(records["own"]), query=query[:60_000]))
        for number, a in enumerate(addresses(site))
        if turn(PLACES[value], number)
    ]

    assert list(faults(answers)) == []


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_form_takes_a_hostile_value_by_halves(site, value, visit, records):
    """Every field of every form at once, then one after the other among good ones."""
    ask = visit(site)

    assert list(faults(_posts(ask, site, value, records["own"]))) == []


def _posts(ask, site, value, own):
    place = PLACES[value]
    for number, address in enumerate(addresses(site)):
        path = address.fill(own)
        good = {k: str(v) for k, v in address.body(own).items()}
        if turn(place, number):
            names = [*_names(ask, address, path), *good]
            body = encoded(**dict.fromkeys(names, value))
            yield f"{address.name} all", ask("POST", path, body=body)
        for field, name in enumerate(good):
            if turn(place, number, field, share=ALONE):
                body = encoded(**good | {name: [value, value]})
                yield f"{address.name} {name}", ask("POST", path, body=body)


_KNOWN: dict[str, list[str]] = {}


def _names(ask, address, path) -> list[str]:
    """Name the fields of an address's page; asked once, no value changes them."""
    if address.name not in _KNOWN:
        page = ask("GET", path)[0]
        assert page.status_code < 500, address.name
        _KNOWN[address.name] = _fields(page)
    return _KNOWN[address.name]


def _fields(page) -> list[str]:
    if page.streaming:
        return []
    html = page.content.decode("utf-8", "replace")
    names = re.findall(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"', html)
    return [n for n in dict.fromkeys(names) if n != "csrfmiddlewaretoken"]


@pytest.mark.parametrize(("site", "least"), [("office", 60), ("portal", 4)])
def test_there_are_fields_to_attack(site, least, visit, records):
    ask = visit(site)
    paths = [address.fill(records["own"]) for address in addresses(site)]

    assert sum(len(_fields(ask("GET", path)[0])) for path in paths) >= least


def test_a_fault_would_be_found(visit, records, monkeypatch):
    monkeypatch.setattr("danvan.office.views.selectors.search", lambda *_a: 1 / 0)
    ask = visit("office")

    assert list(faults([("search", ask("GET", "/search/", query="q=ab"))]))


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("value", VALUES.values(), ids=VALUES)
def test_no_path_breaks_a_page(site, value, visit):
    ask = visit(site)
    part = quote(value[:5000], safe="", errors="surrogatepass")
    wild = dict.fromkeys(("pk", "key", "verb", "corrects", "flow", "page"), part)
    records = dict.fromkeys(("petition", "file", "person", "role", "report"), wild)
    records |= {"colleague": part}

    answers = [
        (f"{method} {path}", ask(method, path))
        for number, path in enumerate(_paths(site, records, part))
        for step, method in enumerate(("GET", "POST"))
        if turn(PLACES[value], number, 2 * step)
    ]

    assert list(faults(answers)) == []


def _paths(site, records, part):
    yield f"/{part}"
    for address in addresses(site):
        try:
            path = address.fill(records)
        except KeyError:  # a step of the petition's own record
            continue
        if part in path:
            yield path
    if site == "portal":
        yield from (f"/gui/{part}/", f"/gui/gop-y/{part}/", f"/gui/{part}/xem-lai/")


WRONG_KINDS = {
    "json": ("application/json", b'{"a": [' + b"[" * 3000),
    "no-boundary": ("multipart/form-data", b"--x\r\n\r\n"),
    "cut-off": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n',
    ),
    "strange-charset": (f"{FORM}; charset=utf-7", b"q=%2BADw-"),
    "no-charset": (f"{FORM}; charset=none-such", b"q=a"),
    "bytes": ("application/octet-stream", bytes(range(256))),
    "many-fields": (FORM, b"&".join(b"f%d=1" % n for n in range(10_000))),
    "one-field-often": (FORM, b"&".join([b"q=1"] * 10_000)),
    "json-fine": ("application/json", b'{"a": 1}'),
    "overlong-boundary": (f"multipart/form-data; boundary={'x' * 5000}", b"--x--\r\n"),
    "nothing-but-boundaries": (
        "multipart/form-data; boundary=x",
        b"--x\r\n" * 9_000 + b"--x--",
    ),
    "many-parts": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n' * 9_000
        + b"--x--\r\n",
    ),
    "many-files": (
        "multipart/form-data; boundary=x",
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n1\r\n'
        * 300
        + b"--x--\r\n",
    ),
    "strange-transfer": (
        "multipart/form-data; boundary=x",
        (
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n!!!=\r\n--x--\r\n"
        ),
    ),
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("what", WRONG_KINDS)
def test_no_body_of_another_kind_breaks_a_page(site, what, visit, records):
    ask = visit(site, MAY_KEEP)
    kind, body = WRONG_KINDS[what]

    answers = [
        (a.name, ask(method, a.fill(records["own"]), body=body, kind=kind))
        for number, a in enumerate(addresses(site))
        for step, method in enumerate(("POST", "PUT"))
        if turn([*WRONG_KINDS].index(what), number, 2 * step)
    ]

    assert list(faults(answers)) == []


@pytest.mark.parametrize(
    "name",
    ["a\u202e.txt", "../../etc/passwd", "a" * 3000 + ".txt", ".txt", "con.txt\0"],
)
@pytest.mark.parametrize(
    ("path", "field"), [("/reports/new/", "file"), ("/petitions/new/", "attachments")]
)
def test_no_name_of_a_file_breaks_an_upload(path, field, name, visit, records):
    ask = visit("office")
    good = next(a for a in addresses("office") if a.name == f"office {path}")
    said = {k: str(v) for k, v in good.body(records["own"]).items() if k != "text"}
    upload = SimpleUploadedFile("a.txt", "Có 5 đơn.".encode())
    upload._name = name  # Django cleans it when it is set

    response, half = ask("POST", path, sent={**said, field: upload})

    assert (response.status_code < 500, half) == (True, [])
