"""The two forms of a book: on a phone and at a desk."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from danvan.accounts import scope
from danvan.accounts.rights import Role
from danvan.registers import locking
from danvan.registers.models import Entry
from danvan.registers.tests.conftest import DAY, MEETING, NOW, line
from danvan.registers.tests.examples import example
from danvan.registers.tests.pages import BOOK, KINDS, NEW, errors, text, typed
from danvan.registers.tests.test_services import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiler(sign_in):
    """The report compiler of the commune, signed in."""
    return sign_in(Role.REPORT_COMPILER)


class TestWriting:
    def test_a_phone_asks_for_little_and_fills_in_the_day(self, client, compiler):
        page = client.get(NEW).content.decode()

        assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
        assert 'name="v-note"' not in page
        assert 'inputmode="numeric"' in page
        assert 'name="v-note"' in client.get(f"{BOOK}desk/").content.decode()

    def test_everything_wrong_is_said_beside_its_field(self, client, compiler):
        sent = client.post(
            NEW, typed(MEETING, day="31/02/2026", **{"v-people": "x", "v-place": "\0"})
        )

        assert sent.status_code == 422
        assert set(errors(sent)) == {"id_day", "id_v-people", "id_v-place"}
        assert 'value="31/02/2026"' in sent.content.decode()

    def test_a_broken_rule_is_said_with_both_sides(self, client, compiler):
        sent = client.post(NEW, typed(MEETING, **{"v-passed_on": "11"}))

        assert "(30 và 31)" in text(sent)

    def test_a_desk_goes_on_with_the_same_day(self, client, compiler):
        sent = client.post(f"{BOOK}desk/", typed(MEETING), follow=True)

        assert sent.redirect_chain == [(f"{BOOK}desk/", 302)]
        assert 'value="14/05/2026"' in sent.content.decode()
        assert "Mới ghi" in text(sent)

    def test_sent_twice_it_is_one_line(self, client, compiler):
        said = typed(MEETING)
        first, again = client.post(NEW, said), client.post(NEW, said)

        assert first.url == again.url
        assert Entry.objects.count() == 1

    def test_a_warning_is_said_and_keeps_the_line(self, client, compiler):
        said = typed(
            {**MEETING, "meetings": "9", "people": "1"},
        )
        sent = client.post(NEW, said, follow=True)

        assert Entry.objects.count() == 1
        assert "ít nhất một cử tri" in text(sent)

    def test_a_closed_period_refuses_and_offers_a_correction(
        self, client, compiler, town, meetings
    ):
        line(meetings, town.commune)
        locking.lock(
            unit=town.commune,
            below=False,
            kind="",
            start=DAY,
            end=DAY,
            reason="Đã chốt quý II",
            by=BY,
            now=NOW,
        )

        sent = client.post(NEW, typed(MEETING))

        assert sent.status_code == 422
        assert "đã khóa" in text(sent)
        assert "Đã chốt quý II" in text(sent)
        (address,) = re.findall(
            r'href="([^"]*since=2026-05-14[^"]*)"', str(sent.content)
        )
        assert "1 dòng" in text(client.get(address.replace("&amp;", "&")))

    def test_a_council_keeps_its_own_book(self, client, sign_in, town):
        sign_in(Role.COUNCIL_CLERK, unit=town.council)

        client.post(NEW, typed(MEETING))

        assert Entry.objects.get().unit == town.council

    def test_a_line_of_an_old_edition_is_asked_with_its_fields(
        self, client, compiler, town
    ):
        kind = KINDS["new-rural-criteria"]
        address = reverse("registers:desk", args=[kind.id])

        page = client.post(address, typed({}, day="01/06/2020")).content.decode()

        assert 'name="v-c19"' in page
        assert 'name="v-set"' not in page

    def test_a_document_comes_with_its_file(
        self, client, compiler, settings, tmp_path, as_office
    ):
        settings.FILES_DIR = tmp_path
        kind = KINDS["documents-issued"]
        address = reverse("registers:desk", args=[kind.id])
        file = SimpleUploadedFile("ke-hoach.txt", "Kế hoạch dân vận".encode())
        said = typed(example(kind.latest))
        del said["v-file"]

        client.post(address, said | {"v-file": file})

        with scope.as_system("the test looks at what was written"):
            entry = Entry.objects.get()
        page = client.get(reverse("registers:entry", args=[entry.pk]))
        assert "ke-hoach.txt" in text(page)
        download = reverse("files:download", args=[entry.values["file"]])
        sent = client.get(download)
        assert b"".join(sent.streaming_content) == "Kế hoạch dân vận".encode()

    def test_a_macro_is_refused_as_a_file(self, client, compiler):
        kind = KINDS["documents-issued"]
        said = typed(example(kind.latest))
        said["v-file"] = SimpleUploadedFile("a.docm", b"PK")

        sent = client.post(reverse("registers:desk", args=[kind.id]), said)

        assert errors(sent) == ["id_v-file"]
        assert not Entry.objects.exists()
