"""The specification's load test: POST /api/book, as its Locust user asks it."""

import asyncio
from typing import Any

import httpx

from tests.specs.sentences import sentence
from tests.support.market import Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.photo_studio import PhotoStudio
from tests.support.postgres import fetch

USERS = 20


class BookingUser:
    """As the specification has it, less the swarm."""

    def __init__(self, url: str, user: int = 1) -> None:
        self.client = httpx.AsyncClient(base_url=url, timeout=PATIENCE)
        self.user = user

    async def book_slot(self, slot_id: Any = 2) -> httpx.Response:
        asked = {"user_id": self.user, "slot_id": slot_id}
        return await self.client.post("/api/book", json=asked)


@sentence("E", "5.1. Тесты", 'self.client.post("/api/book", json={"user_id": 1, "slot_id": 2})',
          at="POST /api/book")  # fmt: skip
async def test_the_load_test_books_each_slot_once(market: Market, studio: PhotoStudio) -> None:
    """In a demo shop, where users say who they are. Its slot 2 is whatever is published second; a
    number that is nobody's is said to be so."""

    async def published() -> list[Any]:
        asked = f"SELECT number, id FROM schedule_slots WHERE service_id = '{studio.service}'"
        rows = await fetch(
            market.database_url, f"{asked} AND start_time > now() + '2 d' ORDER BY start_time"
        )
        return list(rows) if len(rows) > 2 else []

    slots = await eventually(published, PATIENCE, "three slots are published")
    users = [BookingUser(market.url) for _ in range(USERS)]
    try:
        number, first = slots[0]
        answers = await asyncio.gather(*(one.book_slot(number) for one in users))
        said = [one.text for one in answers if one.status_code not in (200, 409)]
        assert said == []
        assert [one.status_code for one in answers].count(200) == 1
        won = next(expect(one) for one in answers if one.status_code == 200)
        assert won["booking"]["serviceId"] == studio.service
        # By its id, as `schedule_slots` has it, it is the same time.
        refusal(await users[0].book_slot(str(first)), 409, "time-taken")
        other = expect(await users[1].book_slot(str(slots[1][1])))
        assert other["booking"]["start"] > won["booking"]["start"]
        refusal(await users[0].book_slot(10**15), 404, "slot-not-found")
        # Whoever typed that id is meant by it.
        users[2].client.headers["X-User-Id"] = "1"
        typed = expect(await users[2].book_slot(str(slots[2][1])))
        own = expect(await users[2].client.get("/api/bookings"))["bookings"]
        assert typed["bookingId"] in {each["id"] for each in own}
        refusal(await users[0].book_slot("no such thing"), 422, "slot-id-invalid")
        tables = await fetch(
            market.database_url,
            "SELECT b.slot_id, s.photographer_id, s.studio_id FROM photo_booking.bookings b"
            f" JOIN photo_booking.schedule_slots s ON s.id = b.slot_id"
            f" WHERE b.id = '{won['bookingId']}'",
        )
        assert [tuple(map(str, row)) for row in tables] == [
            (str(first), studio.photographer, studio.studio)
        ]
    finally:
        for one in users:
            await one.client.aclose()
