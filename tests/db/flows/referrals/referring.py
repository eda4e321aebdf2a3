"""A shop in which friends are invited, who invites whom, and what comes of it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.referrals.following import follow_referral
from holdfast.flows.referrals.giving import give_due
from holdfast.flows.referrals.inviting import accept, make_link
from holdfast.flows.referrals.program import Offered, put_program
from holdfast.flows.referrals.terms import Advantage, ProgramTerms
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.orders import mark_paid
from holdfast.kit import new_id, shop_now
from holdfast.people import Principal, add, user_owner
from holdfast.referrals import Referral, referral_of
from holdfast.shop import change_settings
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import Goods, reserve
from tests.db.flows.stage import select

__all__ = [
    "TERMS", "a_person", "bought", "came_by", "coupons_of", "give_at", "inviting", "link_code",
    "now_of", "settles",
]  # fmt: skip

TERMS = ProgramTerms(
    friend=Advantage("percent", 10, 1000),
    reward=Advantage("fixed", 300),
    valid_days=30,
    quantity=5,
    wait_days=14,
    most_a_year=3,
)


async def settles(parts: ShopParts, **settings: object) -> None:
    """The merchant changes these settings."""
    async with parts.database.transaction() as connection:
        await change_settings(connection, settings)
    parts.shop.forget()


async def inviting(parts: ShopParts, **other: Any) -> Offered:
    """The shop, selling for euros, invites friends on these terms."""
    await settles(parts, currency="EUR")
    return await put_program(parts, Caller(a_manager()), replace(TERMS, **other))


async def a_person(parts: ShopParts, name: str = "Anna Petrova", email: str = "") -> Principal:
    """A customer with an account."""
    address = email or f"{new_id().hex}@example.com"
    async with parts.database.transaction() as connection:
        user = await add(connection, address, name, "", ["customer"])
    return Principal(user_owner(user.id), "user", frozenset({"customer"}), "192.0.2.1")


async def link_code(parts: ShopParts, inviter: Principal) -> str:
    return (await make_link(parts, Caller(inviter), renew=False)).code


async def came_by(parts: ShopParts, inviter: Principal, name: str = "Ben") -> Principal:
    """A friend, with an account, who came by the inviter's link."""
    friend = await a_person(parts, name)
    await accept(parts, Caller(friend), await link_code(parts, inviter))
    return friend


async def bought(parts: ShopParts, friend: Principal, goods: Goods, *, quantity: int = 2) -> UUID:
    """An order of theirs that is paid, and what follows from it."""
    placed = await reserve(parts, friend, goods, quantity=quantity)
    await mark_paid(parts, Caller(a_manager()), placed.order_id)
    await follow_referral(parts, placed.order_id, NOBODY)
    return placed.order_id


async def now_of(parts: ShopParts, friend: Principal) -> Referral:
    found = await referral_of(parts.database.pool, friend.id)
    assert found is not None
    return found


async def give_at(parts: ShopParts, days: float, now: datetime | None = None) -> int:
    """The hourly look, so many days from now."""
    return await give_due(parts, (now or shop_now()) + timedelta(days=days))


async def coupons_of(parts: ShopParts, owner: Principal) -> list[UUID]:
    rows = await select(parts, "SELECT id FROM coupons WHERE owner = $1 ORDER BY id", owner.id)
    return [row[0] for row in rows]
