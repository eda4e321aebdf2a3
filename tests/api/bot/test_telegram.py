"""The bot of a whole shop: a chat is linked by the account's page; its person books, pays, hears of
it and cancels; a photographer looks at their day and takes one off."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.api.bot.wanted import CHAT, CODES, linked
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in
from tests.support.telegram import BOT, TelegramServer

BORIS = "boris@studio.example"


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
    ann: httpx.Client, telegram: TelegramServer, service: dict[str, Any]
) -> None:
    chat = telegram.chat("Ann", "ru")
    linked(ann, chat)
    chat.writes("/book")
    held = chat.presses(service["name"])
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
