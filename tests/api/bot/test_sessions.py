"""A photographer asks the bot for their sessions: with whom each is, where, what is due of it, and
where that is written about."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from holdfast.bot.words import day_text
from tests.api.bot.conftest import ANNA
from tests.api.bot.wanted import bought, hourly, linked
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead
from tests.support.telegram import Chat, TelegramServer


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
    assert lines[4] == "€45.00 is due"
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
