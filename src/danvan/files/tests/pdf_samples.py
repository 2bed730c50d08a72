"""PDF documents: what people send, and what attackers send."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from danvan.files.tests.archives import archive_of

JAVASCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def pdf(change=None, pages=1, **save):
    """A document of empty pages; ``change`` may add to it before it is saved."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page()
    if change:
        change(document)
    out = io.BytesIO()
    # The same bytes each time; encryption needs a passing id.
    document.save(out, deterministic_id="encryption" not in save, **save)
    return out.getvalue()


def opens_with(action):
    def change(document):
        document.Root.OpenAction = action

    return change


def annotation(**entries):
    def change(document):
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], **entries
        )
        document.pages[0].Annots = Array([note])

    return change


def javascript_in_a_name_tree(document):
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    document.Root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([String("a"), script]))
    )


def launch_by_reference(document):
    kind = document.make_indirect(Name.Launch)
    document.Root.OpenAction = Dictionary(S=kind, F=String("cmd.exe"))


def attached(document):
    document.attachments["tool.exe"] = b"MZ" + b"\0" * 100


def form(document):
    document.Root.AcroForm = Dictionary(XFA=String("<xdp/>"), Fields=Array([]))


def media(document):
    document.pages[0].Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.RichMedia, Rect=[0, 0, 9, 9])]
    )


def goes_to_a_page(document):
    document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])


def goes_to_a_page_by_action(document):
    document.Root.OpenAction = Dictionary(
        S=Name.GoTo, D=Array([document.pages[0].obj, Name.Fit])
    )


def speaks_of_javascript(document):
    document.docinfo["/Title"] = "What /JS and /Launch mean in a PDF"


def pdf_with_escaped_names():
    """JavaScript spelt /J#53: the same name for a reader, another for a search."""
    change = opens_with(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    plain = pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return plain.replace(b"/JS ", b"/J#53 ").replace(b"/JavaScript", b"/J#61vaScript")


def pdf_bomb():
    """Packed objects of 400 kB that unpack into 400 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(400))
    packed += packer.flush()
    head = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
    body = b"%PDF-1.5\n" + head % len(packed) + packed + b"\nendstream endobj\n"
    entries = b"".join(
        struct.pack(">BIB", kind, first, second)
        for kind, first, second in [(0, 0, 0), (1, 9, 0), (2, 1, 0), (1, len(body), 0)]
    )
    table = b"3 0 obj<</Type/XRef/Size 4/W[1 4 1]/Root 2 0 R/Length %d>>stream\n"
    table = table % len(entries) + entries + b"\nendstream endobj\n"
    return body + table + b"startxref\n%d\n%%%%EOF\n" % len(body)


def pdf_lzw_objects():
    """Packed objects in a compression whose size nobody bounds."""
    plain = pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return plain.replace(b"/Type /ObjStm", b"/Type /ObjStm /Filter /L#5aWDecode")


def pdf_with_archive_comment():
    """A ZIP whose comment ends with the end of a PDF: both kinds at once."""
    begin = pdf()[:-6]
    archive = archive_of({"a.exe": b"MZ"})
    comment = b"\n%%EOF\n"
    archive = archive[:-2] + struct.pack("<H", len(comment))
    return begin + archive + comment
