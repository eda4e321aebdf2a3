"""How a process begins and ends: its parts in order, and what a demo shop opens with."""

from asyncio import create_task
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from typing import Any, TypeAlias

from msgspec.structs import asdict

from holdfast.db.engine import Database
from holdfast.flows.demo.friends import invite_demo
from holdfast.flows.demo.offers import open_club, sell_together
from holdfast.flows.demo.opening import Before, fill_empty_shop
from holdfast.flows.demo.repeats import repeat_demo
from holdfast.flows.demo.today import begin_today
from holdfast.flows.people.first_start import offer_owner_link
from holdfast.flows.people.logins import add_demo_users
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit.logs import logger
from holdfast.ledger import Ledger
from holdfast.people import EmailTaken, Passwords
from holdfast.roles.parts import Foundation

__all__ = ["Part", "closing", "furnish", "lifespan_of", "starting", "stopping"]

log = logger("app")

Part: TypeAlias = tuple[Callable[[], Awaitable[object]], Callable[[], Awaitable[object]]]
"""How a part is started, and how it is stopped (also when its start failed half-way)."""


def lifespan_of(
    foundation: Foundation, parts: Sequence[Part], owners: Database | None = None
) -> Any:
    """The parts are started in this order and stopped in the other. ``owners``: where to look
    whether somebody runs the shop; if nobody does, whoever started the server is told a link."""

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[dict[str, object] | None]:
        async with AsyncExitStack() as stack:
            for start, stop in parts:
                stack.push_async_callback(stop)
                await start()
            if foundation.shared is not None:
                stack.callback(create_task(foundation.shared.renewing()).cancel)
            link = None if owners is None else await _owner_link(foundation, owners)
            yield None if link is None else {"owner_link": link}  # `serving` passes it on

    return lifespan


async def _owner_link(foundation: Foundation, database: Database) -> str | None:
    """Where the owner's account is made; without a public address, from the path on. Never with
    --demo, which has users; of several workers the first tells."""
    first = foundation.shared is None or foundation.shared.number == 1
    if foundation.settings.demo or not first:
        return None
    token = await offer_owner_link(database)
    return None if token is None else f"{foundation.settings.public_url.rstrip('/')}/setup#{token}"


def starting(begin: Callable[[], Awaitable[object]]) -> Part:
    """A part that only has to be started."""

    async def nothing() -> None: ...

    return begin, nothing


def closing(close: Callable[[], Awaitable[object]]) -> Part:
    """A part that only has to be closed."""

    async def nothing() -> None: ...

    return nothing, close


def stopping(end: Callable[[], None]) -> Part:
    """A part that only has to be stopped, at once."""

    async def stop() -> None:
        end()

    return closing(stop)


async def furnish(
    foundation: Foundation, shop_parts: ShopParts, passwords: Passwords, *, wallets: bool
) -> None:
    """The demo's users and, in a shop without products, its goods with the month before today and
    what waits today. ``wallets``: whether they are in this database. Before the worker starts: what
    was reserved in the past is not to be swept before it is written how it went."""
    settings, database = foundation.settings, shop_parts.database
    with suppress(EmailTaken):  # another worker was quicker
        await add_demo_users(database, passwords)
    before = None
    if settings.demo_history:
        ledger = Ledger(database.url, partitions=settings.partitions, at_leisure=True)
        hold = timedelta(seconds=settings.hold_seconds)
        before = Before(ledger, hold, wallets, settings.partitions)
    seeded = await fill_empty_shop(database, shop_parts.ledger, before)
    if seeded is None:
        return
    if before is not None:
        await begin_today(shop_parts)
        await open_club(shop_parts)
        await sell_together(shop_parts)
        await repeat_demo(shop_parts)
        await invite_demo(shop_parts)
    log.info("the shop was empty and has the demo goods now", **asdict(seeded))
