"""Who asks for a photographer's time is answered in the chat, and so is another time; a client says
how long it is to be; a photographer sees what they took off."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from holdfast.bot.words import day_text
from tests.api.bot.wanted import hourly, linked, own_bookings
from tests.support.market import expect
from tests.support.studio import Someone, day_ahead
from tests.support.telegram import Chat, TelegramServer

ASKED = "/api/staff/booking-requests"


@pytest.fixture
def chat(photographer: httpx.Client, telegram: TelegramServer) -> Chat:
    """Anna's."""
    made = telegram.chat("Anna")
    linked(photographer, made, quiet=True)
    return made


def a_client(ann: httpx.Client, telegram: TelegramServer) -> Chat:
    made = telegram.chat("Ann")
    linked(ann, made, quiet=True)
    return made


def asks(
    ann: httpx.Client, manager: httpx.Client, anna: Someone, ahead: int, note: str = "A dog"
) -> dict[str, Any]:
    """For a time of a service that waits for an answer."""
    service = expect(manager.post("/api/staff/services", json=hourly(anna, requestHours=48)), 201)
    start = {"serviceId": service["id"], "start": f"{day_ahead(ahead)}T10:00", "note": note}
    held: dict[str, Any] = expect(ann.post("/api/bookings/hold", json=start))["booking"]
    assert held["status"] == "requested"
    return held


def status(ann: httpx.Client, booking: dict[str, Any]) -> str:
    return str(expect(ann.get(f"/api/bookings/{booking['id']}"))["status"])


def test_a_photographer_agrees_to_one_and_declines_another(
    ann: httpx.Client, manager: httpx.Client, anna: Someone, chat: Chat, telegram: TelegramServer
) -> None:
    one, two = asks(ann, manager, anna, 32), asks(ann, manager, anna, 33)
    told = chat.writes("/requests")
    assert one["number"] in told.text and two["number"] in told.text
    assert "“A dog”" in told.text
    assert "You agreed" in chat.presses(f"Agree: {one['number']}").text
    assert status(ann, one) == "held"
    assert "You agreed" in chat.again().text, "told again it is answered so again"
    chat.writes("/requests")
    assert status(ann, two) == "requested"
    chat.presses(f"Decline: {two['number']}")
    assert status(ann, two) == "requested", "nobody said yes"
    assert "You declined" in chat.presses("Yes, decline it").text
    assert status(ann, two) == "cancelled"
    assert two["number"] not in chat.writes("/requests").text
    # A client has nobody's to answer.
    assert "photographer" in a_client(ann, telegram).writes("/requests").text
    expect(ann.post(f"/api/bookings/{one['id']}/cancel", json={}))


def test_long_notes_are_cut_so_that_all_requests_are_told(
    ann: httpx.Client, manager: httpx.Client, anna: Someone, chat: Chat, telegram: TelegramServer
) -> None:
    waiting = [asks(ann, manager, anna, ahead, "A dog. " * 140) for ahead in range(50, 55)]
    told = chat.writes("/requests")
    assert all(one["number"] in told.text for one in waiting)
    assert told.text.count("…”") == 5
    assert {f"Agree: {one['number']}" for one in waiting} <= told.buttons.keys()
    for one in waiting:
        expect(ann.post(f"/api/bookings/{one['id']}/cancel", json={}))


def test_a_client_takes_another_time_or_not(
    ann: httpx.Client,
    manager: httpx.Client,
    anna: Someone,
    photographer: httpx.Client,
    telegram: TelegramServer,
) -> None:
    chat = a_client(ann, telegram)
    taken, refused = asks(ann, manager, anna, 34), asks(ann, manager, anna, 35)
    assert f"({taken['number']}): not answered yet" in chat.writes("/my").text
    for one, day in ((taken, 34), (refused, 35)):
        other = {"start": f"{day_ahead(day)}T12:00"}
        expect(photographer.post(f"{ASKED}/{one['id']}/counter", json=other))
    assert chat.writes("/my").text.count("offered to you instead") == 2
    words = chat.presses(f"Take it: {taken['number']}").text
    assert "12:00" in words and f"https://shop.example/checkout/{taken['orderId']}" in words
    assert status(ann, taken) == "held"
    chat.writes("/my")
    assert "It is off" in chat.presses(f"Not this one: {refused['number']}").text
    assert status(ann, refused) == "cancelled"
    expect(ann.post(f"/api/bookings/{taken['id']}/cancel", json={}))


def test_a_client_says_how_long_it_is_to_be(
    ann: httpx.Client, manager: httpx.Client, anna: Someone, telegram: TelegramServer
) -> None:
    asked = hourly(anna, lengths={"minutes": [60, 120]})
    service = expect(manager.post("/api/staff/services", json=asked), 201)
    chat = a_client(ann, telegram)
    chat.writes("/book")
    while service["name"] not in chat.messages[-1].buttons:
        chat.presses("More")
    assert list(chat.presses(service["name"]).buttons) == ["60 min", "120 min"]
    day = next(iter(chat.presses("120 min").buttons))
    times = chat.presses(day)
    assert "120 minutes" in times.text
    assert "is held for you" in chat.presses(next(iter(times.buttons))).text
    (booking,) = own_bookings(ann)
    begins, ends = (datetime.fromisoformat(booking[one]) for one in ("start", "end"))
    assert ends - begins == timedelta(minutes=120)
    # The soonest first, with what it waits for.
    assert "not paid yet" in chat.writes("/my").text
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))


def test_a_photographer_sees_what_they_took_off(
    chat: Chat, manager: httpx.Client, anna: Someone
) -> None:
    """With what staff noted of it, as far as there is room."""
    day = day_ahead(37)
    path, noted = f"/api/staff/resources/{anna.id}/blocks", []
    for hour in range(8, 18):
        span = {"start": f"{day}T{hour:02}:00", "end": f"{day}T{hour:02}:30"}
        noted.append(expect(manager.post(path, json=span | {"note": "Tea " * 125}), 201))
    assert chat.writes("/blocks").text.count("…") == 10
    for one in noted:
        assert manager.delete(f"{path}/{one['block']['id']}").status_code == 204
    chat.writes(f"/block {day} 10:00-12:00")
    told = chat.writes("/blocks")
    line = f"{day_text(day, 'en')} 10:00–12:00"
    assert line in told.text
    chat.presses(f"Take back: {line}")
    assert line not in chat.writes("/blocks").text
