"""Files that tell of their maker in every place their format has for it."""

import io
import random
import zipfile

import docx
import pikepdf
import pillow_heif
from docx.shared import Cm
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, PngImagePlugin

GPS, EXIF = 0x8825, 0x8769


def jpeg(mark: str, seen: str, draw: random.Random) -> bytes:
    """A phone's photo: place, time, device, maker's note, XMP, comment, thumbnail."""
    size = (draw.randrange(160, 400), draw.randrange(120, 300))
    picture = Image.radial_gradient("L").resize(size).convert("RGB")
    exif = Image.Exif()
    exif.update({0x010F: mark, 0x013B: mark, 0x9C9D: mark.encode("utf-16-le")})
    place = {1: "N", 2: (10.0, draw.uniform(0, 60), 0.0), 3: "E", 29: mark}
    exif.get_ifd(GPS).update(place)
    exif.get_ifd(EXIF).update({0x927C: mark.encode(), 0x9286: mark.encode()})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=mark.encode(), xmp=_xmp(mark))
    return _with_preview(out.getvalue(), picture, mark) + mark.encode()


def heic(mark: str, seen: str, draw: random.Random) -> bytes:
    """A newer phone's photo: place, device, maker's note and XMP."""
    size = (draw.randrange(160, 400), draw.randrange(120, 300))
    made = pillow_heif.from_pillow(
        Image.radial_gradient("L").resize(size).convert("RGB")
    )
    exif = Image.Exif()
    exif.update({0x010F: mark, 0x013B: mark})
    exif.get_ifd(GPS).update({1: "N", 2: (10.0, draw.uniform(0, 60), 0.0), 29: mark})
    out = io.BytesIO()
    made.save(out, exif=exif.tobytes(), xmp=_xmp(mark))
    return out.getvalue()


def png(mark: str, seen: str, draw: random.Random) -> bytes:
    """A screenshot with texts beside the picture."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", mark)
    told.add_itxt("XML:com.adobe.xmp", _xmp(mark).decode(), zip=True)
    out = io.BytesIO()
    size = (draw.randrange(40, 90), 40)
    Image.linear_gradient("L").resize(size).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def pdf(mark: str, seen: str, draw: random.Random) -> bytes:
    """A document with properties, a note, a hidden layer, invisible text, a photo."""
    made = pikepdf.new()
    for _ in range(draw.randrange(1, 4)):
        made.add_blank_page(page_size=(300, 200))
    made.docinfo["/Author"] = made.docinfo["/Title"] = String(mark)
    with made.open_metadata() as xmp:
        xmp["dc:creator"] = [mark]
    page = made.pages[0]
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(mark)))
    made.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))
    )
    photo = made.make_stream(jpeg(mark, seen, draw))
    photo.Type, photo.Subtype, photo.Filter = (
        Name.XObject,
        Name.Image,
        Name.DCTDecode,
    )
    with Image.open(io.BytesIO(photo.read_raw_bytes())) as picture:
        photo.Width, photo.Height = picture.size
    photo.ColorSpace, photo.BitsPerComponent = Name.DeviceRGB, 8
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(
        XObject=Dictionary(P=photo),
        Font=Dictionary(F=font),
        Properties=Dictionary(L=layer),
    )
    content = (
        f"q 80 0 0 80 10 10 cm /P Do Q BT /F 12 Tf 20 150 Td ({seen}) Tj ET "
        f"BT 3 Tr /F 9 Tf 20 120 Td ({mark}) Tj ET "
        f"/OC /L BDC BT /F 9 Tf 20 100 Td ({mark}) Tj ET EMC"
    )
    page.Contents = made.make_stream(content.encode())
    page.PieceInfo = Dictionary(Office=Dictionary(Private=String(mark)))
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([5, 5, 15, 15]),
        T=String(mark), Contents=String(mark),
    )  # fmt: skip
    page.Annots = Array([made.make_indirect(note)])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def word(mark: str, seen: str, draw: random.Random) -> bytes:
    """A Word file with author, comment, deleted words, a photo, a preview picture."""
    made = docx.Document()
    about = made.core_properties
    about.author = about.last_modified_by = about.title = about.comments = mark
    told = made.add_paragraph(seen)
    made.add_comment(told.runs, text=mark, author=mark, initials="x")
    for _ in range(draw.randrange(5)):
        made.add_paragraph(f"{seen} lần {draw.randrange(100)}")
    made.add_table(1, 2).cell(0, 1).text = seen
    made.add_picture(io.BytesIO(jpeg(mark, seen, draw)), width=Cm(3))
    out = io.BytesIO()
    made.save(out)
    return _with_traces(out.getvalue(), mark, draw)


def _with_traces(data: bytes, mark: str, draw: random.Random) -> bytes:
    """Add what Word writes and python-docx does not."""
    deleted = (
        f'<w:p w:rsidR="00AB12CD"><w:del w:id="9" w:author="{mark}"><w:r>'
        f"<w:delText>{mark}</w:delText></w:r></w:del></w:p></w:body>"
    ).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(b"</w:body>", deleted)
                # The name the picture had on the machine it came from.
                part = part.replace(b'descr=""', f'descr="{mark}.jpg"'.encode())
                part = part.replace(b'name="Picture 1"', f'name="{mark}"'.encode())
            if name == "docProps/thumbnail.jpeg":
                part = jpeg(mark, "", draw)
            new.writestr(name, part)
        new.writestr("docProps/custom.xml", f"<Properties>{mark}</Properties>")
        new.writestr("customXml/item9.xml", f"<data>{mark}</data>")
    return out.getvalue()


def _with_preview(data: bytes, picture: Image.Image, mark: str) -> bytes:
    """Put a small picture with a comment of its own into a segment (APP2)."""
    small = io.BytesIO()
    picture.resize((40, 30)).save(small, "JPEG", comment=mark.encode())
    body = b"FPXR\0" + small.getvalue()
    segment = b"\xff\xe2" + (len(body) + 2).to_bytes(2, "big") + body
    after = 4 + int.from_bytes(data[4:6], "big")  # behind the first segment
    return data[:after] + segment + data[after:]


def _xmp(mark: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
        f"{mark}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()
