"""What sockets are told first, and what heals what they missed: read from orders and payments."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from holdfast.api.shell.internal import AskedStates
from holdfast.api.shell.web_pages import Heads
from holdfast.db.clock import ClockReader
from holdfast.gateway.services import Service, ServiceAway
from holdfast.live import Channel, HoldReading, Reads
from holdfast.views.heads.head import Head, HeadAsked

__all__ = ["remote_clock", "remote_heads", "remote_holds", "remote_reads"]


def remote_clock(orders: Service) -> ClockReader:
    """The clock of the database that decides about holds, as orders tells it."""

    async def now() -> datetime:
        return await orders.get("/internal/clock", datetime)

    return ClockReader(now, (ServiceAway,))


def remote_reads(channel: Channel[Any, Any], service: Service) -> Reads[Any, Any]:
    """What the channel reads of the service that has its database."""
    path, keys = f"/internal/live/{channel.name}", channel.key
    kind: Any = dict[keys, dict[str, channel.state]]  # type: ignore[valid-type, name-defined]

    async def read(some: Sequence[Any], rows: Sequence[UUID]) -> Mapping[Any, Mapping[str, Any]]:
        asked = AskedStates(list(map(str, some)), list(rows))
        found: Mapping[Any, Mapping[str, Any]] = await service.ask(path, asked, kind)
        return found

    async def everything(limit: int) -> Sequence[Any]:
        found: Sequence[Any] = await service.get(f"{path}/all?limit={limit}", list[keys])  # type: ignore[valid-type]
        return found

    return Reads(read, everything if channel.whole else None)


async def remote_holds(orders: Service) -> AsyncIterator[HoldReading]:
    """The holds that are open."""
    async for line in orders.lines("/internal/live/holds"):
        for hold in msgspec.json.decode(line, type=list[HoldReading]):
            yield hold


def remote_heads(orders: Service) -> Heads:
    """Heads of pages, as orders knows them; none while it does not answer."""

    async def head(asked: HeadAsked) -> Head | None:
        try:
            return await orders.ask("/internal/heads", asked, Head)
        except ServiceAway:
            return None

    return head
