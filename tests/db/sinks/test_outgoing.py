"""What leaves the house goes on whatever the database does when it begins."""

import asyncio

from structlog.testing import capture_logs

from holdfast.db.engine import Database
from holdfast.sinks import Origin
from holdfast.worker.outgoing import Outgoing
from tests.db.sinks.conftest import Written
from tests.db.sinks.delivering import none_waits
from tests.support.market import eventually
from tests.support.platform import DataPlatform
from tests.support.wire import Wire


async def test_a_database_that_is_away_at_first_is_waited_for(written: Written, wire: Wire) -> None:
    database, platform = Database(wire.url), DataPlatform()
    await database.start()
    wire.refuse()
    wire.cut_all()
    outgoing = Outgoing(database, [platform], Origin.at(""), {platform.name: ["orders"]})
    with capture_logs() as said:
        running = asyncio.create_task(outgoing.run(lambda _: True))

        async def tried() -> bool:
            return running.done() or any("not forgotten yet" in one["event"] for one in said)

        await eventually(tried, 60, "it was away")
        wire.refuse(refusing=False)
        await written.message("order")
        await none_waits(written)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await database.close()
    assert platform.of("order") == written.ids["order"]
