"""A client moves in the chat what they booked: what it comes to is said before, and done as the
shop's page does it."""

import re
from datetime import date
from typing import Any

import httpx

from holdfast.bot.words import day_text
from tests.api.bot.wanted import bought, hourly, linked
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import signed_up
from tests.support.server import ServerProcess, until
from tests.support.studio import Someone, day_ahead
from tests.support.telegram import Chat, Message, TelegramServer

DEAR = {"rule": "hourly", "amount": 9_000}


def a_service(manager: httpx.Client, who: Someone, **more: Any) -> dict[str, Any]:
    return expect(manager.post("/api/staff/services", json=hourly(who, **more)), 201)


def dearer_on(day: date) -> dict[str, Any]:
    """By half, on that day of the week."""
    return {"price": DEAR | {"uplifts": [{"weekdays": [day.isoweekday()], "percent": 50}]}}


def the_chat(client: httpx.Client, telegram: TelegramServer, language: str = "en") -> Chat:
    chat = telegram.chat("Ann", language)
    linked(client, chat, quiet=True)
    return chat


def asks_to_move(chat: Chat, number: str, day: date, clock: str) -> Message:
    """As far as it is said what it comes to."""
    chat.writes("/my")
    chat.presses(f"Move: {number}")
    goes_to(chat, day)
    return chat.presses(clock)


def goes_to(chat: Chat, day: date) -> Message:
    """Later than the first twelve, if it must."""
    shown = day_text(day, chat.language)
    if shown not in chat.messages[-1].buttons:
        chat.presses(list(chat.messages[-1].buttons)[-1])
    return chat.presses(shown)


def now(client: httpx.Client, booking: dict[str, Any]) -> dict[str, Any]:
    return expect(client.get(f"/api/bookings/{booking['id']}"))


def moves(client: httpx.Client, booking: dict[str, Any]) -> int:
    return [one["what"] for one in now(client, booking)["timeline"]].count("moved")


def test_a_booking_is_moved_once_to_a_time_of_the_same_photographer(
    ann: httpx.Client, telegram: TelegramServer, service: dict[str, Any]
) -> None:
    """Nobody else's time is offered; told again, it is answered so again."""
    chat = the_chat(ann, telegram)
    booking = bought(ann, service, f"{day_ahead(5)}T10:00")
    other = bought(ann, service, f"{day_ahead(6)}T11:00")
    chat.writes("/my")
    assert {f"Move: {booking['number']}", f"Move: {other['number']}"} <= set(
        chat.messages[-1].buttons
    )
    chat.presses(f"Move: {booking['number']}")
    times = chat.presses(day_text(day_ahead(6), "en"))
    assert {"10:00", "12:00"} <= set(times.buttons)
    assert "11:00" not in times.buttons
    asked = chat.presses("12:00")
    assert "It costs nothing." in asked.text
    assert now(ann, booking)["moves"] == 0, "nobody said yes"
    done = chat.presses("Yes, move it")
    assert done.text.startswith("It is moved:")
    assert chat.again().text == done.text
    found = now(ann, booking)
    assert (found["local"], found["status"]) == (f"{day_ahead(6)}T12:00+00:00", "confirmed")
    assert moves(ann, booking) == 1


def test_what_is_dearer_is_held_and_moves_once_it_is_paid_on_the_page(
    ann: httpx.Client, telegram: TelegramServer, manager: httpx.Client, anna: Someone
) -> None:
    """Told again, the order that is to be paid stays as it is; back, the difference comes back."""
    chat = the_chat(ann, telegram)
    plain, dear = day_ahead(8), day_ahead(9)
    booking = bought(ann, a_service(manager, anna, **dearer_on(dear)), f"{plain}T09:00")
    asked = asks_to_move(chat, booking["number"], dear, "09:00")
    assert re.search(r"costs \S*135\S* then: \S*45\S* is to be paid first", asked.text), asked.text
    held = chat.presses("Yes, move it")
    found = re.search(r"https://shop\.example/checkout/([0-9a-f-]{36})", held.text)
    assert found is not None, held.text
    assert chat.again().text == held.text
    order = expect(ann.get(f"/api/orders/{found[1]}"))["order"]
    assert (order["status"], order["total"]) == ("pending", 4_500)
    assert now(ann, booking)["local"].startswith(f"{plain}")
    begun = {"reservationId": order["reservationId"], "provider": "demo"}
    expect(ann.post("/api/payments", json=begun))
    until(lambda: now(ann, booking)["local"].startswith(f"{dear}"), PATIENCE, "it moves")
    asked = asks_to_move(chat, booking["number"], plain, "10:00")
    assert re.search(r"costs \S*90\S* then, \S*45\S* comes back", asked.text), asked.text
    assert re.search(r"45\S* comes back", chat.presses("Yes, move it").text)


def test_what_the_rules_say_is_said(
    ann: httpx.Client, telegram: TelegramServer, manager: httpx.Client, anna: Someone
) -> None:
    """What moving costs, and when it is too late."""
    chat = the_chat(ann, telegram)
    costs = {"policy": {"moveFee": {"minutes": 527_040, "amount": 500}}}
    booking = bought(ann, a_service(manager, anna, **costs), f"{day_ahead(11)}T09:00")
    asked = asks_to_move(chat, booking["number"], day_ahead(12), "09:00")
    assert re.search(r"Moving it costs \S*5\S*\. ", asked.text), asked.text
    assert "/checkout/" in chat.presses("Yes, move it").text
    late = {"policy": {"moveMinutes": 43_200}}
    booking = bought(ann, a_service(manager, anna, **late), f"{day_ahead(11)}T14:00")
    chat.writes("/my")
    assert "720 h before its start" in chat.presses(f"Move: {booking['number']}").text


def test_a_time_that_somebody_took_meanwhile_is_refused_with_others(
    shop: ServerProcess, ann: httpx.Client, telegram: TelegramServer, service: dict[str, Any]
) -> None:
    """In the language of the chat; nobody moves another's booking."""
    chat, stranger = the_chat(ann, telegram, "ru"), telegram.chat("Eve")
    booking = bought(ann, service, f"{day_ahead(14)}T10:00")
    chat.writes("/my")
    chat.presses(f"Перенести: {booking['number']}")
    goes_to(chat, day_ahead(15))
    chat.presses("10:00")
    yes = chat.messages[-1].buttons["Да, перенести"]
    with signed_up(shop.url, "Eve") as eve:
        linked(eve, stranger)
        before = len(stranger.messages)
        stranger.server.tell(stranger.press(yes))
        assert "no such booking" in stranger.hears(before).text
        bought(eve, service, f"{day_ahead(15)}T10:00")
    refused = chat.presses("Да, перенести")
    assert "Свободно" in refused.text
    assert any(shown.endswith("11:00") for shown in refused.buttons)
    assert moves(ann, booking) == 0
    chat.presses(next(iter(refused.buttons)))
    chat.presses("Да, перенести")
    assert moves(ann, booking) == 1
