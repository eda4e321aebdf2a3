"""Telegram tells an update again whose confirmation was lost, also to a process that was killed
between what it did and the confirmation: it is answered again, and done once."""

import re
import threading
from typing import Any
from uuid import UUID

import httpx
import pytest

from holdfast.bot.words import short_id
from tests.api.bot.wanted import CHAT, bought, linked, own_bookings
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import signed_up
from tests.support.server import ServerProcess, until
from tests.support.site import Told
from tests.support.studio import Someone, day_ahead
from tests.support.telegram import Chat, TelegramServer


@pytest.fixture
def chat(ann: httpx.Client, telegram: TelegramServer) -> Chat:
    made = telegram.chat("Ann")
    linked(ann, made, quiet=True)
    return made


def blocks(client: httpx.Client, day: int) -> list[Any]:
    span = {"from": f"{day_ahead(day)}", "to": f"{day_ahead(day + 1)}"}
    found: list[Any] = expect(client.get("/api/studio/calendar", params=span))["blocks"]
    return found


def happened(client: httpx.Client, booking: str) -> list[str]:
    told = expect(client.get(f"/api/bookings/{booking}"))["timeline"]
    return [one["what"] for one in told]


def test_a_time_is_held_once_and_cancelled_once(
    ann: httpx.Client, chat: Chat, service: dict[str, Any]
) -> None:
    """The second answer is the first one's."""
    chat.writes("/book")
    chat.presses(service["name"])
    for _ in range(2):
        held = chat.presses(list(chat.messages[-1].buttons)[2])
    assert chat.again().text == held.text
    (booking,) = own_bookings(ann)
    begun = {"reservationId": booking["reservationId"], "provider": "demo"}
    expect(ann.post("/api/payments", json=begun))
    until(lambda: own_bookings(ann)[0]["status"] == "confirmed", PATIENCE, "it is confirmed")
    assert "is booked" in chat.again().text
    chat.writes("/my")
    chat.presses("Cancel")
    done = chat.presses("Yes")
    assert "comes back" in done.text
    assert chat.again().text == done.text
    assert [one["status"] for one in own_bookings(ann)] == ["cancelled"]
    assert happened(ann, booking["id"]).count("cancelled") == 1


def test_a_day_is_blocked_once_and_given_back_once(
    photographer: httpx.Client, telegram: TelegramServer
) -> None:
    """Told again after it was given back, it is not taken once more; what is blocked anew since
    stays."""
    chat = telegram.chat("Anna")
    linked(photographer, chat, quiet=True)
    day = day_ahead(33)
    done = chat.writes(f"/block {day} 10:00-12:00")
    assert chat.again().text == done.text
    assert len(blocks(photographer, 33)) == 1
    given = chat.presses("Take it back")
    assert blocks(photographer, 33) == []
    assert chat.again(-2).text == done.text
    assert blocks(photographer, 33) == []
    chat.writes(f"/block {day} 10:00-12:00")
    assert chat.again(-2).text == given.text
    assert len(blocks(photographer, 33)) == 1


def test_a_chat_that_was_linked_again_stays_so(
    shop: ServerProcess, ann: httpx.Client, chat: Chat, service: dict[str, Any]
) -> None:
    """What was written before it was is told again: that ends no link, and is nobody else's
    request."""
    chat.writes("/book")
    chat.presses(service["name"])
    chat.presses(list(chat.messages[-1].buttons)[5])
    held = chat.presses(next(iter(chat.messages[-1].buttons)))
    chat.writes("/stop")
    with signed_up(shop.url, "Ben") as ben:
        linked(ben, chat)
        assert chat.again(-3).text == held.text
        chat.again(-2)
        assert expect(ben.get(CHAT))["linked"] is True
        assert own_bookings(ben) == []
    assert len(own_bookings(ann)) == 1


def test_what_a_killed_process_did_is_done_once(
    shop: ServerProcess,
    ann: httpx.Client,
    chat: Chat,
    photographer: httpx.Client,
    telegram: TelegramServer,
    service: dict[str, Any],
    anna: Someone,
) -> None:
    """It holds, cancels, blocks and gives back, says so three times, and is killed."""
    hers = telegram.chat("Anna")
    linked(photographer, hers, quiet=True)
    there = bought(ann, service, f"{day_ahead(20)}T10:00")
    laid = {"start": f"{day_ahead(35)}T10:00", "end": f"{day_ahead(35)}T11:00"}
    own = f"/api/staff/resources/{anna.id}/blocks"
    expect(photographer.post(own, json=laid), 201)
    (block,) = blocks(photographer, 35)
    chat.writes("/book")
    chat.presses(service["name"])
    chat.presses(list(chat.messages[-1].buttons)[3])
    time = next(iter(chat.messages[-1].buttons.values()))
    before, sent, killed = len(chat.messages), [0], threading.Event()

    def trouble(method: str, form: dict[str, str]) -> Told | None:
        if method == "sendMessage" and not killed.is_set():
            sent[0] += "Nobody can book" in form["text"] or "booked then again" in form["text"]
            if sent[0] == 2:
                killed.wait(PATIENCE)
                return Told(502, b'{"ok": false, "description": "no"}')
        return None

    telegram.trouble = trouble
    cancel = f"x:{short_id(UUID(there['id']))}:0"
    lift = f"u:{short_id(UUID(block['id']))}"
    telegram.tell_at_once(
        chat.press(time),
        chat.press(cancel),
        hers.message(f"/block {day_ahead(36)}"),
        hers.press(lift),
    )
    try:
        until(lambda: sent[0] == 2, PATIENCE, "all four are done")
        shop.kill()
        killed.set()
    finally:
        killed.set()
        telegram.trouble = lambda *_: None
    answered = len(chat.messages)
    shop.start().wait_ready()
    found = chat.hears(answered)
    assert re.search("/checkout/", found.text)
    until(lambda: "booked then again" in hers.messages[-1].text, PATIENCE, "the last is answered")
    assert len(chat.messages) > before
    held, cancelled = sorted(own_bookings(ann), key=lambda one: one["status"] == "cancelled")
    assert (held["status"], cancelled["id"]) == ("held", there["id"])
    assert happened(ann, there["id"]).count("cancelled") == 1
    assert (len(blocks(photographer, 35)), len(blocks(photographer, 36))) == (0, 1)
