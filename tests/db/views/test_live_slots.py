"""Who looks at times is told when one is taken and when it comes back."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from holdfast.booking import cells_between
from holdfast.db.engine import Database
from holdfast.kit import iso, new_id
from holdfast.ledger import Hold, Line, Release
from tests.support.live import LiveWorker
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
