"""``danvan audit`` as people and programs call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from danvan.cli import main

WRONG = "Tiếp nhận 1.945 đơn, gồm 798 đơn khiếu nại và 933 đơn tố cáo.\n"
RIGHT = "Tiếp nhận 1.731 đơn, gồm 798 đơn khiếu nại và 933 đơn tố cáo.\n"
KEYS = {"schema", "source", "text", "figures", "citations", "checks"}


@pytest.fixture
def call(capsysbinary, monkeypatch):
    """Call the command and give back its exit code, output and messages."""
    monkeypatch.setenv("LANG", "C.UTF-8")

    def run(*words):
        code = main(["audit", *map(str, words)])
        out, err = capsysbinary.readouterr()
        return code, out, err.decode()

    return run


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "báo cáo.txt"
    path.write_text(WRONG, encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "quý I"
    (inside / "xã").mkdir(parents=True)
    (inside / "a.txt").write_text(WRONG, encoding="utf-8")
    (inside / "xã" / "b.txt").write_text(RIGHT, encoding="utf-8")
    (inside / "~$a.docx").write_bytes(b"lock")
    (inside / "ảnh.png").write_bytes(b"\x89PNG")
    return inside


def word_report(path):
    document = docx.Document()
    document.add_paragraph("Mở đầu.")
    paragraph = document.add_paragraph("Tiếp nhận 1.945 đơn, gồm ")
    paragraph.add_run("798 đơn khiếu nại").bold = True
    paragraph.add_run(" và 933 đơn tố cáo.")
    document.save(path)
    return path


@pytest.mark.parametrize(("text", "code"), [(WRONG, 1), (RIGHT, 0), ("Không số.", 0)])
def test_the_exit_code_says_whether_something_fails(call, tmp_path, text, code):
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")

    assert call(path)[0] == code


def test_a_clerk_reads_what_is_printed_what_it_comes_to_and_where(call, wrong):
    _, out, _ = call(wrong)
    told = out.decode()

    assert "báo cáo.txt" in told
    assert "dòng 1" in told
    assert "[1.945] đơn, gồm [798]" in " ".join(told.split())
    assert "in: 1.945 · tính được: 1.731" in told
    assert told.rstrip().endswith("không phải kết luận thẩm định.")


def test_english_is_spoken_when_asked(call, wrong, monkeypatch):
    assert b"an aid" in call(wrong, "--language", "en")[1]

    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert b"an aid" in call(wrong)[1]
    assert "thẩm định" in call(wrong, "--language=vi")[1].decode()


def test_one_file_is_one_object(call, wrong):
    code, out, err = call(wrong, "--format", "json")
    audit = json.loads(out)

    assert (code, err) == (1, "")
    assert audit.keys() >= KEYS
    assert audit["schema"] == "danvan.audit/1"
    assert audit["text"] == WRONG
    for part in (*audit["figures"], *audit["citations"]):
        assert WRONG[part["start"] : part["end"]] == part["text"]


def test_a_folder_is_one_object_a_line_and_its_progress_is_told_apart(call, folder):
    code, out, err = call(folder, "--format", "json")
    names = [json.loads(line)["source"]["name"] for line in out.splitlines()]

    assert code == 1
    assert names == ["a.txt", "xã/b.txt"]
    assert "[2/2]" in err


def test_a_folder_ends_with_a_table_of_files_figures_and_failures(call, folder):
    _, out, _ = call(folder)
    rows = [line.split() for line in out.decode().splitlines()[-5:]]

    assert rows[1:3] == [["a.txt", "3", "1"], ["xã/b.txt", "3", "0"]]
    assert rows[4] == ["Cộng:", "2", "6", "1"]


def test_results_are_written_beside_each_other(call, folder, tmp_path):
    out = tmp_path / "kết quả"
    code, printed, _ = call(folder, "--format", "html", "--out", out)

    assert code == 1
    assert sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html")) == [
        *("a.txt.html", "xã/b.txt.html")
    ]
    assert "Cộng: 2" in printed.decode()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"x", "bị hỏng"),
        ("a.txt", b"", "không có chữ"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "loại tệp"),
        ("a.txt", "MẬT\nBáo cáo".encode(), "dấu chỉ độ mật"),
        ("a.txt", b"a\x00b", "NUL"),
    ],
)
def test_bad_input_is_told_in_vietnamese(call, tmp_path, name, data, told):
    path = tmp_path / name
    path.write_bytes(data)
    code, out, err = call(path, "--format", "json")

    assert (code, out) == (2, b"")
    assert err.startswith(str(path))
    assert told in err


def test_a_file_beyond_the_limit_is_refused_unread(call, tmp_path):
    path = tmp_path / "lớn.txt"
    with path.open("wb") as file:
        file.truncate(20 * 1024**3)  # a sparse file: no byte of it is on the disk
    code, _, err = call(path)

    assert code == 2
    assert "quá lớn" in err


def test_a_file_that_is_not_there_is_told(call, tmp_path):
    code, _, err = call(tmp_path / "không có.txt")

    assert code == 2
    assert "Không có tệp" in err


def test_a_folder_without_reports_is_bad_input(call, tmp_path):
    assert call(tmp_path)[0] == 2


def test_one_bad_file_does_not_stop_the_others(call, folder):
    (folder / "c.docx").write_bytes(b"x")
    code, out, err = call(folder, "--format", "json")

    assert code == 2
    assert len(out.splitlines()) == 2
    assert "c.docx" in err


@pytest.mark.parametrize("words", [[], ["--format", "xml", "a.txt"]])
def test_a_wrong_call_is_bad_input(words, capsys):
    with pytest.raises(SystemExit) as left:
        main(["audit", *words])

    assert left.value.code == 2
    assert capsys.readouterr().err


def test_a_web_page_needs_nothing_beside_itself(call, wrong):
    page = call(wrong, "--format", "html")[1].decode()

    assert page.startswith("<!doctype html>")
    assert not any(
        mark in page for mark in ("<script", "<link", "src=", "http", "@import")
    )
    assert '<span class="f bad"' in page
    assert "không phải kết luận thẩm định" in page


def test_a_page_shows_markup_in_a_report_as_text(call, tmp_path):
    path = tmp_path / "a<b>.txt"
    path.write_text("<script>alert(1)</script> & " + WRONG, encoding="utf-8")
    page = call(path, "--format", "html")[1].decode()

    assert "<script" not in page
    assert "<b>" not in page


def test_word_comes_back_with_a_comment_at_the_finding(call, tmp_path):
    path = word_report(tmp_path / "a.docx")
    code, data, _ = call(path, "--format", "docx", "--out", tmp_path / "out")
    before, after = docx.Document(path), docx.Document(tmp_path / "out" / "a.docx")
    (comment,) = after.comments

    assert (code, data) == (1, b"")
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
    assert "1.731" in comment.text
    marked = after.paragraphs[1]._p
    inside = []
    for child in marked:
        if child.tag.endswith("commentRangeStart"):
            inside = []
        elif child.tag.endswith("commentRangeEnd"):
            break
        else:
            inside += [t.text for t in child.iter() if t.tag.endswith("}t")]
    assert "".join(inside) == "1.945 đơn, gồm 798 đơn khiếu nại và 933"


def test_a_report_is_never_written_over(call, tmp_path):
    path = word_report(tmp_path / "a.docx")
    before = path.read_bytes()
    call(path, "--format", "docx", "--out", tmp_path)

    assert path.read_bytes() == before
    assert (tmp_path / "a.comments.docx").exists()


def test_a_finding_in_word_is_told_by_its_paragraph(call, tmp_path):
    path = word_report(tmp_path / "a.docx")
    audit = json.loads(call(path, "--format", "json")[1])

    assert {figure["place"]["paragraph"] for figure in audit["figures"]} == {2}
    assert "(đoạn 2)" in call(path)[1].decode()


def test_comments_join_those_already_there(call, tmp_path):
    path = word_report(tmp_path / "a.docx")
    document = docx.Document(path)
    document.add_comment(document.paragraphs[0].runs[0], "đã có", "người duyệt")
    document.save(path)
    call(path, "--format", "docx", "--out", tmp_path / "out")
    after = docx.Document(tmp_path / "out" / "a.docx")

    assert len({c.comment_id for c in after.comments}) == 2
    assert next(iter(after.comments)).text == "đã có"


def test_only_a_word_file_can_be_given_comments(call, wrong, tmp_path):
    code, _, err = call(wrong, "--format", "docx", "--out", tmp_path / "out")

    assert code == 2
    assert "DOCX" in err


def test_many_pages_want_a_folder(call, folder):
    code, _, err = call(folder, "--format", "html")

    assert code == 2
    assert "--out" in err


def test_an_earlier_report_that_cannot_be_read_is_bad_input(call, wrong, tmp_path):
    earlier = tmp_path / "trước.docx"
    earlier.write_bytes(b"x")

    assert call(wrong, "--previous", earlier)[0] == 2


def test_the_command_works_from_the_shell_in_any_locale(wrong):
    command = Path(sys.executable).with_name("danvan")
    done = subprocess.run(
        [command, "audit", wrong], capture_output=True, check=False, env={"LC_ALL": "C"}
    )

    assert done.returncode == 1
    assert "tính được: 1.731" in done.stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_error(wrong):
    command = Path(sys.executable).with_name("danvan")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [command, "audit", "--format", "json", wrong],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert b"Traceback" not in done.stderr


def test_nothing_heavy_is_loaded_for_a_text_report(wrong):
    script = (
        "import sys; from danvan.cli import main; main(sys.argv[1:]);"
        "print([m for m in ('django','lxml','pypdfium2','python_calamine','concurrent.futures')"
        " if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "audit", wrong], capture_output=True, check=False
    )

    assert done.stderr.decode().strip() == "[]"
