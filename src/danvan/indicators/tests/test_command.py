"""An appendix as Word file becomes a table for a person, and then a form."""

import docx
import pytest
from django.core.management import CommandError, call_command

from danvan.indicators import catalogue

HEAD = "Kỳ trước chuyển sang"


@pytest.fixture
def appendix(tmp_path):
    document = docx.Document()
    document.add_paragraph("Biểu số: 02/XLD")
    document.add_paragraph("KẾT QUẢ TIẾP NHẬN, XỬ LÝ ĐƠN")
    table = document.add_table(rows=4, cols=6)
    for row, texts in enumerate(
        (
            ("Đơn vị", "Tổng số đơn", "Số đơn phải xử lý", "", "Số vụ việc", "Ghi chú"),
            ("", "", HEAD, "Tiếp nhận trong kỳ", "", ""),
            ("MS", "1=2+3", "2", "3", "4", "5"),
            ("Xã A", "", "", "", "", ""),
        )
    ):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4, 5):
        table.cell(0, column).merge(table.cell(1, column))
    document.add_paragraph("Một bảng không phải biểu")
    other = document.add_table(rows=2, cols=2)
    other.cell(0, 0).text = "Điều"
    path = tmp_path / "phụ lục.docx"
    document.save(path)
    return path


def test_an_appendix_is_read_confirmed_and_used(db, appendix, tmp_path, capsys):
    call_command("forms", "import", str(appendix), "--out", str(tmp_path / "out"))

    (path,) = (tmp_path / "out").iterdir()
    table = path.read_text("utf-8")
    assert path.name == "02-xld-2025.toml"
    assert '["1", "letter", "", "Tổng số đơn", "", "=2+3"]' in table
    assert f'["2", "letter", "g1", "{HEAD}", "", ""]' in table
    assert '["4", "matter", "", "Số vụ việc", "", ""]' in table
    assert '["5", "note", "", "Ghi chú", "", ""]' in table
    assert not catalogue.by_slug("02-xld-2025").is_loaded

    with pytest.raises(CommandError, match="confirmed"):
        call_command("forms", "confirm", str(path), "--by", "Chuyên viên Thanh tra")
    path.write_text(table.replace('"unconfirmed"', '"confirmed"'), "utf-8")
    call_command("forms", "confirm", str(path), "--by", "Chuyên viên Thanh tra")

    form = catalogue.by_slug("02-xld-2025")
    assert form.by_number["2"].full_title("vi") == f"Số đơn phải xử lý – {HEAD}"
    assert form.by_number["1"].parts == ("2", "3")
    call_command("forms", "list")
    assert "02/XLD/2025: 2025-09-30 – now, 5 columns" in capsys.readouterr().out


def test_a_table_that_stands_is_not_written_over(db, appendix, tmp_path):
    call_command("forms", "import", str(appendix), "--out", str(tmp_path))
    with pytest.raises(CommandError, match="stands already"):
        call_command("forms", "import", str(appendix), "--out", str(tmp_path))


def test_a_file_without_forms_is_refused(db, tmp_path):
    empty = tmp_path / "x.docx"
    document = docx.Document()
    document.add_paragraph("Không có biểu nào")
    document.save(empty)
    with pytest.raises(CommandError, match="no table"):
        call_command("forms", "import", str(empty))
    with pytest.raises(CommandError):
        call_command("forms", "import", str(tmp_path / "nowhere.docx"))
    (tmp_path / "bad.toml").write_text("x = ", "utf-8")
    with pytest.raises(CommandError):
        call_command("forms", "confirm", str(tmp_path / "bad.toml"), "--by", "A")
