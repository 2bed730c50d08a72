"""The office's pages: what each shows, what it refuses, what it costs."""

import datetime
import re
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from danvan.accounts.rights import Role
from danvan.core.casework.workflow import Kind
from danvan.journal.models import Entry
from danvan.petitions import following, linking, public
from danvan.petitions.models import Petition
from danvan.petitions.tests.conftest import text
from danvan.petitions.tests.test_services import (
    CLERK,
    COMPLAINT,
    FEEDBACK,
    register,
    take,
    walk,
)

pytestmark = pytest.mark.urls("danvan.config.urls_office")
QUEUE = "/petitions/"


def post(client, petition, verb, **fields):
    data = {f"{verb}-{name}": value for name, value in fields.items()}
    data.setdefault(f"{verb}-version", petition.version)
    return client.post(reverse("petitions:take", args=[petition.pk, verb]), data)


def test_a_clerk_settles_a_petition_page_by_page(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)

    assert petition.number in text(client.get(QUEUE))
    page = text(client.get(f"{QUEUE}{petition.pk}/"))
    assert "Thông tư 05/2021/TT-TTCP" in page
    assert all(d.sentence_vi in page for d in petition.deadlines.all())

    response = post(client, petition, "screen", kind="feedback", field="land")
    assert response.status_code == 302
    petition.refresh_from_db()
    post(client, petition, "answer", reply="Đã sửa xong.", document="15/UBND")
    petition.refresh_from_db()

    page = text(client.get(f"{QUEUE}{petition.pk}/"))
    assert petition.state == "answered"
    assert "Đã sửa xong." in page
    assert "15/UBND" in page


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("accept", {}),
        ("guide", {"reply": "Đến Sở Xây dựng", "reasons": ["sent_to_many"]}),
        ("transfer", {"to_name": "Sở Xây dựng"}),
        ("file", {"reply": "Không rõ", "reasons": ["unclear", "no_date"]}),
        ("answer", {"reply": "Xong"}),
        ("withdraw", {"note": "Người gửi rút đơn", "signed": "on"}),
    ],
)
def test_every_step_after_screening_works_from_its_form(sign_in, town, verb, fields):
    client = sign_in(Role.PETITION_CLERK)
    petition = walk(register(town), town, "screen")

    response = post(client, petition, verb, **fields)

    assert response.status_code == 302
    assert petition.steps.last().verb == verb


def test_a_leader_assigns_and_concludes(sign_in, town):
    client = sign_in(Role.UNIT_LEADER)
    petition = walk(register(town, COMPLAINT), town, "screen", "accept")

    post(client, petition, "assign", unit=town.department.pk)
    petition.refresh_from_db()
    found = {"result": "partly", "text": "Đúng một phần", "agreed": "on"}
    post(client, petition, "conclude", **found)

    petition.refresh_from_db()
    assert petition.state == "concluded"


def test_a_verifier_below_concludes_in_the_name_of_his_own_unit(sign_in, town):
    client = sign_in(Role.VERIFIER, unit=town.department)
    petition = walk(register(town), town, "screen", "accept", "assign")

    found = {"result": "settled", "text": "Đúng như phản ánh"}
    post(client, Petition.objects.get(), "conclude", **found)

    assert petition.steps.last().verb == "conclude"
    assert Entry.objects.last().chain == town.department.code


def test_a_transfer_to_a_unit_of_ours_arrives_there(sign_in, town):
    sign_in(Role.PETITION_CLERK, unit=town.stranger)
    client = sign_in(Role.PETITION_CLERK)
    petition = walk(register(town), town, "screen")
    assert "UBND xã Khác" in text(client.get(f"{QUEUE}{petition.pk}/"))

    post(client, petition, "transfer", to_unit=town.stranger.pk)

    assert Petition.objects.get(origin=petition).unit == town.stranger


@pytest.mark.parametrize(
    ("verb", "fields", "message"),
    [
        ("file", {"reply": "x"}, "Đánh dấu ít nhất một lý do."),
        ("answer", {"reply": " "}, "Hãy viết nội dung trả lời."),
        ("answer", {"reply": "a\0b"}, "Null"),
        ("answer", {"reply": "x" * 20_001}, "20"),
        ("transfer", {}, "Hãy chọn đơn vị hoặc ghi tên cơ quan."),
        ("transfer", {"to_unit": "x"}, "x"),
    ],
)
def test_a_form_not_in_order_says_why_and_stores_nothing(
    sign_in, town, verb, fields, message
):
    client = sign_in(Role.PETITION_CLERK)
    petition = walk(register(town), town, "screen")

    response = post(client, petition, verb, **fields)

    assert response.status_code == 422
    assert "govuk-error-summary" in text(response)
    assert message in text(response)
    assert petition.steps.count() == 2


