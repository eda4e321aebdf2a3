"""A client and a photographer write to each other, and hear of it at once."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.specs.sentences import sentence
from tests.support.live import OwnerWatcher
from tests.support.market import Buyer, Market, expect
from tests.support.member import Member
from tests.support.people import add_person, token_for
from tests.support.photo_studio import hold, set_up
from tests.support.postgres import execute

Visit = Callable[..., Buyer]
Join = Callable[[], Awaitable[Member]]


@pytest.fixture
def photographers(market: Market) -> dict[str, str]:
    """What lets a photographer in."""
    email = f"{uuid4().hex}@studio.example"
    add_person(market.database_url, email, ["photographer"])
    return {"Authorization": f"Bearer {token_for(market.database_url, email)}"}


class Reader(OwnerWatcher):
    """The page of who looks at what is new to them."""

    channel, event, listed, id = "conversations", "conversations", "conversations", "listId"

    @property
    def new(self) -> dict[str, Any]:
        return dict(self.known.get("conversations", {}))


@sentence("E", "Для клиентов", "Чат с фотографом",
          at="POST /api/conversations, GET /api/studio/conversations")  # fmt: skip
@sentence("E", "1. Компоненты системы", "Реалтайм-чат между клиентом и фотографом",
          at="conversations:update, POST /api/studio/conversations/{id}/messages")  # fmt: skip
async def test_a_client_and_a_photographer_write_to_each_other_live(
    market: Market, visit: Visit, join: Join, photographers: dict[str, str]
) -> None:
    studio, client, photographer = set_up(market), await join(), visit(market, **photographers)
    user = expect(await photographer.get("/api/session"))["user"]["id"]
    await execute(
        market.database_url,
        f"UPDATE resources SET user_id = '{user}' WHERE id = '{studio.photographer}'",
    )
    held = expect(await hold(client.buyer, studio, 20, 10))
    async with (
        Reader(market.url, photographers) as theirs,
        Reader(market.url, client.headers) as own,
    ):
        for reader in (theirs, own):
            await reader.subscribe()
        asked = {"orderId": held["orderId"], "text": "May the dog come?"}
        one = expect(await client.buyer.post("/api/conversations", asked), 201)["conversation"]
        await theirs.until(lambda: theirs.new.get("studio") == 1)
        at = f"/api/studio/conversations/{one['id']}/messages"
        expect(await photographer.post(at, {"text": "Of course."}), 201)
        await own.until(lambda: own.new.get("own") == 1)
    said = expect(await client.buyer.get(f"/api/conversations/{one['id']}"))
    assert [it["side"] for it in said["messages"]] == ["customer", "photographer"]
    assert said["conversation"]["about"]["visit"]["local"][11:16] == "10:00"


@sentence("E", "Для клиентов", "Чат с фотографом",
          at="POST /api/conversations with resourceId: before anything is booked")  # fmt: skip
async def test_a_client_asks_a_photographer_before_they_book(
    market: Market, visit: Visit, join: Join, photographers: dict[str, str]
) -> None:
    studio, client, photographer = set_up(market), await join(), visit(market, **photographers)
    user = expect(await photographer.get("/api/session"))["user"]["id"]
    await execute(
        market.database_url,
        f"UPDATE resources SET user_id = '{user}' WHERE id = '{studio.photographer}'",
    )
    async with (
        Reader(market.url, photographers) as theirs,
        Reader(market.url, client.headers) as own,
    ):
        for reader in (theirs, own):
            await reader.subscribe()
        asked = {"resourceId": str(studio.photographer), "text": "Do you work in the rain?"}
        one = expect(await client.buyer.post("/api/conversations", asked), 201)["conversation"]
        await theirs.until(lambda: theirs.new.get("studio") == 1)
        at = f"/api/studio/conversations/{one['id']}/messages"
        expect(await photographer.post(at, {"text": "Most of all."}), 201)
        await own.until(lambda: own.new.get("own") == 1)
    said = expect(await client.buyer.get(f"/api/conversations/{one['id']}"))
    assert [it["side"] for it in said["messages"]] == ["customer", "photographer"]
