"""A web page gives its article, and nothing of what stands around it."""

import pytest

from danvan.readers import read

ARTICLE = """
<h1>Kết quả công tác dân vận</h1>
<p>Trong năm, các cơ quan tiếp <b>3.235</b>&nbsp;lượt công dân<sup>1</sup>, diện tích 12 m<sup>2</sup>.</p>
<p>Tiếp nhận 1.945 đơn, gồm 798 đơn khiếu nại<br>và 1.147 đơn phản ánh, kiến nghị của người dân.</p>
"""
PAGE = f"""<!DOCTYPE html><html><head><title>Cổng</title><style>p{{}}</style></head><body>
<header><a href="/">Trang chủ</a></header>
<div class="main-menu"><ul><li><a href="/a">Tin 1</a></li><li><a href="/b">Tin 2</a></li></ul></div>
<div id="wrap"><div class="content">{ARTICLE}</div>
<div class="lienquan"><p>Tin khác: 99 tin</p></div></div>
<div class="thongke">Lượt truy cập: 234.362</div>
<p style="display: none">ẩn 77</p><script>var n = 123;</script><!-- 456 -->
<footer>Điện thoại: 0123.456.789</footer></body></html>"""


def texts(html, name="a.html"):
    document = read(html.encode(), name)
    return [b.span.of(document.text) for b in document.blocks]


def test_only_the_article_is_read():
    assert texts(PAGE) == [
        "Kết quả công tác dân vận",
        "Trong năm, các cơ quan tiếp 3.235\xa0lượt công dân\u202f¹, diện tích 12 m².",
        "Tiếp nhận 1.945 đơn, gồm 798 đơn khiếu nại",
        "và 1.147 đơn phản ánh, kiến nghị của người dân.",
    ]


def test_an_article_element_wins_over_longer_surroundings():
    around = "<div>" + "<p>Xem thêm các bài viết khác của cổng.</p>" * 3 + "</div>"
    html = f"<body><article>{ARTICLE}</article>{around}</body>"

    assert "Xem thêm" not in "\n".join(texts(html))


def test_a_page_without_furniture_is_read_whole():
    html = "<p>Một 1.</p>Rời 2.<div>Ba 3.<p>Bốn 4.</p>Năm 5.</div><ul><li>Sáu 6.</ul>"

    assert texts(html) == ["Một 1.", "Rời 2.", "Ba 3.", "Bốn 4.", "Năm 5.", "Sáu 6."]


def test_blocks_know_what_they_are():
    html = "<h2>Đầu</h2><p>Đoạn</p><ol><li>Mục</li></ol><p class='footnote'>Chú</p>"
    document = read(html.encode(), "a.html")

    assert [b.kind for b in document.blocks] == [
        "heading",
        "paragraph",
        "item",
        "footnote",
    ]
    assert [b.place.paragraph for b in document.blocks] == [1, 2, 3, 4]


def test_cells_that_span_leave_their_places():
    html = """<table><caption>Bảng 1</caption>
    <tr><th rowspan="2">Xã</th><th colspan="2">Đơn</th></tr>
    <tr><th>KN</th><th>TC</th></tr>
    <tr><td>Tân Dân</td><td>5</td><td>7</td></tr></table>"""
    document = read(html.encode(), "a.html")

    cells = {
        (b.row, b.column): b.span.of(document.text)
        for b in document.blocks
        if b.kind == "cell"
    }
    assert cells == {
        (0, 0): "Xã",
        (0, 1): "Đơn",
        (1, 1): "KN",
        (1, 2): "TC",
        (2, 0): "Tân Dân",
        (2, 1): "5",
        (2, 2): "7",
    }


def test_a_table_that_lays_out_the_page_is_no_table():
    html = f"<table><tr><td>{ARTICLE}<table><tr><td>1</td><td>2</td></tr></table></td></tr></table>"
    document = read(html.encode(), "a.html")

    assert document.blocks[0].kind == "heading"
    assert [b.table for b in document.blocks if b.kind == "cell"] == [0, 0]


@pytest.mark.parametrize(
    "data",
    [
        "<meta charset=utf-8><p>Tiếp nhận 5 đơn".encode(),
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>Tiếp nhận 5 đơn</p></body></html>".encode(),
        '<meta charset="utf-16"><p>Tiếp nhận 5 đơn'.encode(),
        "\ufeff<p>Tiếp nhận 5 đơn".encode("utf-16-le"),
    ],
    ids=["named", "xhtml", "wrongly named", "marked"],
)
def test_the_encoding_is_found(data):
    assert read(data, "a.html").text == "Tiếp nhận 5 đơn"


# Each of these once took the square of its length, or doubled with each comment:
# a test that fails here does not end.
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<!---->" * 500 + b"Kh\xc3\xb4ng", "a.txt"),
        (b"<?xml ?> " * 400 + b"Kh\xc3\xb4ng", "a.txt"),
        (b"<p>Kh\xc3\xb4ng" + b" " * 1_000_000 + b"</p>", "a.html"),
        (b"<p>Kh\xc3\xb4ng" + b"<?xml " * 50_000, "a.html"),
    ],
    ids=["comments", "declarations", "blanks", "open declarations"],
)
def test_hostile_repetition_is_read_at_once(data, name):
    assert "Không" in read(data, name).text
