"""Who is booked moves a session of theirs in the chat, says what came of it, and takes one room of
a studio away."""

import asyncio
from typing import Any

import httpx
import pytest

from holdfast.bot.words import day_text
from tests.api.bot.conftest import ANNA, LEA, House
from tests.api.bot.wanted import bought, linked
from tests.support.market import expect
from tests.support.past_sessions import begins_now
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead
from tests.support.telegram import Chat, TelegramServer


def chat_of(shop: ServerProcess, telegram: TelegramServer, email: str) -> Chat:
    made = telegram.chat(email.partition("@")[0])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, email)
        linked(client, made, quiet=True)
    return made


@pytest.fixture
def chat(shop: ServerProcess, house: House, telegram: TelegramServer) -> Chat:
    """Anna's."""
    return chat_of(shop, telegram, ANNA)


def status(client: httpx.Client, booking: dict[str, Any]) -> str:
    return str(expect(client.get(f"/api/bookings/{booking['id']}"))["status"])


def test_a_session_is_moved_by_who_is_booked(
    shop: ServerProcess,
    ann: httpx.Client,
    chat: Chat,
    telegram: TelegramServer,
    service: dict[str, Any],
) -> None:
    """As on the shop's page: without the bounds that hold for clients."""
    day = day_ahead(46)
    booking = bought(ann, service, f"{day}T10:00")
    chat.writes(f"/day {day}")
    card = chat.presses(f"Change: {booking['number']}")
    assert service["name"] in card.text
    assert list(card.buttons) == ["Move", "Cancel"], "it is weeks ahead"
    days = chat.presses("Move")
    while day_text(day, "en") not in days.buttons:
        days = chat.presses("Later")
    chat.presses(day_text(day, "en"))
    asked = chat.presses("15:00")
    assert asked.text.endswith("It costs nothing.")
    assert "It is moved" in chat.presses("Yes, move it").text
    moved = expect(ann.get(f"/api/bookings/{booking['id']}"))
    assert moved["local"][11:16] == "15:00"
    # Nobody else does, whatever they press.
    lea = chat_of(shop, telegram, LEA)
    lea.messages.append(card)
    assert "You have no such booking" in lea.presses("Move").text


def test_what_came_of_a_session_is_said_and_taken_back(
    shop: ServerProcess, ann: httpx.Client, chat: Chat, service: dict[str, Any]
) -> None:
    day = day_ahead(47)
    booking = bought(ann, service, f"{day}T10:00")
    chat.writes(f"/day {day}")
    before = chat.messages[-1]
    asyncio.run(begins_now(shop.database_url, booking["id"]))
    card = chat.presses(f"Change: {booking['number']}")
    assert list(card.buttons) == [
        "Move", "Cancel", "The client is there", "It took place", "Nobody came",
    ]  # fmt: skip
    sure = chat.presses("Nobody came")
    assert sure.text.startswith("Nobody came to ")
    assert status(ann, booking) == "confirmed"
    said = chat.presses("Yes, nobody came")
    assert said.text.startswith("Nobody came: ")
    assert status(ann, booking) == "no_show"
    again = chat.presses(f"Change: {booking['number']}")
    assert list(again.buttons) == ["The client is there"]
    assert chat.presses("The client is there").text.startswith("It has begun: ")
    chat.messages.append(before)
    chat.presses(f"Change: {booking['number']}")
    assert chat.presses("It took place").text.startswith("It took place: ")
    assert status(ann, booking) == "completed"


def test_a_session_is_cancelled_by_who_is_booked(
    shop: ServerProcess,
    ann: httpx.Client,
    chat: Chat,
    telegram: TelegramServer,
    service: dict[str, Any],
) -> None:
    """Its client reads why in the language they booked in, and gets all back."""
    day = day_ahead(49)
    booking = bought(ann, service, f"{day}T10:00")
    chat.writes(f"/day {day}")
    card = chat.presses(f"Change: {booking['number']}")
    asked = chat.presses("Cancel")
    assert "All that was paid goes back: " in asked.text
    assert list(asked.buttons) == [
        "I am ill.", "Something urgent came up.", "The weather does not allow it.",
    ]  # fmt: skip
    lea = chat_of(shop, telegram, LEA)
    lea.messages.append(asked)
    assert "You have no such booking" in lea.presses("I am ill.").text
    assert " is cancelled. " in chat.presses("I am ill.").text
    found = expect(ann.get(f"/api/bookings/{booking['id']}"))
    assert (found["status"], found["reason"]) == ("cancelled", "photographer")
    assert found["endNote"] == "I am ill."
    chat.messages.append(card)
    assert "ended already" in chat.presses("Cancel").text


def test_one_room_of_a_studio_is_taken_off(
    shop: ServerProcess, house: House, telegram: TelegramServer
) -> None:
    lea = chat_of(shop, telegram, LEA)
    asked = lea.writes("/block")
    assert asked.text == "What do you take off?"
    assert list(asked.buttons) == ["Loft", "White room"]
    lea.presses("White room")
    laid = lea.presses(day_text(day_ahead(5), "en"))
    assert laid.text.startswith("Nobody can book White room on ")
    day = day_ahead(48)
    hours = lea.writes(f"/block {day} 10:00-12:00 white room")
    assert f"White room on {day_text(day, 'en')} 10:00–12:00" in hours.text
    listed = lea.writes("/blocks")
    assert f"{day_text(day, 'en')} 10:00–12:00 · White room" in listed.text
    for laid_at in (day_ahead(5), day):
        back = next(one for one in lea.messages[-1].buttons if day_text(laid_at, "en") in one)
        assert lea.presses(back).text == "White room can be booked then again."
        lea.writes("/blocks")
    assert "White room" not in lea.messages[-1].text
