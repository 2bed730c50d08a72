"""The counter: letters from every source, groups, and who is guided instead."""

import uuid
from dataclasses import replace

import pytest

from danvan.accounts.rights import Role
from danvan.core.casework.intake import Source
from danvan.core.casework.workflow import Kind
from danvan.core.data import load_toml
from danvan.journal.models import Entry
from danvan.petitions import labels, queue, register_forms, services
from danvan.petitions.errors import NotThisWay
from danvan.petitions.models import Channel, Deadline, Petition, Signatory
from danvan.petitions.queue import Filters
from danvan.petitions.services import Letter
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_services import CLERK, COMPLAINT, register, walk

pytestmark = pytest.mark.urls("danvan.config.urls_office")
NEW = "/petitions/new/"
GROUP = "\n".join(
    ["* Nguyễn Thị Mẫu, Ấp 1", *(f"Người Ký Tên {n}, Ấp 2" for n in "ABCDEF")]
)


def form(town, **changes):
    said = {"channel": "counter", "kind": "feedback", "what": "Đèn đường hỏng"}
    said |= {"name": "Người dân mẫu 5", "unit": town.committee.pk}
    return said | {"key": str(uuid.uuid4())} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"channel": "counter"},
        {"channel": "post", "kind": "complaint"},
        {"channel": "leader", "forwarded_by": "Chủ tịch", "kind": "complaint"},
        {"channel": "mailbox"},
        {"channel": "dialogue"},
        {"channel": "phone"},
        {"channel": "zalo"},
        {"channel": "email"},
        {
            "channel": "forwarded",
            "forwarder": "press",
            "forwarded_by": "Báo Mẫu",
            "forward_letter": "15/CV",
        },
    ],
    ids=lambda changes: changes["channel"],
)
def test_a_letter_comes_from_every_source(sign_in, town, changes):
    client = sign_in(Role.RECEPTION_OFFICER)

    response = client.post(NEW, form(town, **changes))

    petition = Petition.objects.get()
    assert response["Location"].endswith(f"/{petition.pk}/receipt/")
    assert petition.channel == changes["channel"]
    assert petition.forwarded_by == changes.get("forwarded_by", "")
    assert petition.due is not None


def test_all_that_is_known_of_a_letter_is_kept_and_shown(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    day = {"forward_date_day": "3", "forward_date_month": "2"}
    written = {"written_on_day": "1", "written_on_month": "2"}

    client.post(
        NEW,
        form(
            town,
            channel="forwarded",
            forwarder="deputy",
            forwarded_by="Đoàn đại biểu Quốc hội",
            forward_letter="12/CV-ĐĐBQH",
            originals="on",
            on_behalf_of="Bà Mẫu",
            forward_date_year="2026",
            written_on_year="2026",
            **day,
            **written,
        ),
    )

    petition = Petition.objects.get()
    page = text(client.get(f"/petitions/{petition.pk}/"))
    for said in ("12/CV-ĐĐBQH", "03/02/2026", "01/02/2026", "Bà Mẫu", "phải trả lại"):
        assert said in page


@pytest.mark.parametrize("channel", ["phone", "zalo", "email", "mailbox", "dialogue"])
def test_what_cannot_come_this_way_is_told_so_before_a_name_is_asked(
    sign_in, town, channel
):
    client = sign_in(Role.RECEPTION_OFFICER)
    said = form(town, kind="complaint", channel=channel, name="", what="")

    page = client.post(NEW, said)

    assert "petitions/guidance.html" in [t.name for t in page.templates]
    assert not Petition.objects.exists()


def test_a_disciplinary_complaint_is_registered_with_its_terms(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    client.post(NEW, form(town, kind="complaint", subject="discipline"))

    petition = Petition.objects.get()
    assert petition.subject == "discipline"
    assert petition.deadlines.filter(code="DL-KN-08-TL").exists()
    case = client.get(f"/petitions/{petition.pk}/").text
    assert "Quyết định kỷ luật" in case


def test_feedback_is_about_no_discipline(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    page = client.post(NEW, form(town, kind="feedback", subject="dismissal"))

    assert page.status_code == 422
    assert not Petition.objects.exists()


def test_the_term_runs_from_the_day_the_letter_came(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    today = register(town).received_on
    came = today.fromordinal(today.toordinal() - 20)
    parts = {"day": came.day, "month": came.month, "year": came.year}

    client.post(NEW, form(town, **{f"received_on_{p}": n for p, n in parts.items()}))

    petition = Petition.objects.exclude(received_on=today).get()
    assert petition.received_on == came
    assert {d.start for d in Deadline.objects.filter(petition=petition)} == {came}
    page = text(client.get(f"/petitions/{petition.pk}/"))
    assert f"{came:%d/%m/%Y} (nhập ngày {today:%d/%m/%Y})" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"channel": "forwarded"}, "Chọn cơ quan, người đã chuyển đơn."),
        ({"channel": "forwarded", "forwarder": "press"}, "Ghi tên cơ quan, người"),
        ({"forwarded_by": "Báo Mẫu"}, "hãy chọn nguồn đơn là được chuyển đến"),
        (
            {
                "received_on_day": "1",
                "received_on_month": "1",
                "received_on_year": "2099",
            },
            "Ngày này chưa đến.",
        ),
        (
            {
                "received_on_day": "1",
                "received_on_month": "1",
                "received_on_year": "2020",
            },
            "nhập cùng sổ",
        ),
        ({"signed": "Lê Văn An\n12345"}, "Không có họ tên"),
        ({"signed": GROUP.replace("Người", "* Người")}, "người đại diện"),
        ({"signed": GROUP, "people": "3"}, "để trống ô này"),
        ({"people": "0"}, "1"),
        ({"channel": "online"}, "online"),
    ],
)
def test_an_error_names_its_cure_and_nothing_is_stored(sign_in, town, changes, message):
    response = sign_in(Role.RECEPTION_OFFICER).post(NEW, form(town, **changes))

    assert response.status_code == 422
    assert message in text(response)
    assert not Petition.objects.exists()


