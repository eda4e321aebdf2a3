"""Photographers and studios with a part in what is booked, and what workers do about it, done here
and now."""

import asyncio
from uuid import UUID

from holdfast.booking import Kind, ResourceTerms
from holdfast.booking.bookings import USUAL, NewBooking, Policy, ShareBooking, Shares, Taking
from holdfast.booking.services import keep_rules
from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import process
from holdfast.flows.selling.bringing import money_of
from holdfast.flows.selling.noting_sessions import SESSION_SHARE_TYPES, note_sessions
from holdfast.flows.selling.sessions import share_booking
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.sellers import Holder, earned_key
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_booking, a_taking
from tests.db.flows.stage import Stage, select

__all__ = [
    "a_crew", "a_resource", "earned", "journal", "share",
    "shared_booking", "shares_are", "times_on",
]  # fmt: skip

_GOING_ON = """
DELETE FROM jobs WHERE queue = 'share-booking' AND next_attempt_at <= now()
RETURNING convert_from(payload, 'UTF8')::jsonb -> 'payload' ->> 'bookingId'
"""


async def a_resource(stage: Stage, kind: Kind, studio: UUID | None = None) -> UUID:
    parts = Studio(database=stage.database, ledger=stage.ledger, reader=stage.reader)
    terms = ResourceTerms(kind=kind, name=kind, zone="Europe/Berlin", studio_id=studio)
    return await make_resource(parts, process("test"), terms)


async def a_crew(stage: Stage) -> tuple[UUID, UUID]:
    """A photographer and a studio."""
    return await a_resource(stage, "photographer"), await a_resource(stage, "studio")


async def shares_are(stage: Stage, photographer: int, studio: int) -> None:
    """Of what is confirmed from now on."""
    async with stage.database.transaction() as connection:
        await keep_rules(connection, USUAL, Shares(photographer, studio))


def times_on(start: int, *resources: UUID) -> tuple[Taking, ...]:
    return tuple(a_taking(one, start, version=1) for one in resources)


def shared_booking(
    start: int, *resources: UUID, price: int = 9000, policy: Policy = USUAL
) -> NewBooking:
    return a_booking(*times_on(start, *resources), price=price, policy=policy)


async def share(stage: Stage, *others: ShopParts, times: int = 1) -> None:
    """Note who has a part, and share what is to be shared; each job ``times`` over and at once."""
    async with stage.database.transaction() as connection:
        await open_era(connection)
    consumer = Consumer("session-shares", SESSION_SHARE_TYPES, note_sessions)
    await drain(consumer, stage.database)
    found = [UUID(row[0]) for row in await select(stage, _GOING_ON)]
    shops = (stage, *others)
    await asyncio.gather(
        *(
            share_booking(shops[at % len(shops)], ShareBooking(one), process(f"test-{new_id()}"))
            for at, one in enumerate(found * times)
        )
    )


async def earned(stage: ShopParts, *resources: UUID, currency: str = "EUR") -> list[int]:
    """What each has to get, below zero what they owe."""
    return [
        (await money_of(stage.reader, Holder("resource", one), currency)).balance
        for one in resources
    ]


async def journal(stage: ShopParts, resource: UUID) -> list[int]:
    """What came and went, one by one."""
    rows = await stage.database.pool.fetch(
        "SELECT change FROM ledger_entries WHERE key = $1 ORDER BY version",
        earned_key(resource, "EUR"),
    )
    return [row[0] for row in rows]
