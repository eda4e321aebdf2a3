"""A photographer asks the bot for their sessions: with whom each is, where, what is due of it, and
where that is written about."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from holdfast.bot.words import day_text, short_id
from tests.api.bot.conftest import ANNA, LEA, House
from tests.api.bot.wanted import bought, hourly, linked
from tests.api.shop.test_clock_changes import next_change
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in
from tests.support.telegram import Chat, TelegramServer

ADMIN = {"email": "admin@example.com", "password": "holdfast-admin"}
BLAKE = "blake@studio.example"
NORA = "nora@studio.example"


@pytest.fixture
def admin(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        expect(client.post("/api/session/login", json=ADMIN))
        yield client


@pytest.fixture
def chat(shop: ServerProcess, anna: Someone, telegram: TelegramServer) -> Chat:
    """Anna's."""
    made = telegram.chat("Anna")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ANNA)
        linked(client, made, quiet=True)
    return made


def test_a_day_of_sessions_says_with_whom_where_and_what_is_due(
    ann: httpx.Client, manager: httpx.Client, chat: Chat, anna: Someone, service: dict[str, Any]
) -> None:
    """A button leads to what is written about it; of others there is none."""
    day = day_ahead(24)
    half = hourly(anna, deposit={"rule": "percent", "value": 50})
    other = expect(manager.post("/api/staff/services", json=half), 201)
    whole, part = bought(ann, service, f"{day}T10:00"), bought(ann, other, f"{day}T13:00")
    asked = {"orderId": part["orderId"], "text": "Shall I bring a coat?"}
    key = {"Idempotency-Key": uuid4().hex}
    written = expect(ann.post("/api/conversations", json=asked, headers=key), 201)
    said = chat.writes(f"/day {day}")
    lines = said.text.splitlines()
    assert lines[0] == day_text(day, "en")
    assert lines[1] == f"10:00–11:00 · {service['name']} · Ann · {whole['number']}"
    assert lines[2] == "paid"
    assert lines[3].startswith("13:00–14:00")
    assert lines[4] == "€45 is due"
    (link,) = said.links.items()
    one = written["conversation"]["id"]
    assert link == (
        f"Messages: Ann, {part['number']}", f"https://shop.example/my/messages/{one}",
    )  # fmt: skip


def test_a_week_has_each_of_its_days(
    ann: httpx.Client, chat: Chat, service: dict[str, Any]
) -> None:
    booking = bought(ann, service, f"{day_ahead(3)}T16:00")
    said = chat.writes("/week").text.split("\n\n")
    assert [part.splitlines()[0].split(":")[0] for part in said] == [
        day_text(day_ahead(ahead), "en") for ahead in range(7)
    ]
    assert booking["number"] in said[3]
    assert "no sessions" in chat.writes(f"/day {day_ahead(300)}").text
    for words in ("/day", "/day tomorrow", "/day 9999-12-31"):
        assert "Write it so: /day" in chat.writes(words).text


def test_who_may_not_act_as_a_photographer_is_none_in_a_chat(
    shop: ServerProcess, admin: httpx.Client, telegram: TelegramServer
) -> None:
    """While the role is withheld for want of a second factor, and once it is taken away: no
    sessions are told, no day is taken off or given back."""
    add_person(shop.database_url, BLAKE, ["customer", "photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, BLAKE)
        user = expect(client.get("/api/session"))["user"]["id"]
        blake = Someone(kind="photographer", name="Blake", more={"user_id": user})
        asyncio.run(move_in(shop.database_url, blake))
        theirs = telegram.chat("Blake")
        linked(client, theirs, quiet=True)
        day = day_ahead(41)
        span = {"from": f"{day}", "to": f"{day_ahead(42)}"}
        assert "Nobody can book you" in theirs.writes(f"/block {day}").text
        (block,) = expect(client.get("/api/studio/calendar", params=span))["blocks"]

        def refused() -> None:
            lift = theirs.press(f"u:{short_id(UUID(block['id']))}")
            for asked in ("/today", f"/day {day}", "/week", "/block", f"/block {day_ahead(43)}"):
                assert "photographer or studio has your account" in theirs.writes(asked).text
            before = len(theirs.messages)
            telegram.tell(lift)
            assert "photographer or studio has your account" in theirs.hears(before).text

        expect(admin.patch("/api/staff/settings", json={"secondFactorOf": ["photographer"]}))
        try:
            refused()
        finally:
            expect(admin.patch("/api/staff/settings", json={"secondFactorOf": []}))
        assert "no sessions" in theirs.writes("/today").text
        roles = f"/api/staff/people/{user}/roles"
        expect(admin.post(roles, json={"roles": ["customer"]}))
        refused()
        expect(admin.post(roles, json={"roles": ["customer", "photographer"]}))
        assert "no sessions" in theirs.writes("/today").text


def test_a_block_that_ends_in_an_hour_that_comes_twice_says_at_which(
    shop: ServerProcess, telegram: TelegramServer
) -> None:
    """As it is laid: at the first."""
    add_person(shop.database_url, NORA, ["customer", "photographer"])
    chat = telegram.chat("Nora")
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, NORA)
        user = expect(client.get("/api/session"))["user"]["id"]
        nora = Someone(
            kind="photographer", name="Nora", zone="Europe/Berlin", more={"user_id": user}
        )
        asyncio.run(move_in(shop.database_url, nora))
        linked(client, chat, quiet=True)
    day = next_change("Europe/Berlin", forwards=False)
    laid = chat.writes(f"/block {day} 01:00-02:30")
    assert "01:00–02:30 UTC+02:00." in laid.text


def test_an_address_of_mail_is_told_to_no_photographer(
    shop: ServerProcess, ann: httpx.Client, chat: Chat, service: dict[str, Any]
) -> None:
    """Of a client without a name."""
    address = ann.headers["X-Address"]
    assert shop.database_url is not None
    nameless = "UPDATE users SET name = '' WHERE email = $1"
    asyncio.run(fetch(shop.database_url, nameless, address))
    day = day_ahead(27)
    booking = bought(ann, service, f"{day}T10:00")
    said = chat.writes(f"/day {day}").text
    assert f" · {address[0]}*** · {booking['number']}" in said
    assert address not in said


def test_a_studio_sees_its_rooms_and_closes_them(
    shop: ServerProcess,
    house: House,
    ann: httpx.Client,
    manager: httpx.Client,
    telegram: TelegramServer,
) -> None:
    white = house.white
    service = expect(manager.post("/api/staff/services", json=hourly(white)), 201)
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, LEA)
        theirs = telegram.chat("Lea")
        linked(client, theirs, quiet=True)
    day = day_ahead(28)
    booking = bought(ann, service, f"{day}T10:00")
    said = theirs.writes(f"/day {day}").text.splitlines()
    assert said[1:] == [
        f"10:00–11:00 · {service['name']} · Ann · {booking['number']}", "White room · paid",
    ]  # fmt: skip
    assert "Nobody can book you" in theirs.writes(f"/block {day_ahead(29)}").text
    start = f"{day_ahead(29)}T10:00"
    asked = {"serviceId": service["id"], "start": start, "resources": [str(white.id)]}
    refusal(ann.post("/api/bookings/hold", json=asked), 409, "closed")
