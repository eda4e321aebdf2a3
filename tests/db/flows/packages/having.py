"""Packages that clients have, bought as they are."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.packages.buying import buy_package, offered_package
from holdfast.flows.packages.issuing import issue
from holdfast.flows.packages.offering import make_package
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.sources import Source
from holdfast.flows.settlement.mixing import pay_mixed
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.packages import Grant, Item, Package, PackageTerms, grants_of
from holdfast.people import Principal, user_owner
from tests.db.flows.buying import confirm, pay_for
from tests.db.flows.stage import select

__all__ = [
    "HOURS",
    "VOUCHER",
    "a_manager",
    "a_package",
    "bought",
    "has",
    "left_of_all",
    "pay",
    "soon",
]  # fmt: skip

HOURS = Item(kind="hours", units=600, price=50_000)
VOUCHER = Item(kind="certificate", units=10_000, price=9_000)


def a_manager() -> Principal:
    return Principal(user_owner(new_id()), "user", frozenset({"manager"}))


def soon(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


async def a_package(parts: ShopParts, *items: Item, **more: Any) -> Package:
    terms = PackageTerms(name="Ten hours", currency="EUR", items=items or (HOURS,), **more)
    return await make_package(parts.database, Caller(a_manager()), terms)


async def bought(parts: ShopParts, client: Principal, *items: Item, **more: Any) -> list[Grant]:
    """Bought through a provider, and there; in their order."""
    gift = more.pop("gift", None)
    package = await a_package(parts, *items, **more)
    price = (await offered_package(parts, package.id)).price
    placed = await buy_package(parts, Caller(client), package.id, gift=gift, expected=price)
    await confirm(parts, client, placed, await pay_for(parts, client, placed))
    await issue(parts, placed.order_id)
    await issue(parts, placed.order_id)  # once, however often
    mine = await grants_of(parts.database.pool, client.id, None, 100)
    return sorted((one for one in mine if one.order_id == placed.order_id), key=lambda g: g.line)


async def has(parts: ShopParts, grant: Grant) -> int:
    return (await parts.reader.account(grant.key)).balance


async def pay(
    parts: ShopParts,
    client: Principal,
    placed: Placed,
    *sources: Source,
    provider: str | None = None,
    method: str | None = None,
) -> PaymentBegun:
    return await pay_mixed(
        parts,
        Caller(client),
        placed.reservation_id,
        sources,
        provider,
        method=method,
    )


async def left_of_all(parts: ShopParts, order_id: UUID) -> dict[str, int]:
    """Of each payment of an order that was counted, its amount, by provider."""
    rows = await select(
        parts,
        "SELECT provider, sum(amount)::bigint FROM payments"
        " WHERE subject_id = $1 AND status = 'credited' GROUP BY provider",
        order_id,
    )
    return {str(name): int(str(amount)) for name, amount in rows}