@pytest.mark.parametrize("channel", ["phone", "zalo", "email", "mailbox", "dialogue"])
def test_a_complaint_by_such_a_way_is_guided_and_not_stored(sign_in, town, channel):
    client = sign_in(Role.RECEPTION_OFFICER)
    before = Entry.objects.count()

    response = client.post(NEW, form(town, channel=channel, kind="complaint"))

    assert response.status_code == 422
    assert "Nội dung này là khiếu nại" in text(response)
    assert "Chưa lưu gì" in text(response)
    assert not Petition.objects.exists()
    assert not Deadline.objects.exists()
    assert Entry.objects.count() == before


def test_the_service_itself_takes_no_complaint_by_telephone(town):
    with pytest.raises(NotThisWay):
        register(town, Letter(Kind.COMPLAINT, Channel.PHONE, what="x", name="y"))

    assert not Petition.objects.exists()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Xem nội dung cần nói"),
        ("channel=phone&kind=denunciation", "Kênh này không dùng để tố cáo"),
        ("channel=counter&kind=denunciation", "Nhận đơn cần bảo mật"),
        ("channel=zalo&kind=feedback", "Đơn này nhận được"),
        ("channel=x&kind=y", "x"),
    ],
)
def test_a_page_says_what_to_tell_a_caller(sign_in, town, query, said):
    page = sign_in(Role.RECEPTION_OFFICER).get(f"/petitions/guidance/?{query}")

    assert page.status_code == 200
    assert said in text(page)


def test_somebody_without_a_name_is_told_beforehand(sign_in, town):
    page = text(sign_in(Role.RECEPTION_OFFICER).get(NEW))

    assert "không có trách nhiệm trả lời" in page
    assert "không đủ điều kiện xử lý" in page


def test_a_group_is_counted_and_its_first_speaker_is_the_sender(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)

    client.post(NEW, form(town, name="", signed=GROUP))

    petition = Petition.objects.get()
    assert petition.people == 7
    assert (petition.name, petition.address) == ("Nguyễn Thị Mẫu", "Ấp 1")
    page = text(client.get(f"/petitions/{petition.pk}/signed/"))
    assert "Người Ký Tên F" in page
    assert "Người đại diện" in page


def test_a_group_without_a_speaker_is_taken_in_and_told(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    client.post(NEW, form(town, signed=GROUP.replace("* ", "")))

    petition = Petition.objects.get()
    page = text(client.get(f"/petitions/{petition.pk}/signed/"))

    assert "Chưa cử người đại diện" in page


def test_more_people_than_the_list_names_are_counted(sign_in, town):
    sign_in(Role.RECEPTION_OFFICER).post(NEW, form(town, signed=GROUP, people="40"))

    assert Petition.objects.get().people == 40


def test_who_signed_is_found_by_no_search_and_seen_by_no_stranger(sign_in, town, clerk):
    sign_in(Role.RECEPTION_OFFICER).post(NEW, form(town, signed=GROUP))
    petition = Petition.objects.get()

    found = queue.queue(clerk, Filters(words="Người Ký Tên"), petition.received_on)

    assert Signatory.objects.filter(name="Người Ký Tên A").exists()
    assert not found.exists()
    assert "ky ten" not in petition.folded
    stranger = sign_in(Role.UNIT_LEADER, unit=town.stranger)
    assert stranger.get(f"/petitions/{petition.pk}/signed/").status_code == 404


def test_who_signed_goes_along_when_the_letter_is_sent_on(sign_in, town):
    sign_in(Role.RECEPTION_OFFICER).post(NEW, form(town, signed=GROUP))
    petition = walk(Petition.objects.get(), town, "screen")

    services.transfer(
        petition=petition.pk,
        version=petition.version,
        by=CLERK,
        now=petition.received_at,
        to_name=town.stranger.name,
        to_unit=town.stranger,
    )

    arrived = Petition.objects.get(origin=petition)
    assert arrived.signatories.count() == 7
    assert arrived.forwarded_by == town.committee.name


def test_the_page_of_a_group_costs_few_queries(
    sign_in, town, django_assert_max_num_queries
):
    client = sign_in(Role.RECEPTION_OFFICER)
    client.post(NEW, form(town, signed=GROUP))
    petition = Petition.objects.get()

    with django_assert_max_num_queries(18):
        client.get(f"/petitions/{petition.pk}/signed/")


def test_every_source_of_the_circular_is_a_way_to_register():
    """Circular 07/2014, article 5, and what staff note; the portal comes by itself."""
    sources = {source.value for source in Source}

    assert sources == set(Channel.values) == set(labels.CHANNELS)
    assert sources == set(load_toml("exchange/values.toml")["table"]["channel"])
    offered = dict(register_forms.RegisterForm.base_fields["channel"].choices)
    assert set(offered) == sources - {Source.ONLINE}


def test_a_letter_from_the_suggestion_box_is_taken_in(clerk, town):
    letter = replace(COMPLAINT, channel=Channel.BOX)

    assert register(town, letter).channel == "box"
