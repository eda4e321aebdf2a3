"""A client writes to a photographer or a studio whom they have not booked, by the conversations
that there are of products and orders."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.studio.house import AT, House, opened_house
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.postgres import execute
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

OWN, STUDIO, STAFF = "/api/conversations", f"{AT}/conversations", "/api/staff/conversations"
MOST = 20


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        asyncio.run(
            execute(
                shop_database_url,
                """UPDATE resources SET texts = '{"ru": {"name": "Анна", "about": ""}}'"""
                f" WHERE id = '{opened.ids['ann']}'",
            )
        )
        yield opened


@pytest.fixture
def a_client(house: House, shop_database_url: str) -> Iterator[Callable[[], httpx.Client]]:
    with ExitStack() as stack:

        def made() -> httpx.Client:
            email = f"eva-{uuid4().hex[:8]}@house.example"
            add_person(shop_database_url, email, ["customer"])
            bearer = {"Authorization": f"Bearer {token_for(shop_database_url, email)}"}
            opened = httpx.Client(base_url=house.shop.url, timeout=PATIENCE, headers=bearer)
            return stack.enter_context(opened)

        yield made


def sent(who: httpx.Client, path: str, text: str, **more: Any) -> httpx.Response:
    key = {"Idempotency-Key": uuid4().hex}
    return who.post(path, json={"text": text, **more}, headers=key)


def write(who: httpx.Client, path: str, text: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = expect(sent(who, path, text, **more), 201)
    return found


def listed(who: httpx.Client, place: str, one: str, **more: str) -> dict[str, Any] | None:
    found = expect(who.get(place, params=more))["conversations"]
    return next((it for it in found if it["id"] == one), None)


def test_a_photographer_is_asked_before_they_are_booked_and_answers(
    house: House, a_client: Callable[[], httpx.Client]
) -> None:
    eva, ann, lea, staff = a_client(), *(house.who[name] for name in ("ann", "lea", "staff"))
    before = expect(ann.get(STUDIO))["unread"]
    made = write(eva, OWN, "Do you work in the rain?", resourceId=house.ids["ann"])
    one = made["conversation"]
    assert (one["about"]["kind"], one["about"]["id"]) == ("resource", house.ids["ann"])
    assert (one["about"]["page"], one["photographers"]) == ("photographer", ["Ann"])
    page = expect(eva.get(f"/api/photographers/{one['about']['handle']}"))
    assert (page["id"], page["own"]) == (house.ids["ann"], False)
    assert expect(ann.get(f"/api/photographers/{house.ids['ann']}"))["own"] is True
    # Each calls them as they are called in their language.
    russian = listed(eva, OWN, one["id"], locale="ru")
    assert russian is not None
    assert (russian["about"]["name"], russian["photographers"]) == ("Анна", ["Анна"])
    assert expect(ann.get(STUDIO))["unread"] == before + 1
    asked_of = expect(staff.get("/api/staff/home"))["toDo"]["calendarQuestions"]
    assert listed(staff, STAFF, one["id"], unanswered="true") is not None
    assert listed(lea, STUDIO, one["id"]) is None
    refusal(lea.get(f"{STUDIO}/{one['id']}"), 404, "conversation-not-found")
    write(ann, f"{STUDIO}/{one['id']}/messages", "In the rain most of all.")
    left = expect(staff.get("/api/staff/home"))["toDo"]["calendarQuestions"]
    assert (left, listed(staff, STAFF, one["id"], unanswered="true")) == (asked_of - 1, None)
    write(staff, f"{STAFF}/{one['id']}/messages", "We have umbrellas.")
    read = expect(eva.get(f"{OWN}/{one['id']}"))
    assert [it["side"] for it in read["messages"]] == ["customer", "photographer", "shop"]
    assert read["messages"][1]["name"] == "Ann"
    # The question after it goes on with the same; that of a booking is one of its own.
    again = write(eva, OWN, "And in snow?", resourceId=house.ids["ann"])["conversation"]
    assert (again["id"], again["messages"]) == (one["id"], 4)
    asked = {"serviceId": house.services["asked"], "start": f"{day_ahead(12)}T10:00"}
    held = expect(eva.post("/api/bookings/hold", json=asked))
    booked = write(eva, OWN, "May the dog come?", orderId=held["orderId"])["conversation"]
    assert booked["id"] != one["id"]
    assert (booked["about"]["kind"], booked["photographers"]) == ("order", ["Ann"])


def test_a_studio_is_asked_by_itself_and_one_without_an_account_by_the_shop(
    house: House, a_client: Callable[[], httpx.Client], shop_database_url: str
) -> None:
    eva, lea, max_, staff = a_client(), *(house.who[it] for it in ("lea", "max", "staff"))
    one = write(eva, OWN, "Is there daylight?", resourceId=house.ids["loft"])["conversation"]
    assert (one["studio"]["name"], one["about"]["page"]) == ("Loft", "studio")
    assert listed(lea, STUDIO, one["id"]) is not None
    assert listed(max_, STUDIO, one["id"]) is None
    assert listed(staff, STAFF, one["id"], whose="studios") is not None
    write(lea, f"{STUDIO}/{one['id']}/messages", "From three sides.")
    with_nobody = {"kind": "studio", "name": "Attic", "zone": "Europe/Berlin"}
    attic = expect(staff.post("/api/staff/resources", json=with_nobody), 201)["resource"]["id"]
    other = write(eva, OWN, "Who are you?", resourceId=attic)["conversation"]
    assert (other["studio"], other["photographers"]) == (None, [])
    assert listed(staff, STAFF, other["id"], whose="shop") is not None


def test_who_is_hidden_gone_or_oneself_is_not_written_to(
    house: House, a_client: Callable[[], httpx.Client], shop_database_url: str
) -> None:
    eva, ann, staff = a_client(), house.who["ann"], house.who["staff"]
    new = {"kind": "photographer", "name": "Ida", "zone": "Europe/Berlin"}
    ida = expect(staff.post("/api/staff/resources", json=new), 201)["resource"]["id"]
    one = write(eva, OWN, "Are you free?", resourceId=ida)["conversation"]
    archived = f"UPDATE resources SET status = 'archived' WHERE id = '{ida}'"
    asyncio.run(execute(shop_database_url, archived))
    for gone in (ida, house.ids["white"], str(uuid4())):
        refused = refusal(sent(eva, OWN, "Hello?", resourceId=gone), 404, "resource-not-found")
        assert refused["field"] == "resourceId"
    refusal(sent(eva, f"{OWN}/{one['id']}/messages", "Hello?"), 404, "resource-not-found")
    kept = listed(eva, OWN, one["id"])
    assert kept is not None
    assert (kept["about"]["name"], kept["about"]["handle"]) == ("Ida", None)
    refusal(sent(ann, OWN, "Me?", resourceId=house.ids["ann"]), 404, "resource-not-found")
    both = {"resourceId": house.ids["ann"], "productId": str(uuid4())}
    refusal(sent(eva, OWN, "Which?", **both), 422, "invalid-request")
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE) as guest:
        asked = sent(guest, OWN, "Hello?", resourceId=house.ids["ann"])
        refusal(asked, 401, "login-required")


def test_whom_they_do_not_take_is_refused_and_not_told_why(
    house: House, a_client: Callable[[], httpx.Client]
) -> None:
    eva, ann = a_client(), house.who["ann"]
    one = write(eva, OWN, "Do you work at night?", resourceId=house.ids["ann"])["conversation"]
    asked = {"serviceId": house.services["asked"], "start": f"{day_ahead(13)}T10:00"}
    booking = expect(eva.post("/api/bookings/hold", json=asked))["bookingId"]
    off = {"bookingId": booking, "reason": "Never came"}
    line = expect(ann.post("/api/staff/not-taken", json=off))
    for place, more in (
        (OWN, {"resourceId": house.ids["ann"]}),
        (f"{OWN}/{one['id']}/messages", {}),
    ):
        refused = refusal(sent(eva, place, "Please?", **more), 409, "messages-not-taken")
        assert "Never" not in str(refused)
    write(eva, OWN, "Is Ann well?", resourceId=house.ids["loft"])
    assert ann.delete(f"/api/staff/not-taken/{line['id']}").status_code == 204
    write(eva, f"{OWN}/{one['id']}/messages", "Thank you.")


def test_so_many_questions_may_be_open(
    house: House, a_client: Callable[[], httpx.Client], shop_database_url: str
) -> None:
    eva = a_client()
    user = expect(eva.get("/api/session"))["user"]["id"]
    many = (
        "INSERT INTO conversations (id, customer, subject, subject_id) SELECT gen_random_uuid(),"
        f" '{user}', 'product', gen_random_uuid() FROM generate_series(1, {MOST})"
    )
    asyncio.run(execute(shop_database_url, many))
    full = sent(eva, OWN, "One more?", resourceId=house.ids["ann"])
    refusal(full, 409, "too-many-conversations")
