"""Who looks at times is told when one is taken and when it comes back."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from holdfast.booking import WHOLE, cells_between
from holdfast.db.engine import Database
from holdfast.kit import iso, new_id, shop_now
from holdfast.ledger import Capture, Hold, Line, Release
from holdfast.views.live.slots import LIVE_SLOTS, source_by
from tests.support.live import LiveWorker
from tests.support.patience import PATIENCE
from tests.support.sockets import SocketClient
from tests.support.studio import Someone, move_in, noon


@pytest.mark.parametrize("capacity", [1, 3])
async def test_a_time_turns_grey_while_somebody_pays_and_comes_back(
    database_url: str, capacity: int
) -> None:
    anna = Someone(kind="room", name="Hall", more={"capacity": capacity})
    other = Someone(kind="room", name="Other")
    await move_in(database_url, anna, other)
    database = Database(database_url)
    await database.start()
    start = noon(3)
    cells = cells_between(anna.id, 15, start, start + timedelta(hours=1))
    hold = Hold(new_id(), tuple(Line(key, 1, capacity) for key in cells), 60.0)
    async with LiveWorker(database) as worker:
        client, told = SocketClient(), asyncio.Queue[dict[str, Any]]()
        client.on("slots:snapshot", told.put)
        client.on("slots:update", told.put)
        await client.connect(worker.url, transports=["websocket"])
        await client.ask("subscribe:slots", [str(anna.id)])
        (found,) = (await told.get())["resources"]
        assert (found["resourceId"], found["taken"]) == (str(anna.id), [])
        await worker.do(hold)
        taken = await told.get()
        end = iso(start + timedelta(hours=1))
        assert taken["taken"] == [{"start": iso(start), "end": end, "left": capacity - 1}]
        await worker.do(Release(hold.hold_id))
        free = await told.get()
        assert (free["taken"], free["version"] > taken["version"] > 0) == ([], True)
        await client.disconnect()
    await database.close()


def a_hold(who: Someone, start: datetime, minutes: int = 60) -> Hold:
    cells = cells_between(who.id, 15, start, start + timedelta(minutes=minutes))
    return Hold(new_id(), tuple(Line(key, 1, who.more.get("capacity", 1)) for key in cells), 60.0)


def span(start: datetime, minutes: int = 60) -> dict[str, Any]:
    return {"start": iso(start), "end": iso(start + timedelta(minutes=minutes)), "left": 0}


class Looking:
    """A browser that looks at somebody's times; ``last`` is the state that it was told last."""

    def __init__(self) -> None:
        self.client, self._told = SocketClient(), asyncio.Queue[dict[str, Any]]()
        self.last: dict[str, Any] = {"version": -1}

    async def at(self, worker: LiveWorker, who: Someone) -> None:
        self.client.on("slots:snapshot", lambda told: self._told.put_nowait(told["resources"][0]))
        self.client.on("slots:update", self._told.put)
        await self.client.connect(worker.url, transports=["websocket"])
        await self.client.ask("subscribe:slots", [str(who.id)])

    async def until(self, taken: list[dict[str, Any]]) -> None:
        """It was told of just these; none of what came was older than what came before it."""
        async with asyncio.timeout(PATIENCE):
            while self.last.get("taken") != taken:
                told = await self._told.get()
                assert told["version"] > self.last["version"]
                self.last = told


async def test_of_two_that_end_in_one_turn_the_last_state_told_is_the_true_one(
    database_url: str,
) -> None:
    anna = Someone(kind="photographer", name="Anna")
    await move_in(database_url, anna)
    database = Database(database_url)
    await database.start()
    kept: list[dict[str, Any]] = []
    async with LiveWorker(database) as worker:
        looking = Looking()
        await looking.at(worker, anna)
        await looking.until([])
        for day in range(2, 22):
            first, second = a_hold(anna, noon(day)), a_hold(anna, noon(day) + timedelta(hours=2))
            await asyncio.gather(worker.do(first), worker.do(second))
            # One comes free and one is taken for good, while a third begins: by one batch, or two.
            third = a_hold(anna, noon(day) + timedelta(hours=1))
            await asyncio.gather(
                worker.do(Release(first.hold_id)),
                worker.do(Capture(second.hold_id)),
                worker.do(third),
            )
            await worker.do(Release(third.hold_id))
            kept.append(span(noon(day) + timedelta(hours=2)))
            await looking.until(kept)
        await looking.client.disconnect()
    await database.close()


async def test_what_is_taken_after_a_busy_day_is_over_is_told(database_url: str) -> None:
    anna = Someone(kind="photographer", name="Anna")
    await move_in(database_url, anna)
    database = Database(database_url)
    await database.start()
    now = [shop_now()]
    channel = replace(LIVE_SLOTS, source=source_by(lambda: now[0]))
    yesterday, soon = noon(-1), noon(3)
    async with LiveWorker(database, channels=[channel]) as worker:
        await worker.do(a_hold(anna, yesterday, 240))
        looking = Looking()
        await looking.at(worker, anna)
        await looking.until([span(yesterday, 240)])
        now[0] += timedelta(days=1)  # midnight: all that was is no longer told
        await worker.do(a_hold(anna, soon))
        await looking.until([span(soon)])
        late = Looking()
        await late.at(worker, anna)
        await late.until([span(soon)])
        await looking.client.disconnect()
        await late.client.disconnect()
    await database.close()


async def test_a_room_turns_grey_while_its_studio_is_had_whole(database_url: str) -> None:
    loft = Someone(kind="studio", name="Loft")
    room, other = (
        Someone(kind="room", name=name, more={"studio_id": loft.id}) for name in ("A", "B")
    )
    await move_in(database_url, loft, room, other)
    database = Database(database_url)
    await database.start()
    start = noon(3)
    cells = cells_between(loft.id, 15, start, start + timedelta(hours=1))
    whole = Hold(new_id(), tuple(Line(key, WHOLE, WHOLE) for key in cells), 60.0)
    shared = Hold(new_id(), tuple(Line(key, 1, WHOLE) for key in cells), 60.0)
    end = iso(start + timedelta(hours=1))
    async with LiveWorker(database) as worker:
        client, told = SocketClient(), asyncio.Queue[dict[str, Any]]()
        client.on("slots:snapshot", told.put)
        client.on("slots:update", told.put)
        await client.connect(worker.url, transports=["websocket"])
        await client.ask("subscribe:slots", [str(room.id)])
        (found,) = (await told.get())["resources"]
        assert (found["studioId"], found["taken"]) == (str(loft.id), [])
        await worker.do(whole)
        taken = await told.get()
        assert taken["taken"] == [{"start": iso(start), "end": end, "left": 0}]
        await worker.do(Release(whole.hold_id))
        assert (await told.get())["taken"] == []
        await worker.do(shared)  # another room of the studio
        assert (await told.get())["taken"] == []
        await client.ask("subscribe:slots", [str(loft.id)])
        (whole_of_it,) = (await told.get())["resources"]
        assert [one["left"] for one in whole_of_it["taken"]] == [0]
        await client.disconnect()
    await database.close()
