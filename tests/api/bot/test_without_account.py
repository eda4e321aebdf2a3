"""A chat that is linked with no account is told how to link it, looks at services and times, and
books on the shop's page; nothing of anybody's is shown or done there."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.support.market import expect
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.telegram import TelegramServer


async def test_a_stranger_looks_at_times_and_books_on_the_shops_page(
    shop: ServerProcess, telegram: TelegramServer, service: dict[str, Any]
) -> None:
    chat = telegram.chat("Zoe")
    for words in ("/start", "/my", "/today", "/block", "/messages", "Hello"):
        said = chat.writes(words)
        assert "https://shop.example/account" in said.text, words
        assert "/book shows services" in said.text
    chat.writes("/book")
    while service["name"] not in chat.messages[-1].buttons:
        chat.presses("More")
    days = chat.presses(service["name"])
    times = chat.presses(list(days.buttons)[1])
    before = await fetch(shop.database_url, "SELECT count(*) FROM bookings")
    told = chat.presses(next(iter(times.buttons)))
    link = urlsplit(told.text.rpartition(" ")[2])
    assert link.path == "/book"
    asked = {name: value for name, (value,) in parse_qs(link.query).items()}
    assert asked["service"] == service["id"]
    span = {
        "service": service["id"],
        "from": f"{asked['day']}T00:00",
        "to": f"{asked['day']}T23:59",
    }
    with httpx.Client(base_url=shop.url) as client:
        offered = expect(client.get("/api/slots", params=span))["times"]
    assert asked["at"] in [one["start"] for one in offered], "the page begins with this time"
    assert await fetch(shop.database_url, "SELECT count(*) FROM bookings") == before
    for data in ("m:AAAA", "e:AAAA", "x:AAAA:0", "h:AAAA:60:1", "b:AAAA"):
        number = len(chat.messages)
        telegram.tell(chat.press(data))
        assert "not linked" in chat.hears(number).text, data
