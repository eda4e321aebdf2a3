"""What sockets are told first, and what heals what they missed: read from orders and payments."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from holdfast.api.shell.internal import AskedIds, AskedNames, AskedOwners
from holdfast.api.shell.web_pages import OnSale
from holdfast.db.clock import ClockReader
from holdfast.gateway.services import Service, ServiceAway
from holdfast.live import (
    HoldReading,
    OrderSource,
    OrderUpdate,
    ProductReading,
    Sources,
    Stock,
    SupplySource,
    WalletReading,
    WalletSource,
)
from holdfast.promotions import CAMPAIGN_PREFIX
from holdfast.wallets import WALLET_PREFIX, wallet_owner

__all__ = [
    "remote_clock",
    "remote_on_sale",
    "remote_orders",
    "remote_products",
    "remote_supplies",
    "remote_wallets",
]


def remote_clock(orders: Service) -> ClockReader:
    """The clock of the database that decides about holds, as orders tells it."""

    async def now() -> datetime:
        return await orders.get("/internal/clock", datetime)

    return ClockReader(now, (ServiceAway,))


def remote_products(orders: Service) -> Sources:
    async def products(ids: Sequence[UUID]) -> Sequence[ProductReading]:
        asked = AskedIds(list(ids))
        return await orders.ask("/internal/live/products", asked, list[ProductReading])

    async def all_ids(limit: int) -> Sequence[UUID]:
        return await orders.get(f"/internal/live/on-sale?limit={limit}", list[UUID])

    async def open_holds() -> AsyncIterator[HoldReading]:
        async for line in orders.lines("/internal/live/holds"):
            for hold in msgspec.json.decode(line, type=list[HoldReading]):
                yield hold

    return Sources(products, all_ids, open_holds)


def remote_on_sale(orders: Service) -> OnSale:
    async def on_sale(name: str) -> bool:
        try:
            (found,) = await orders.ask(
                "/internal/products/on-sale", AskedNames([name]), list[bool]
            )
        except ServiceAway:
            return True
        return found

    return on_sale


def remote_supplies(orders: Service) -> SupplySource:
    async def supplies(ids: Sequence[UUID]) -> Mapping[UUID, Stock]:
        asked = AskedIds(list(ids))
        return await orders.ask("/internal/live/supplies", asked, dict[UUID, Stock])

    return SupplySource(supplies, CAMPAIGN_PREFIX)


def remote_orders(orders: Service) -> OrderSource:
    async def recent(owners: Sequence[str]) -> Mapping[str, Sequence[OrderUpdate]]:
        asked = AskedOwners(list(owners))
        return await orders.ask("/internal/live/orders", asked, dict[str, list[OrderUpdate]])

    return OrderSource(recent)


def remote_wallets(payments: Service) -> WalletSource:
    async def wallets(owners: Sequence[str]) -> Mapping[str, Sequence[WalletReading]]:
        asked = AskedOwners(list(owners))
        return await payments.ask("/internal/live/wallets", asked, dict[str, list[WalletReading]])

    return WalletSource(wallets, WALLET_PREFIX, wallet_owner)
