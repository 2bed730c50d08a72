"""A copy of filled data is a site of its own, and the filling is done once."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.drills.backup_people import Browser, Letter
from tests.drills.backup_site import command, letters
from tests.filled import OF_ONE_SERVER, filled, once

from danvan.host.failure import HostError
from danvan.host.testing import SHARED
from danvan.host.trial import Trial

NAMES = ("one", "two")


@pytest.fixture(scope="module")
def sites():
    """Two servers at the same time, each on a copy."""
    made = [Trial(filled(Path(os.environ["DANVAN_DATA"]) / name)) for name in NAMES]
    yield made
    for site in made:
        site.stop()


def test_two_copies_serve_the_same_logins_beside_each_other(sites):
    one, two = sites
    who = {"username": "petition-clerk", "password": one.password}

    assert 'action="/sign-out/"' in Browser(one.office).post("/sign-in/", who)
    assert 'action="/sign-out/"' in Browser(two.office).post("/sign-in/", who)
    assert one.logins == two.logins != {}
    assert one.port != two.port


def test_both_come_from_one_filling(sites):
    # Passwords and keys are drawn anew by every filling.
    folders = [site.data / "secrets" for site in sites]
    one, two = [{p.name: p.read_bytes() for p in f.iterdir()} for f in folders]

    assert one == two
    assert "demonstration-shares" in one


def test_a_letter_to_one_does_not_reach_the_other(sites):
    one, two = sites
    before = letters(two.data)

    number, _code = Letter(one.portal, "Thư gửi cho một bên").send()

    assert before
    assert letters(two.data) == before
    assert letters(one.data) == {*before, number}


def test_the_journal_of_a_copy_is_whole(sites):
    assert [command(site.data, "journal", "verify").returncode for site in sites] == [
        0,
        0,
    ]


def test_each_server_says_of_itself_alone(sites):
    """Nothing of the server that filled them, or of the other, is left in a copy."""
    for site, name in zip(sites, NAMES, strict=True):
        told = (site.data / "environment").read_text()

        assert f"DANVAN_PORTAL_ADDRESS={site.portal}\n" in told
        assert f"/{name}/run".replace("/", "%2F") in told
    shared = Path(os.environ[SHARED]) / "filled"
    assert not {path.name for path in shared.iterdir()} & {*OF_ONE_SERVER}


def test_what_stands_is_not_copied_over(sites):
    with pytest.raises(FileExistsError):
        filled(sites[0].data)


def test_of_many_who_come_at_once_one_makes_it(tmp_path):
    made = []

    def make(folder):
        made.append(folder)
        folder.mkdir()
        (folder / "file").write_text("whole")

    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: once(tmp_path / "it", make), range(8))]

    assert found == [tmp_path / "it"] * 8
    assert (tmp_path / "it" / "file").read_text() == "whole"
    assert len(made) == 1


def test_who_fails_leaves_it_to_the_next(tmp_path):
    def fail(folder):
        (folder / "half").mkdir(parents=True)
        raise HostError("The disk is full.")

    with pytest.raises(HostError):
        once(tmp_path / "it", fail)
    assert not (tmp_path / "it").exists()

    once(tmp_path / "it", Path.mkdir)

    assert [*(tmp_path / "it").iterdir()] == []
