"""Buttons that are pressed twice at once, that go on to later times, and that nobody offered."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from holdfast.bot.words import short_id
from tests.api.bot.test_choosing_whom import a_service, crew, the_chat
from tests.api.bot.wanted import bought, linked, own_bookings
from tests.support.market import expect
from tests.support.studio import Someone, day_ahead
from tests.support.telegram import TelegramServer

__all__ = ["crew"]


def test_a_time_that_is_pressed_twice_at_once_is_held_once(
    ann: httpx.Client, manager: httpx.Client, telegram: TelegramServer, crew: list[Someone]
) -> None:
    """Though somebody else could serve it as well."""
    service = a_service(manager, crew)
    chat = the_chat(ann, telegram, service)
    chat.presses("Anyone")
    times = chat.presses(list(chat.messages[-1].buttons)[2])
    data = next(iter(times.buttons.values()))
    before = len(chat.messages)
    telegram.tell_at_once(chat.press(data), chat.press(data))
    first, second = chat.hears(before), chat.hears(before + 1)
    assert "is held for you" in first.text
    assert second.text == first.text
    (booking,) = own_bookings(ann)
    # By name it is another one who is asked for, and so another booking.
    others = [one for one in crew if str(one.id) != booking["resources"][0]["resourceId"]]
    *_, minute = data.split(":")
    service_id, who = UUID(service["id"]), others[0].id
    before = len(chat.messages)
    press = telegram.tell(chat.press(f"h:{short_id(service_id)}:60:{short_id(who)}:{minute}"))
    assert "is held for you" in chat.hears(before).text
    assert len(own_bookings(ann)) == 2
    for one in own_bookings(ann):
        expect(ann.post(f"/api/bookings/{one['id']}/cancel", json={}))
    before = len(chat.messages)
    telegram.tell_again(press)
    assert chat.hears(before).text == "It is cancelled.", "told again, it is not said to stand"


def test_a_day_of_many_times_is_shown_to_its_end(
    ann: httpx.Client, manager: httpx.Client, telegram: TelegramServer, crew: list[Someone]
) -> None:
    service = a_service(manager, crew[:1], grid={"step": 15})
    chat = the_chat(ann, telegram, service)
    day = list(chat.messages[-1].buttons)[3]
    first = list(chat.presses(day).buttons)
    assert (first[0], len(first), first[-1]) == ("09:00", 25, "Later")
    rest = list(chat.presses("Later").buttons)
    assert (rest[0], rest[-1]) == ("15:00", "17:00")
    assert not set(first[:-1]) & set(rest)
    booking = bought(ann, service, f"{day_ahead(25)}T10:00")
    chat.writes("/my")
    chat.presses(f"Move: {booking['number']}")
    moved = chat.presses(list(chat.messages[-1].buttons)[3])
    assert list(moved.buttons)[-1] == "Later"
    assert list(chat.presses("Later").buttons)[-1] == "17:00"
    expect(ann.post(f"/api/bookings/{booking['id']}/cancel", json={}))


@pytest.mark.parametrize("who", ["a client", "a photographer"])
def test_what_nobody_offered_is_answered_and_does_nothing(
    ann: httpx.Client,
    photographer: httpx.Client,
    telegram: TelegramServer,
    service: dict[str, Any],
    who: str,
) -> None:
    """A program that speaks for a person may send any 64 bytes."""
    client = ann if who == "a client" else photographer
    chat = telegram.chat("Eve")
    linked(client, chat, quiet=True)
    one, none = short_id(UUID(service["id"])), short_id(uuid4())
    most = "9" * 30
    for data in (
        "", ":", "::::", "h", "h:", f"h:{one}", f"h:{one}:60:{most}", f"h:{one}:{most}:1",
        f"h:{one}:-60:29000000", f"h:{one}:0:29000000", f"h:{one}:60:{none}:29000000",
        f"h:{none}:29000000", f"h:{one}:60:-{most}", f"g:{one}:60:{most}", f"g:{one}:60:0",
        f"g:{one}:60:-1000000000", f"t:{one}:60:00010101", f"t:{one}:60:99991231",
        f"t:{one}:7:20301231", f"d:{one}:99991231", f"l:{one}:60:00010101", f"s:-{most}",
        f"s:{most}", f"k:{one}:60:-5", f"k:{one}:{most}:0", f"d:{'A' * 60}", "d:\x00\u202e💥",
        f"m:{none}", f"m:{none}:99991231", f"n:{none}:99991231", f"p:{none}:{most}",
        f"j:{none}:{most}", f"v:{none}:1:-1:-1", f"v:{none}:{most}:{most[:9]}:0",
        f"c:{none}", f"x:{none}:-5", f"x:{none}:{most}", f"a:{none}", f"r:{none}", f"q:{none}",
        f"y:{none}", f"w:{none}", f"u:{none}", "o:00010101", "o:99991231", "o:20261301",
    ):  # fmt: skip
        before = len(chat.messages)
        telegram.tell(chat.press(data))
        assert chat.hears(before).text, data
    for words in (
        "", "   ", "/", "//", "/book@other", "/day 0001-01-01", "/day 9999-12-31",
        "/block 9999-12-31", "/block 0001-01-01 00:00-23:59", "/block 2030-01-01 24:00-25:00",
        "/block 2030-01-01 10:00-10:00", "/block 2030-01-01 12:00-10:00", f"/start {'x' * 4000}",
        "/start \x00", "/day " + "9" * 4000, "💥" * 2000, "/block 2030-01-01 10:00+03:00-11:00",
    ):  # fmt: skip
        before = len(chat.messages)
        telegram.tell(chat.message(words))
        assert chat.hears(before).text, words
    assert own_bookings(client) == []
