"""The page about the courses says what the tables say."""

from pathlib import Path

from danvan.core.casework.courses import Course, transitions, waits, words
from danvan.core.casework.courses.drawing import page

PAGE = Path(__file__).resolve().parents[2] / "docs/courses.md"


def test_the_page_is_the_one_that_the_tables_draw():
    assert PAGE.read_text("utf-8") == page()


def test_every_state_step_and_paper_is_on_the_page():
    text = page()
    for course in Course:
        assert words(course)["vi"] in text
        for state in waits(course):
            assert f"| {state} | {words(state)['vi']} |" in text
        for line in transitions(course):
            assert f"| {line.step} | {words(line.step)['vi']} |" in text
            assert all(paper in text for paper in line.papers)


def test_a_diagram_shows_no_step_that_stays():
    for block in page().split("```mermaid")[1:]:
        for arrow in block.split("```")[0].splitlines():
            if "-->" in arrow:
                source, rest = arrow.strip().split(" --> ")
                assert source != rest.split(":")[0]
