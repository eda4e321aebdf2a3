"""What a service asks, over HTTP: refused where an answer lacks or does not fit, open where nobody
demanded it, changed by its client until the session begins, read by its photographer and staff."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

NAME, PLACE, DOG, HEADS, NOBODYS = (
    f"0199c1f4-5c11-7a02-9be7-3d6e8f1a2c{one}" for one in range(90, 95)
)
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": NAME, "kind": "short", "text": "Whose name?", "required": True,
        "texts": {"ru": "Чьё имя?", "ko": "누구의 이름인가요?"},
    },
    {
        "id": PLACE, "kind": "choice", "text": "Where?", "when": "session", "required": True,
        "options": [
            {"id": "park", "name": "In the park", "texts": {"ru": "В парке"}},
            {"id": "studio", "name": "In the studio"},
        ],
    },
    {"id": DOG, "kind": "yes-no", "text": "A dog?"},
    {"id": HEADS, "kind": "number", "text": "How many?"},
]  # fmt: skip
RUSSIAN = {"Accept-Language": "ru"}


@pytest.fixture(scope="module")
def visitors(shop: ServerProcess, shop_database_url: str) -> Iterator[dict[str, httpx.Client]]:
    """Staff, two photographers and two clients."""
    made = {"staff": MANAGER}
    for name in ("ann", "bo"):
        made[name] = f"{name}-{uuid4().hex[:8]}@studio.example"
        add_person(shop_database_url, made[name], ["photographer"])
    opened = {
        name: httpx.Client(base_url=shop.url, timeout=PATIENCE)
        for name in (*made, "client", "rival")
    }
    for name, email in made.items():
        log_in(opened[name], email)
    yield opened
    for one in opened.values():
        one.close()


@pytest.fixture(scope="module")
def service(visitors: dict[str, httpx.Client], shop_database_url: str) -> str:
    """Ann's, who photographs."""
    user = expect(visitors["ann"].get("/api/session"))["user"]["id"]
    ann = Someone(kind="photographer", name="Ann", more={"user_id": UUID(user)})
    other = expect(visitors["bo"].get("/api/session"))["user"]["id"]
    bo = Someone(kind="photographer", name="Bo", more={"user_id": UUID(other)})
    asyncio.run(move_in(shop_database_url, ann, bo))
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"amount": 9_000},
        "needs": [
            {"role": "photographer", "kind": "photographer", "resources": [str(ann.id)]},
        ],
        "questions": QUESTIONS,
        "series": 5,
    }
    return str(expect(visitors["staff"].post("/api/staff/services", json=asked), 201)["id"])


def hold(
    by: httpx.Client, service: str, day: int, *answers: tuple[str, str], **more: Any
) -> httpx.Response:
    asked = {
        "serviceId": service,
        "start": f"{day_ahead(day)}T10:00",
        "answers": [{"questionId": one, "value": value} for one, value in answers],
    }
    return by.post(
        "/api/bookings/hold", json=asked | more, headers={"Idempotency-Key": uuid4().hex}
    )


def answer(by: httpx.Client, booking: str, *answers: tuple[str, str]) -> httpx.Response:
    asked = [{"questionId": one, "value": value} for one, value in answers]
    return by.put(f"/api/bookings/{booking}/questions", json={"answers": asked})


def said(found: dict[str, Any]) -> dict[str, str | None]:
    return {
        one["questionId"]: one["answer"] and one["answer"]["said"] for one in found["questions"]
    }


def test_a_client_is_asked_in_their_language(
    visitors: dict[str, httpx.Client], service: str
) -> None:
    shown = expect(visitors["client"].get(f"/api/services/{service}", params={"locale": "ru"}))
    first, second, *_ = shown["questions"]
    assert (first["text"], first["required"], first["when"]) == ("Чьё имя?", True, "booking")
    assert second["text"] == "Where?"
    assert [one["name"] for one in second["options"]] == ["В парке", "In the studio"]


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ([], NAME, "missing"),
        ([(NAME, " ")], NAME, "missing"),
        ([(NAME, "x" * 201)], NAME, "too-long"),
        ([(NAME, "Mia"), (PLACE, "beach")], PLACE, "not-offered"),
        ([(NAME, "Mia"), (HEADS, "many")], HEADS, "invalid"),
        ([(NAME, "Mia"), (NAME, "Ben")], NAME, "twice"),
        ([(NAME, "Mia"), (NOBODYS, "x")], NOBODYS, "unknown"),
    ],
)
def test_a_booking_with_answers_that_lack_or_do_not_fit_is_refused_by_field(
    visitors: dict[str, httpx.Client],
    service: str,
    answers: list[tuple[str, str]],
    field: str,
    code: str,
) -> None:
    refused = refusal(hold(visitors["client"], service, 3, *answers), 422, "answers-invalid")
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [
        (f"answers.{field}", code)
    ]


