"""Every kind of Word file that holds people's words, made of one text; and read back."""

import datetime
import io
import random
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree

from danvan.audit.comments import commented
from danvan.audit.pipeline import audit
from danvan.audit.shape import to_json
from danvan.files import copies
from danvan.orgs.models import Unit
from danvan.papers.templates import fill, templates
from danvan.receptions import papers as reception
from danvan.receptions.models import Session
from danvan.receptions.visits import Outcome, Present, Visit
from danvan.writers import paper
from danvan.writers.official import official
from danvan.writers.party import party

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BROKEN = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PIECES = (
    *("{{ 7*7 }}", "{{7*7}}", "${7*7}", "{% now 'Y' %}", "{# x #}", "{subject}", "{0}"),
    *("{item}", "{n}", "{%tr for x in y %}", "{{r x }}", "%(subject)s", "#{7*7}"),
    *("&", "<", ">", "]]>", "<![CDATA[", "&amp;", "&#0;", "&#x1f;", "&x;", "<w:t>"),
    *("</w:t></w:r></w:p>", "<!--", "<?xml?>", "<!DOCTYPE a>", '"', "'", "\\"),
    *("\0", "\x01", "\x0b", "\x1f", "\x7f", "\x85", "\ufffe", "\ud800", "\ufeff"),
    *("\t", "\n", "\r\n", "\r", "  ", "\u00a0", "\u200b", "\u2028", "\u00ad", "\u2011"),
    *("\U0001f33e", "\U00020000", "\U0001fffe", "Nguyê\u0303n Thi\u0323", "Ho\u0300a"),
    *("Phnum \u1797\u17d2\u1793\u17c6\u1796\u17c1\u1789", "\u202eABC\u202c", "\u0645"),
    *("Đơn ", "thư ", "=1+1", "{{", "}}", "{%", "a", "Ậ", "1.977"),
)
_SINCE = datetime.date(2026, 11, 2)


def texts(count: int, seed: int) -> list[str]:
    """Return texts of pieces that a template or an XML file might take for its own."""
    draw = random.Random(seed)  # noqa: S311 - the same ones each time
    return [
        f"«{''.join(draw.choices(PIECES, k=draw.randint(1, 30)))}»"
        for _ in range(count)
    ]


def said(text: str) -> str:
    """Return what a file can hold of a text: NFC, what XML knows, line ends alike."""
    held = unicodedata.normalize("NFC", _NO_XML.sub("", text))
    return re.sub(r"[\r\n]+", "\n", held)


def in_one_line(text: str) -> str:
    """Return a text without what parts lines."""
    return " ".join(text.splitlines())


def read(data: bytes) -> list[str]:
    """Return the paragraphs of a Word file, without any code of ours."""
    return [_text(p) for p in _body(data).iter(f"{W}p")]


def _text(paragraph: etree._Element) -> str:
    parts = [
        node.text or "" if node.tag == f"{W}t" else _BROKEN.get(node.tag, "")
        for node in paragraph.iter()
    ]
    return re.sub(r"[\r\n]+", "\n", "".join(parts))


def shape(data: bytes) -> set[str]:
    """Return the parts of a file and the kinds of elements in its text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {*archive.namelist()}
        outside = [n for n in parts if b'"External"' in archive.read(n)]
    kinds = {str(e.tag) for e in _body(data).iter()} - {*_BROKEN}
    return parts | kinds | {f"outside: {name}" for name in outside}


def _body(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def of_state(text: str) -> bytes:
    """Return a paper with the text in each of its places."""
    return official(_paper(text))


def of_party(text: str) -> bytes:
    """Return the same in the Party's layout, whose head has no "V/v"."""
    return party(_paper(text))


def _paper(text: str) -> paper.Paper:
    rows = (("A", "B"), (text, text))
    return paper.Paper(
        letterhead=paper.Letterhead("", "UBND", text),
        kind="",
        subject=text,
        symbol=text,
        number=text,
        form=text,
        to=(text, text),
        recipients=(text,),
        signature=paper.Signature(name=text),
        blocks=(
            paper.Heading(text),
            paper.Paragraph(text, text),
            paper.Table(rows),
            paper.Table(rows, (80, 80), small=True),
        ),
    )


def of_template(code: str) -> Callable[[str], bytes]:
    """Return what fills a paper's template with a text in each of its places."""
    known = templates()[code]

    def made(text: str) -> bytes:
        values = dict.fromkeys(known.places(), in_one_line(text)) | {"today": ""}
        return official(fill(known, values, _paper("x")))

    return made


def of_reception(name: str) -> Callable[[str], bytes]:
    """Return what makes a paper of the reception room with a text in each place."""

    def made(text: str) -> bytes:
        line, unit = in_one_line(text), Unit(code="T", name="Phường Mẫu")
        session = Session(
            unit=unit,
            on=_SINCE,
            starts=datetime.time(8),
            ends=datetime.time(10),
            place=line,
            participants=line,
            expected=line,
            conclusion=line,
        )
        if name in {"nobody_came", "conclusion", "online_notice"}:
            return official(getattr(reception, name)(session))
        visit = Visit(
            unit=unit, session=session, on=_SINCE, number=1, year=2026, people=1,
            received_at=datetime.datetime(2026, 11, 2, 2, tzinfo=datetime.UTC), content="feedback",
            name=line, address=line, summary=line, papers=line, request=line,
            previous=line, outcome=Outcome.ANSWERED, follow_up=line,
        )  # fmt: skip
        # Who came along; nothing of it is stored.
        visit._prefetched_objects_cache = {
            "present": [Present(position=1, name=line, address=line)]
        }
        return official(getattr(reception, name)(visit))

    return made


def of_extract(text: str) -> bytes:
    """Return the copy that is passed on of a Word file that says the text."""
    one = paper.Paragraph(in_one_line(text))
    return copies.copy(official(_simple(one)), "x.docx").data


def of_comments(text: str) -> bytes:
    """Return a Word file with our comments at what is wrong in it."""
    wrong = (
        "Trong năm tiếp nhận 1.945 đơn (gồm 798 đơn khiếu nại và 933 đơn kiến nghị)."
    )
    data = official(_simple(paper.Paragraph(text), paper.Paragraph(wrong)))
    return commented(data, to_json(audit(data, "x.docx")), "vi")


def _simple(*blocks: paper.Block) -> paper.Paper:
    return paper.Paper(paper.Letterhead("", "UBND", "Mẫu"), "Thông báo", "", "", blocks)


def ways() -> Iterator[tuple[str, Callable[[str], bytes]]]:
    """Yield every way in which a Word file comes about, by its name."""
    yield from (("state", of_state), ("party", of_party), ("extract", of_extract))
    yield "comments", of_comments
    for name in ("minutes", "receipt", "nobody_came", "conclusion", "online_notice"):
        yield name, of_reception(name)
    yield from ((code, of_template(code)) for code in templates())


def found(text: str, data: bytes) -> int:
    """Count in how many places of a file a text stands as it was written."""
    wanted = {said(text), said(in_one_line(text))}
    paragraphs = read(data)
    return max(sum(p.count(want) for p in paragraphs) for want in wanted)
