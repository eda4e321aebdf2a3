"""A shop's parts as a test of flows has them, and what is read of them without any of its nouns."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from typing import Any

from holdfast.db.jobs import reader_of
from holdfast.flows.shop_parts import ShopParts
from holdfast.payments import RefundPayment
from holdfast.views.agreement import audit_shop
from tests.support.payer import shop_parts_on
from tests.support.provider import ProviderServer

__all__ = ["Stage", "events_of", "jobs_due", "last_refund_job", "opened_stage", "select"]


@dataclass(frozen=True, kw_only=True)
class Stage(ShopParts):
    """``spare`` starts the same shop in another process' place."""

    provider: ProviderServer
    spare: Callable[[], Awaitable[ShopParts]]
    altered: set[str] = field(default_factory=set)
    """Codes of the findings that the test itself made true, by SQL."""


@asynccontextmanager
async def opened_stage(
    database_url: str, partitions: int, *, by_message: bool = False
) -> AsyncIterator[Stage]:
    """Its ledger must be clean at the end, and all else agree with it."""
    provider = await ProviderServer().start()
    started: list[ShopParts] = []

    async def start() -> ShopParts:
        parts = shop_parts_on(database_url, provider.url, partitions, by_message=by_message)
        await parts.database.start()
        await parts.ledger.start()
        started.append(parts)
        return parts

    parts = await start()
    whole = {one.name: getattr(parts, one.name) for one in fields(parts)}
    stage = Stage(**whole, provider=provider, spare=start)
    yield stage
    async with parts.database.pool.acquire() as known:  # its caches are warm, a new one's are not
        report = await audit_shop(known)
    await asyncio.gather(*(parts.ledger.close() for parts in started))
    await asyncio.gather(*(parts.database.close() for parts in started))
    await provider.stop()
    assert {str(one.fault) for one in report.violations} <= stage.altered, report.text()


async def select(parts: ShopParts, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await parts.database.pool.fetch(statement, *values)]


async def events_of(parts: ShopParts, subject: object) -> list[str]:
    rows = await select(
        parts, "SELECT type FROM events WHERE subject = $1 ORDER BY xid, id", str(subject)
    )
    return [str(row[0]) for row in rows]


async def jobs_due(parts: ShopParts) -> list[str]:
    """What is to be done now. (Each payment also has a job that looks at it later.)"""
    rows = await select(parts, "SELECT queue FROM jobs WHERE next_attempt_at <= now() ORDER BY id")
    return [str(row[0]) for row in rows]


async def last_refund_job(stage: Stage) -> RefundPayment:
    """What a provider is to be asked for next."""
    ((payload,),) = await select(
        stage, "SELECT payload FROM jobs WHERE queue = 'refund' ORDER BY id DESC LIMIT 1"
    )
    return reader_of(RefundPayment)(payload).payload
