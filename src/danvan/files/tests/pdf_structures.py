"""PDF documents written by hand, for shapes that no library would write."""

import struct
import zlib

_PAGE = b"<</Type/Page/MediaBox[0 0 9 9]/Resources<<>>/Parent 2 0 R>>"
_PAGE_OF_3 = _PAGE.replace(b"2 0 R", b"3 0 R")


def document(*objects):
    """A document of these objects; the first is its root."""
    parts, places, at = [b"%PDF-1.7\n"], [], 9
    for number, body in enumerate(objects, 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        parts.append(part)
        places.append(at)
        at += len(part)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    return b"".join(parts) + b"startxref\n%d\n%%%%EOF\n" % at


def pages(kids, count, *rest):
    """A document whose page tree is ``kids``, said to be ``count`` pages."""
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)
    return document(b"<</Type/Catalog/Pages 2 0 R>>", tree, *(rest or (_PAGE,)))


def many_pages(number=100_000):
    """Each page an object of its own."""
    kids = b" ".join(b"%d 0 R" % n for n in range(3, number + 3))
    return pages(kids, number, *[b"<</Type/Page>>"] * number)


def deep_tree(depth=50_000):
    """Tables of pages, each in the one before."""
    levels = (
        b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (n + 1, n - 1)
        for n in range(3, depth + 3)
    )
    return pages(b"3 0 R", 1, *levels, _PAGE)


def with_array(items):
    """A page, and beside it an array of so many zeros."""
    root = b"<</Type/Catalog/Pages 2 0 R/X[" + b"0 " * items + b"]>>"
    return document(root, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", _PAGE)


def nested(depth=50_000):
    """An array in an array in an array."""
    root = b"<</Type/Catalog/Pages 2 0 R/X" + b"[" * depth + b"]" * depth + b">>"
    return document(root, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", _PAGE)


def packed_array(items=6_000_000, mark=b"/Type/ObjStm"):
    """The same array among packed objects: some kilobytes that become gigabytes."""
    zeros = b"[" + b"0 " * items + b"]"
    tree = b"<</Type/Pages/Count 1/Kids[4 0 R]>>"
    bodies = [b"<</Type/Catalog/Pages 3 0 R/X 5 0 R>>", tree, _PAGE_OF_3, zeros]
    return _packed(bodies, mark)


def _packed(bodies, mark):
    """Pack objects 2, 3, … into object 1; the table of all is the last."""
    pairs, at = b"", 0
    for number, body in enumerate(bodies, 2):
        pairs += b"%d %d " % (number, at)
        at += len(body) + 1
    pressed = zlib.compress(pairs + b" ".join(bodies), 9)
    head = b"1 0 obj<<%s/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n"
    head %= (mark, len(bodies), len(pairs), len(pressed))
    front = b"%PDF-1.5\n" + head + pressed + b"\nendstream endobj\n"
    rows = [(0, 0, 0), (1, 9, 0), *((2, 1, n) for n in range(len(bodies)))]
    rows.append((1, len(front), 0))
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    said = b"%d 0 obj<</Type/XRef/Size %d/W[1 4 1]/Root 2 0 R/Length %d>>stream\n"
    said %= (len(rows) - 1, len(rows), len(table))
    end = b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(front)
    return front + said + table + end
