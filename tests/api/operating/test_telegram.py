"""The bot of a whole shop: a chat is linked by the account's page; its person books, pays, hears of
it and cancels; a photographer looks at their day and takes one off."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.operating.conftest import ANNA
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in
from tests.support.telegram import BOT, Chat, TelegramServer

BORIS = "boris@studio.example"
CHAT = "/api/telegram"
CODES = "/api/telegram/codes"


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(prepared: PreparedShops, telegram: TelegramServer) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_LIMITS": "off", "HOLDFAST_PUBLIC_URL": "https://shop.example"}
    with prepared.opened(**ours, **telegram.settings) as opened:
        yield opened


@pytest.fixture
def ann(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        body = {"name": "Ann", "email": f"{uuid4().hex}@test.example", "password": PASSWORD}
        expect(client.post("/api/signup", json=body), 201)
        yield client


@pytest.fixture(scope="module")
def service(shop: ServerProcess) -> str:
    """Anna's, by its name."""
    add_person(shop.database_url, ANNA, ["photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ANNA)
        user = expect(client.get("/api/session"))["user"]["id"]
        anna = Someone(kind="photographer", name="Anna", more={"user_id": user})
        asyncio.run(move_in(shop.database_url, anna))
        manager = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(client.post("/api/session/login", json=manager))
        asked: dict[str, Any] = {
            "name": f"Portrait {uuid4().hex[:8]}",
            "currency": "EUR",
            "lengths": {"minutes": [60]},
            "grid": {"step": 60},
            "price": {"rule": "flat", "amount": 9_000},
            "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
        }
        expect(client.post("/api/staff/services", json=asked), 201)
    return str(asked["name"])


def linked(client: httpx.Client, chat: Chat) -> None:
    made = expect(client.post(CODES, json={}), 201)
    assert made["url"] == f"https://t.me/{BOT}?start={made['code']}"
    chat.writes(f"/start {made['code']}")


def test_a_chat_is_linked_by_the_page_and_no_more_by_page_or_chat(
    ann: httpx.Client, telegram: TelegramServer
) -> None:
    """Once by a code; a stranger's chat is told where to begin."""
    assert expect(ann.get("/api/config"))["telegram"] == BOT
    chat, other = telegram.chat("Ann Lee"), telegram.chat("Eve")
    assert "https://shop.example/account" in chat.writes("/my").text
    made = expect(ann.post(CODES, json={}), 201)
    assert "from now on" in chat.writes(f"/start {made['code']}").text
    found = expect(ann.get(CHAT))
    assert (found["linked"], found["name"]) == (True, "Ann Lee")
    assert "Make a new one" in other.writes(f"/start {made['code']}").text, "it was used"
    assert "/account" in other.writes("/my").text
    assert chat.writes("/stop").text == "You are told nothing here any more."
    assert expect(ann.get(CHAT))["linked"] is False
    refusal(ann.delete(CHAT), 404, "chat-not-linked")
    linked(ann, chat)
    assert ann.delete(CHAT).status_code == 204
    assert "/account" in chat.writes("/my").text


def test_a_client_books_in_a_chat_pays_on_the_page_and_hears_of_it(
    ann: httpx.Client, telegram: TelegramServer, service: str
) -> None:
    chat = telegram.chat("Ann", "ru")
    linked(ann, chat)
    chat.writes("/book")
    held = chat.presses(service)
    for _ in range(2):  # the second day, its first time
        held = chat.presses(list(held.buttons)[1])
    found = re.search(r"https://shop\.example/checkout/([0-9a-f-]{36})", held.text)
    assert found is not None, held.text
    assert "Оплатите" in held.text
    (booking,) = expect(ann.get("/api/bookings"))["bookings"]
    assert (booking["status"], booking["orderId"]) == ("held", found[1])
    before = len(chat.messages)
    begun = {"reservationId": booking["reservationId"], "provider": "demo"}
    expect(ann.post("/api/payments", json=begun))
    assert "https://shop.example/bookings" in chat.hears(before).text

    kinds = expect(ann.get("/api/mail-preferences"))["kinds"]
    mine = {one["kind"] for one in kinds if one["channel"] == "telegram"}
    assert {"booking-confirmed", "booking-cancelled"} <= mine
    none = {"wanted": False, "channel": "telegram"}
    expect(ann.put("/api/mail-preferences/booking-cancelled", json=none))

    assert booking["number"] in chat.writes("/my").text
    asked = chat.presses("Отменить")
    assert "?" in asked.text
    assert expect(ann.get("/api/bookings"))["bookings"][0]["status"] == "confirmed"
    assert "отменено" in chat.presses("Да").text
    assert expect(ann.get("/api/bookings"))["bookings"][0]["status"] == "cancelled"


def test_a_photographer_sees_their_day_and_takes_one_off(
    shop: ServerProcess, telegram: TelegramServer, ann: httpx.Client
) -> None:
    """Whoever is none is told so."""
    stranger = telegram.chat()
    linked(ann, stranger)
    assert "photographer" in stranger.writes("/today").text
    chat = telegram.chat("Boris")  # nobody books him: the bot has nothing to say but its answers
    add_person(shop.database_url, BORIS, ["photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, BORIS)
        user = expect(client.get("/api/session"))["user"]["id"]
        boris = Someone(kind="photographer", name="Boris", more={"user_id": user})
        asyncio.run(move_in(shop.database_url, boris))
        linked(client, chat)
        for word in ("/today", "/tomorrow"):
            assert chat.writes(word).text
        day = datetime.now(UTC).date() + timedelta(days=40)
        span = {"from": day.isoformat(), "to": (day + timedelta(days=1)).isoformat()}

        def blocks() -> list[Any]:
            found: list[Any] = expect(client.get("/api/studio/calendar", params=span))["blocks"]
            return found

        assert "Write it so" in chat.writes("/block tomorrow").text
        assert "Nobody can book you" in chat.writes(f"/block {day} 10:00-12:00").text
        assert len(blocks()) == 1
        chat.presses("Take it back")
        assert blocks() == []
