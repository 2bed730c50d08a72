"""Whatever the bytes, a reader reads them or says why not; it never breaks."""

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan.readers import Unreadable, read
from danvan.readers.tests.files import archive, pdf_of, sheet_of, word

HTML = (
    "<html><body><div class=menu>x</div><table><tr><td rowspan=2>1<td>2<tr><td>3</table>"
    "<p>Tiếp<sup>2</sup> 1.945 đơn<br>gồm 5</body></html>"
).encode()


def word_report():
    document = docx.Document()
    document.add_heading("BÁO CÁO", 1)
    document.add_table(2, 2).rows[0].cells[0].text = "Tiếp 5 lượt"
    return word(document)


WHOLE = {
    "a.docx": word_report(),
    "a.pdf": pdf_of([(72, 700, "Tiếp nhận 1.945 đơn của công dân.")]),
    "a.xlsx": sheet_of({"A1": "Xã", "B2": 5.5, "C3": 1e300}),
    "a.html": HTML,
    "a.txt": HTML,
}

# Where to cut, what to put there, and how much to take away.
WOUND = st.tuples(
    st.floats(0, 1, exclude_max=True), st.binary(max_size=12), st.integers(0, 40)
)


def wounded(data, wounds):
    for at, put, taken in wounds:
        place = int(at * len(data))
        data = data[:place] + put + data[place + taken :]
    return data


def document_or_reason(data, name):
    try:
        return read(data, name)
    except Unreadable:
        return None


@pytest.mark.parametrize("name", WHOLE)
@given(wounds=st.lists(WOUND, min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(name, wounds):
    document = document_or_reason(wounded(WHOLE[name], wounds), name)

    if document:
        ends = [0, *(b.span.end for b in document.blocks)]
        assert all(
            end <= block.span.start
            for end, block in zip(ends, document.blocks, strict=False)
        )
        assert ends[-1] <= len(document.text)


@given(part=st.sampled_from(["word/document.xml", "word/styles.xml"]), xml=st.binary())
def test_a_part_that_is_no_xml_is_refused_or_read(part, xml):
    document_or_reason(archive({"word/document.xml": b"<x/>", part: xml}), "a.docx")


@given(st.binary(max_size=300), st.sampled_from(["a", *WHOLE]))
def test_noise_is_read_or_refused(data, name):
    document_or_reason(data, name)
