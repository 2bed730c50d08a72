"""How a file leaves the house."""

import pytest

from danvan.files.answers import XLSX, to_save


def policy(answer) -> dict[str, str]:
    said = answer["Content-Security-Policy"].split(";")
    return dict(part.strip().partition(" ")[::2] for part in said)


def test_a_file_is_saved_and_never_run():
    answer = to_save(b"x", "so.xlsx", XLSX)

    assert answer["Content-Disposition"] == 'attachment; filename="so.xlsx"'
    assert (answer["Content-Type"], answer.content) == (XLSX, b"x")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in policy(answer)
    assert policy(answer)["default-src"] == "'none'"


@pytest.mark.parametrize(
    "name", ['a".xlsx', "a\r\nSet-Cookie: x=1", "đơn.pdf", "a;filename=b.exe"]
)
def test_a_name_adds_no_header_and_no_second_name(name):
    said = to_save(b"", name, XLSX)["Content-Disposition"]

    assert said.startswith("attachment; filename")
    assert not {*"\r\n"} & {*said}
    assert said.replace('\\"', "").count('"') in {0, 2}


@pytest.mark.parametrize(
    ("public", "kept"), [(False, "private, no-store"), (True, None)]
)
def test_only_what_is_public_is_kept_on_the_way(public, kept):
    answer = to_save(b"", "a.csv", "text/csv", public=public)

    assert answer.get("Cache-Control") == kept
