"""A client chooses in the chat with whom they book: anyone, or one of those who do it."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.bot.wanted import hourly, linked, own_bookings
from tests.support.market import expect
from tests.support.people import signed_up
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, Someone
from tests.support.telegram import Chat, TelegramServer

MANY = 10


@pytest.fixture
def crew(manager: httpx.Client) -> list[Someone]:
    """More than a page of them, of whom nobody else knows."""
    mark = uuid4().hex[:6]
    return [_hired(manager, f"{at:02} of {mark}") for at in range(MANY)]


def _hired(manager: httpx.Client, name: str) -> Someone:
    asked = {"kind": "photographer", "name": name, "zone": "UTC"}
    made = expect(manager.post("/api/staff/resources", json=asked), 201)["resource"]["id"]
    path = f"/api/staff/resources/{made}/schedule"
    rules = [{"weekdays": list(EVERY_DAY), "start": "09:00", "end": "18:00"}]
    headers = {"If-Match": f'"{expect(manager.get(path))["version"]}"'}
    expect(manager.put(path, json={"rules": rules}, headers=headers))
    return Someone(id=UUID(made), kind="photographer", name=name)


def a_service(manager: httpx.Client, crew: list[Someone], **more: Any) -> dict[str, Any]:
    asked = hourly(crew[0], **more)
    asked["needs"][0]["resources"] = [str(one.id) for one in crew]
    return expect(manager.post("/api/staff/services", json=asked), 201)


def the_chat(ann: httpx.Client, telegram: TelegramServer, service: dict[str, Any]) -> Chat:
    """Where the service was chosen."""
    chat = telegram.chat("Ann")
    linked(ann, chat, quiet=True)
    chat.writes("/book")
    while service["name"] not in chat.messages[-1].buttons:
        chat.presses("More")
    chat.presses(service["name"])
    return chat


def with_whom(ann: httpx.Client) -> str:
    (booking,) = own_bookings(ann)
    return str(booking["resources"][0]["name"])


def test_one_of_many_is_chosen_and_another_if_they_have_no_time(
    shop: ServerProcess,
    ann: httpx.Client,
    manager: httpx.Client,
    telegram: TelegramServer,
    crew: list[Someone],
) -> None:
    service = a_service(manager, crew, lengths={"minutes": [60, 120]})
    chat = the_chat(ann, telegram, service)
    asked = chat.presses("120 min")
    assert "with whom?" in asked.text
    assert list(asked.buttons) == ["Anyone", *(one.name for one in crew[:8]), "More"]
    assert list(chat.presses("More").buttons) == ["Anyone", *(one.name for one in crew[8:])]
    last = crew[-1]
    chat.presses(last.name)
    chat.presses("Later")
    day = next(iter(chat.messages[-1].buttons))
    times = chat.presses(day)
    assert "120 minutes" in times.text
    first = next(iter(times.buttons))
    held = chat.presses(first)
    assert "is held for you" in held.text
    assert with_whom(ann) == last.name
    assert chat.again().text == held.text, "told again it is answered so again"
    # Who was chosen is taken then: others of their times are offered, and others than they.
    with signed_up(shop.url, "Eve") as eve:
        refused = telegram.chat("Eve")
        linked(eve, refused, quiet=True)
        refused.messages.append(times)
        others = refused.presses(first)
        assert "These are free:" in others.text
        assert "with whom?" in refused.presses("Somebody else").text
    (booking,) = own_bookings(ann)
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))


def test_anyone_is_had_as_before_and_who_does_it_no_more_is_said_to(
    ann: httpx.Client, manager: httpx.Client, telegram: TelegramServer, crew: list[Someone]
) -> None:
    service = a_service(manager, crew[:2])
    chat = the_chat(ann, telegram, service)
    assert list(chat.messages[-1].buttons) == ["Anyone", crew[0].name, crew[1].name]
    days = chat.presses(crew[1].name)
    only = hourly(crew[0]) | {"name": service["name"]}
    path = f"/api/staff/services/{service['id']}"
    revision = {"If-Match": manager.get(path).headers["etag"]}
    expect(manager.put(path, json=only, headers=revision))
    gone = chat.presses(next(iter(days.buttons)))
    assert "can not be booked for this any more" in gone.text
    assert "on which day?" in gone.text, "nobody is left to choose among"
    chat.presses(next(iter(gone.buttons)))
    assert "is held for you" in chat.presses(next(iter(chat.messages[-1].buttons))).text
    assert with_whom(ann) == crew[0].name
    (booking,) = own_bookings(ann)
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))
