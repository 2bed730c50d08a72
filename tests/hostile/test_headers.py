"""Hostile headers at every address: those a server, a proxy and a browser set."""

import pytest
from tests.access.addresses import SITES, addresses
from tests.hostile.asking import faults
from tests.hostile.values import SHARE, turn

LONG = "a" * 20_000
HEADERS = {
    "host": ("HTTP_HOST", ["a\0b", "[::1", "a:99999999", LONG, "x.example", ""]),
    "forwarded": (
        "HTTP_X_FORWARDED_FOR",
        [
            "999.1.1.1",
            "1.1.1.1, " * 3000,
            "::ffff:x",
            "\xed\xa0\x80",
            "unknown",
            "1.1.1.1:x",
        ],
    ),
    "language": (
        "HTTP_ACCEPT_LANGUAGE",
        ["vi;q=9" * 900, "zz-ZZ;q=nan", "*;q=-1", "vi," * 4000, "\xe2\x80\xae", "vi\0"],
    ),
    "kind": (
        "CONTENT_TYPE",
        [
            "a",
            "multipart/form-data",
            "text/html; charset=none",
            ";" * 5000,
            "a/b; c=\xe2\x80\xae",
        ],
    ),
    "cookie": (
        "HTTP_COOKIE",
        ["sessionid=\0", "form=" + LONG, "=;=;=", "a=b;" * 4000, 'sessionid="\\777"'],
    ),
    "referer": ("HTTP_REFERER", ["http://[", "javascript:alert(1)", LONG, "//\0", "é"]),
    "range": (
        "HTTP_RANGE",
        ["bytes=9-1", "bytes=-" + "9" * 40, "bytes=" + "0-," * 4000],
    ),
    "none-match": ("HTTP_IF_NONE_MATCH", ['"', "*", 'W/"' + LONG, '"a",' * 4000]),
    "since": ("HTTP_IF_MODIFIED_SINCE", ["Mon, 99 Foo 99999 99:99:99 GMT", "1", LONG]),
    "htmx": ("HTTP_HX_REQUEST", ["true", "\0", LONG]),
    "htmx-page": ("HTTP_HX_CURRENT_URL", ["http://[", "javascript:a", LONG]),
    "htmx-field": ("HTTP_HX_TRIGGER_NAME", ["<script>", "\xed\xa0\x80", LONG]),
    "method": ("HTTP_X_HTTP_METHOD_OVERRIDE", ["DELETE", "\0"]),
    "scheme": ("HTTP_X_FORWARDED_PROTO", ["gopher", "https, http", "\0"]),
    "length": ("CONTENT_LENGTH", ["-1", "x", "9" * 30, ""]),
}


@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_a_page(site, name, visit, records):
    ask = visit(site)
    header, values = HEADERS[name]
    place = [*HEADERS].index(name)

    answers = [
        (
            f"{address.name} {value[:40]!r}",
            ask(method, address.fill(records["own"]), header={header: value}),
        )
        for number, address in enumerate(addresses(site))
        for step, method in enumerate(("GET", "POST"))
        for turned, value in enumerate(values)
        if turn(place, number, step, turned, share=SHARE * len(values))
    ]

    assert list(faults(answers)) == []
