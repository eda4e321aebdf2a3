"""Coupons that somebody has."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.promotions.campaigns import make_campaign
from holdfast.flows.promotions.coupons import give_out
from holdfast.flows.shop_parts import ShopParts
from holdfast.people import Principal
from holdfast.promotions import Terms, issued_key

__all__ = ["coupon_account", "end_coupon", "new_coupon"]


async def new_coupon(parts: ShopParts, owner: Principal, **terms: Any) -> UUID:
    """A coupon of a campaign of its own: ten percent off, unless said otherwise."""
    usual: dict[str, Any] = {
        "name": "Ten off", "rule": "percent", "value": 10, "quantity": 1,
        "opens_at": datetime(2020, 1, 1, tzinfo=UTC),
    }  # fmt: skip
    campaign = await make_campaign(parts, process("user:staff"), Terms(**(usual | terms)))
    return (await give_out(parts, Caller(owner), campaign.id)).coupon.id


async def end_coupon(parts: ShopParts, coupon: UUID) -> None:
    """As if its days had passed."""
    await parts.database.pool.execute(
        "UPDATE coupons SET issued_at = clock_timestamp() - interval '30 days',"
        " expires_at = clock_timestamp() - interval '1 millisecond' WHERE id = $1",
        coupon,
    )


async def coupon_account(parts: ShopParts, coupon: UUID) -> tuple[int, int]:
    """Free and held."""
    account = await parts.reader.account(issued_key(coupon))
    return account.balance, account.held
