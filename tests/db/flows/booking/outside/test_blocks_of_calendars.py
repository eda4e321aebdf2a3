"""Blocks that a connected calendar says are that calendar's: here nobody lifts them, and what of
them is lifted already keeps no other from being so."""

from datetime import timedelta

import asyncpg
import pytest

from holdfast.booking import Block, block_lifted, blocks_between
from holdfast.booking.outside import Laid, laid_blocks
from holdfast.flows.booking.blocks import BlockOfCalendar, lay_block, lift_block
from holdfast.flows.booking.changing import Seen, change
from holdfast.flows.booking.outside import laying
from holdfast.ledger import Rider
from tests.db.flows.booking.making import DAY
from tests.db.flows.booking.outside.scene import ANNA, Scene, utc
from tests.support.calendar_server import CalendarServer
from tests.support.spring import ahead


async def blocks(scene: Scene) -> list[Block]:
    pool, years = scene.stage.database.pool, timedelta(days=400)
    found = await blocks_between(pool, [scene.anna.id], DAY - years, DAY + years)
    return list(found[scene.anna.id])


async def test_what_a_calendar_says_is_not_lifted_here(scene: Scene, dav: CalendarServer) -> None:
    work = dav.make("work")
    dav.put(work, "once", ahead("DTSTART:20270301T100000Z"), ahead("DTEND:20270301T113000Z"))
    await scene.connect(work)
    (block,) = await blocks(scene)
    with pytest.raises(BlockOfCalendar):
        await lift_block(scene.stage, ANNA, scene.anna.id, block.id)
    assert await blocks(scene) == [block]
    own = await lay_block(scene.stage, ANNA, scene.anna.id, DAY, DAY + timedelta(hours=1))
    for _ in range(2):
        await lift_block(scene.stage, ANNA, scene.anna.id, own)
    assert await blocks(scene) == [block]


async def test_one_that_is_lifted_meanwhile_keeps_no_other_where_it_was(
    scene: Scene, dav: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = dav.make("twice")
    for name, day in (("one", 1), ("other", 2), ("third", 3)):
        dav.put(
            work, name, ahead(f"DTSTART:2027030{day}T100000Z"), ahead(f"DTEND:2027030{day}T110000Z")
        )
    calendar = await scene.connect(work)
    first, *_ = await blocks(scene)

    async def lifted(_: Seen) -> tuple[Rider, ...]:
        return block_lifted(first)

    async def read(pool: asyncpg.Pool, *about: object) -> list[Laid]:
        """And before anything comes of it, one of them is lifted."""
        monkeypatch.setattr(laying, "laid_blocks", laid_blocks)
        laid = await laid_blocks(pool, *about)  # type: ignore[arg-type]  # as it was asked
        await change(scene.stage, ANNA, scene.anna.id, lifted)
        return laid

    monkeypatch.setattr(laying, "laid_blocks", read)
    dav.delete(work, "one.ics")
    dav.delete(work, "other.ics")
    dav.put(work, "third", ahead("DTSTART:20270304T100000Z"), ahead("DTEND:20270304T110000Z"))
    await scene.read(calendar)
    assert await scene.blocks() == [(utc("2027-03-04 10:00"), utc("2027-03-04 11:00"))]