def test_what_is_answered_is_kept_as_it_was_asked_and_read_by_those_it_concerns(
    visitors: dict[str, httpx.Client], service: str
) -> None:
    client, rival = visitors["client"], visitors["rival"]
    client.headers.update(RUSSIAN)
    held = expect(hold(client, service, 4, (NAME, "Миа"), (DOG, "yes")))
    booking = held["bookingId"]
    assert held["booking"]["questions"] == {"open": 2, "answered": 2}
    path = f"/api/bookings/{booking}/questions"
    found = expect(client.get(path))
    assert (found["mayAnswer"], found["open"]) == (True, 2)
    assert said(found) == {NAME: "Миа", PLACE: None, DOG: "Да", HEADS: None}
    found = expect(answer(client, booking, (PLACE, "park"), (NAME, "Мия"), (DOG, "")))
    assert said(found) == {NAME: "Мия", PLACE: "В парке", DOG: None, HEADS: None}
    assert found["questions"][0]["asked"] == "Чьё имя?"
    assert found["questions"][0]["answer"]["language"] == "ru"
    client.headers["Accept-Language"] = "en"
    own = expect(visitors["ann"].get(f"/api/studio{path[4:]}"))
    assert (own["mayAnswer"], said(own)[PLACE]) == (False, "В парке")
    assert expect(answer(visitors["staff"], booking, (HEADS, "3")))["open"] == 1
    last = expect(client.get(path))["questions"][3]["answer"]
    assert (last["said"], last["by"]) == ("3", "studio")
    for response in (rival.get(path), answer(rival, booking, (NAME, "Eve"))):
        refusal(response, 404, "booking-not-found")
    refusal(visitors["bo"].get(f"/api/studio{path[4:]}"), 404, "booking-not-found")
    refusal(answer(client, booking, (NAME, "")), 422, "answers-invalid")
    refusal(answer(client, booking, (NAME, "x" * 2001)), 422, "invalid-request")
    refusal(answer(client, booking, (str(uuid4()), "x")), 422, "answers-invalid")


def test_who_answered_as_a_guest_reads_their_own_answer_once_they_signed_in(
    shop: ServerProcess,
    visitors: dict[str, httpx.Client],
    service: str,
    shop_database_url: str,
) -> None:
    email = f"{uuid4().hex}@test.example"
    add_person(shop_database_url, email)
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        booking = expect(hold(guest, service, 8, (NAME, "Mia")))["bookingId"]
        log_in(guest, email)
        expect(answer(visitors["staff"], booking, (HEADS, "3")))
        found = expect(guest.get(f"/api/bookings/{booking}/questions"))
        assert found["mayAnswer"]
        by = {
            one["questionId"]: one["answer"] and one["answer"]["by"] for one in found["questions"]
        }
        assert by == {NAME: "client", PLACE: None, DOG: None, HEADS: "studio"}


def test_nobody_answers_after_the_start_but_staff(
    visitors: dict[str, httpx.Client], service: str, shop_database_url: str
) -> None:
    client = visitors["client"]
    booking = expect(hold(client, service, 5, (NAME, "Mia")))["bookingId"]
    begun = "UPDATE bookings SET starts_at = now() - interval '1 minute' WHERE id = $1::uuid"
    asyncio.run(fetch(shop_database_url, begun, booking))
    refusal(answer(client, booking, (PLACE, "park")), 409, "answers-closed")
    found = expect(client.get(f"/api/bookings/{booking}/questions"))
    assert (found["mayAnswer"], said(found)[NAME]) == (False, "Mia")
    assert expect(answer(visitors["staff"], booking, (PLACE, "park")))["mayAnswer"]
    shown = expect(client.get(f"/api/bookings/{booking}"))["questions"]
    assert shown == {"open": 0, "answered": 2}


def test_the_desk_and_the_short_form_leave_them_open(
    visitors: dict[str, httpx.Client], service: str
) -> None:
    held = expect(hold(visitors["staff"], service, 6, client="guest"))
    assert held["booking"]["questions"] == {"open": 4, "answered": 0}
    bo = visitors["bo"]
    span = {"service": service, "from": f"{day_ahead(7)}T00:00", "to": f"{day_ahead(8)}T00:00"}
    free = expect(bo.get("/api/slots", params=span))["times"][0]["combinations"][0]
    user = expect(bo.get("/api/session"))["user"]["id"]
    asked = {"user_id": user, "slot_id": free["slotId"]}
    assert expect(bo.post("/api/book", json=asked))["booking"]["questions"]["open"] == 4


def test_each_session_of_a_series_has_the_answers(
    visitors: dict[str, httpx.Client], service: str
) -> None:
    start = f"{day_ahead(10)}T11:00"
    asked: dict[str, Any] = {"serviceId": service, "start": start, "rule": {"count": 2}}
    by, path = visitors["client"], "/api/series"
    expect(by.post(f"{path}/check", json=asked))
    refusal(
        by.post(path, json=asked, headers={"Idempotency-Key": uuid4().hex}), 422, "answers-invalid"
    )
    asked["answers"] = [{"questionId": NAME, "value": "Mia"}]
    made = expect(by.post(path, json=asked, headers={"Idempotency-Key": uuid4().hex}), 201)
    assert [one["questions"] for one in made["bookings"]] == [{"open": 3, "answered": 1}] * 2


def test_questions_that_are_not_sound_are_not_saved(
    visitors: dict[str, httpx.Client], service: str
) -> None:
    staff = visitors["staff"]
    now = expect(staff.get(f"/api/staff/services/{service}"))
    revision = {"If-Match": f'"{now.pop("revision")}"'}
    now.pop("id")
    now["questions"] = [{**QUESTIONS[1], "options": []}]
    path = f"/api/staff/services/{service}"
    refused = refusal(staff.put(path, json=now, headers=revision), 422, "service-invalid")
    assert refused["errors"][0]["field"] == "questions[0].options"