def test_a_term_says_what_it_is_for_and_whether_it_was_kept(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    now = timezone.now()
    kept = walk(register(town, COMPLAINT), town, "screen", "accept")
    broken = register(town, COMPLAINT, now=now - datetime.timedelta(days=60))
    walk(broken, town, "screen", "accept")

    page = text(client.get(f"{QUEUE}{kept.pk}/"))
    assert "Giải quyết khiếu nại lần đầu" in page
    assert ", đúng hạn" in page
    assert ", quá hạn" in text(client.get(f"{QUEUE}{broken.pk}/"))

    other = register(town)
    take("screen", other, town, kind=Kind.COMPLAINT)
    assert "Không còn áp dụng" in text(client.get(f"{QUEUE}{other.pk}/"))


def test_the_second_clerk_sees_what_happened_and_what_was_typed(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = walk(register(town), town, "screen")
    take("accept", Petition.objects.get(pk=petition.pk), town)

    response = post(client, petition, "answer", reply="Chữ tôi đã gõ")

    assert response.status_code == 409
    assert "Đồng nghiệp đã xử lý trước" in text(response)
    assert "Chữ tôi đã gõ" in text(response)
    assert petition.steps.count() == 3


def test_a_step_that_is_gone_is_told_too_and_gives_the_words_back(sign_in, town):
    client = sign_in(Role.PETITION_CLERK)
    petition = register(town)
    take("screen", Petition.objects.get(pk=petition.pk), town)

    response = post(client, petition, "screen", kind="feedback", note="Chữ tôi đã gõ")

    assert response.status_code == 409
    assert "Chữ tôi đã gõ" in text(response)


def test_a_step_without_its_right_is_forbidden(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    petition = register(town)

    assert "Việc có thể làm" not in text(client.get(f"{QUEUE}{petition.pk}/"))
    assert post(client, petition, "screen", kind="feedback").status_code == 403
    assert petition.steps.count() == 1


@pytest.mark.parametrize("name", ["case", "receipt"])
def test_a_stranger_is_told_that_there_is_nothing(sign_in, town, name):
    client = sign_in(Role.UNIT_LEADER, unit=town.stranger)
    petition = register(town)

    assert (
        client.get(reverse(f"petitions:{name}", args=[petition.pk])).status_code == 404
    )
    assert post(client, petition, "screen").status_code == 404
    assert petition.number not in text(client.get(QUEUE))


@pytest.mark.parametrize("path", ["", "new/"])
def test_without_a_right_no_page_opens(sign_in, client, town, path):
    assert client.get(QUEUE + path).status_code == 302
    assert sign_in(Role.ONE_STOP_OFFICER).get(QUEUE + path).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        *(
            "q=cong+hong",
            "state=received",
            "kind=feedback&kind=complaint",
            "overdue=on",
        ),
        *(
            "page=-1",
            "page=99999",
            "page=x",
            "state=nonsense",
            "unit=x",
            "q=%00",
            "q=%25",
        ),
    ],
)
def test_any_filter_is_answered(sign_in, town, query):
    register(town)
    assert sign_in(Role.PETITION_CLERK).get(f"{QUEUE}?{query}").status_code == 200


def test_an_empty_queue_says_so(sign_in, town):
    assert "Không có việc nào đang chờ" in text(sign_in(Role.PETITION_CLERK).get(QUEUE))


def test_the_queue_has_pages(sign_in, town):
    numbers = {register(town).number for _ in range(27)}
    client = sign_in(Role.PETITION_CLERK)

    first = client.get(QUEUE)
    second = client.get(QUEUE, {"after": first.context["page"].after})
    again = client.get(QUEUE, {"before": second.context["page"].before})

    seen = [[row.number for row in p.context["rows"]] for p in (first, second)]
    assert [len(page) for page in seen] == [25, 2]
    assert {number for page in seen for number in page} == numbers
    assert [row.number for row in again.context["rows"]] == seen[0]
    assert not again.context["page"].before


LETTER = {
    "channel": "counter",
    "kind": "feedback",
    "what": "Đèn đường hỏng",
    "name": "Người dân mẫu 5",
}


def registration(town, **changes):
    return {**LETTER, "unit": town.committee.pk, "key": str(uuid.uuid4()), **changes}


def test_the_counter_registers_and_shows_the_receipt(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    assert client.get(f"{QUEUE}new/").status_code == 200

    response = client.post(f"{QUEUE}new/", registration(town), follow=True)

    petition = Petition.objects.get()
    page = text(response)
    assert petition.number in page
    code = re.search(r"\d{4} \d{4} \d{4}", page)[0]
    assert public.status(petition.number, code).state_code == "received"
    assert "no-store" in response["Cache-Control"]
    assert petition.steps.get().actor_label == "Chuyên viên"


def test_the_same_form_twice_is_one_petition(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    form = registration(town)

    first, second = (client.post(f"{QUEUE}new/", form) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Petition.objects.count() == 1


def test_the_code_is_shown_for_half_an_hour_and_never_of_an_online_letter(
    sign_in, town
):
    client = sign_in(Role.RECEPTION_OFFICER)
    client.post(f"{QUEUE}new/", registration(town))
    petition = Petition.objects.get()
    page = reverse("petitions:receipt", args=[petition.pk])
    assert re.search(r"\d{4} \d{4} \d{4}", text(client.get(page)))

    for changes in (
        {"received_at": timezone.now() - datetime.timedelta(minutes=31)},
        {"received_at": timezone.now(), "channel": "online"},
    ):
        Petition.objects.update(**changes)
        assert not re.search(r"\d{4} \d{4} \d{4}", text(client.get(page)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"what": ""}, "Hãy viết sự việc đã xảy ra."),
        ({"kind": ""}, "Chọn phản ánh hoặc khiếu nại."),
        ({"kind": "denunciation"}, "denunciation"),
        ({"name": ""}, "Hãy ghi họ tên"),
        ({"what": "a\0b"}, "Null"),
        ({"decision_received_day": "31", "decision_received_month": "2"}, "31"),
        ({"unit": "999999"}, "999999"),
    ],
)
def test_a_letter_not_in_order_comes_back_as_typed(sign_in, town, changes, message):
    client = sign_in(Role.RECEPTION_OFFICER)

    response = client.post(f"{QUEUE}new/", registration(town, **changes))

    assert response.status_code == 422
    assert message in text(response)
    assert not Petition.objects.exists()


def test_a_refused_file_names_its_cure_and_stores_nothing(sign_in, town, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("don.exe", b"MZ", "application/octet-stream")
    client = sign_in(Role.RECEPTION_OFFICER)

    response = client.post(f"{QUEUE}new/", registration(town, attachments=bad))

    assert response.status_code == 422
    assert not Petition.objects.exists()


def test_a_good_file_is_kept_and_listed(sign_in, town, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.FILES_DIR = tmp_path
    note = SimpleUploadedFile("ghi chú.txt", "Ảnh chụp cống".encode(), "text/plain")
    client = sign_in(Role.PETITION_CLERK)

    client.post(f"{QUEUE}new/", registration(town, attachments=note))

    petition = Petition.objects.get()
    assert "ghi chú.txt" in text(client.get(f"{QUEUE}{petition.pk}/"))


def test_an_unnamed_person_leaves_no_name(sign_in, town):
    client = sign_in(Role.RECEPTION_OFFICER)
    client.post(f"{QUEUE}new/", registration(town, anonymous="on", phone="0900"))

    petition = Petition.objects.get()
    assert (petition.name, petition.phone, petition.anonymous) == ("", "", True)


def test_pages_speak_english_too(sign_in, town, settings):
    client = sign_in(Role.PETITION_CLERK)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    petition = register(town)

    page = text(client.get(f"{QUEUE}{petition.pk}/"))

    assert "What can be done next" in page
    assert all(d.sentence_en in page for d in petition.deadlines.all())


MOST_QUERIES = 12  # of a case's page, whatever has happened to the case


def test_the_queue_keeps_its_budget(sign_in, town, django_assert_max_num_queries):
    register(town)
    register(town)
    client = sign_in(Role.UNIT_LEADER)
    with django_assert_max_num_queries(9):
        client.get(QUEUE)
    with django_assert_max_num_queries(8):
        client.get(QUEUE, {"q": "cống"})


@pytest.mark.parametrize("letter", [FEEDBACK, COMPLAINT])
@pytest.mark.parametrize(
    "verbs",
    [
        (),
        ("screen",),
        ("screen", "accept"),
        ("screen", "accept", "assign"),
        ("screen", "accept", "assign", "conclude", "answer"),
        ("screen", "accept", "assign", "conclude", "answer", "close"),
    ],
)
def test_a_case_keeps_its_budget_at_every_stage(
    sign_in, town, letter, verbs, django_assert_max_num_queries
):
    petition, earlier = register(town, letter), register(town, letter)
    tie(petition, earlier, town)
    for verb in verbs:
        walk(petition, town, verb)
        if verb == "assign":
            followed(following.add_task, petition, what="Kiểm tra", who="Tổ 1")
        if verb == verbs[-1] == "answer":
            followed(following.order, petition, **ORDERED)
    client = sign_in(Role.UNIT_LEADER)
    case = f"{QUEUE}{petition.pk}/"

    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(case).status_code == 200
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(f"{case}pane/", headers={"HX-Request": "true"})


ORDERED = {
    "kind": "work",
    "what": "Nạo vét cống",
    "who": "UBND phường",
    "ordered": Decimal(1),
}


def tie(petition, earlier, town):
    linking.tie(
        petition=petition.pk,
        version=petition.version,
        of=earlier,
        kind=linking.Tie.CONTINUATION,
        by=CLERK,
        now=timezone.now(),
    )


def followed(service, petition, **words):
    due = timezone.localdate() + datetime.timedelta(days=5)
    service(petition=petition.pk, due=due, by=CLERK, now=timezone.now(), **words)
