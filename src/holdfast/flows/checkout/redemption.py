"""Redeeming a coupon: whether it is for this buyer, this moment and this cart, and what it gives.

That is judged once, when it is taken. Whether it is free, held or used is the ledger's to say: it
is a line of the same command as the goods.
"""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.flows.promotions.discounts import discount_of
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import LedgerReader, Shortage
from holdfast.pricing import NotApplicable, PricedLine, Quote, quote
from holdfast.promotions import CouponBook, issued_key

__all__ = [
    "CouponNotUsable", "Redeeming", "Unusable", "UnusableReason", "has_ended", "redeem",
    "short_coupon", "unusable_coupon",
]  # fmt: skip

UnusableReason: TypeAlias = Literal[
    "not-yours", "expired", "used", "held", "currency", "scope", "minimum"
]
_SENTENCES: dict[UnusableReason, str] = {
    "not-yours": say("You have no such coupon."),
    "expired": say("The coupon has expired."),
    "used": say("The coupon has already been used."),
    "held": say("The coupon is in use in another order of yours. Pay for that order or cancel it."),
    "currency": say("The coupon is for another currency."),
    "scope": say("The coupon does not apply to these products."),
    "minimum": say("The order is below the coupon's minimum."),
}


@dataclass(frozen=True, kw_only=True)
class Redeeming:
    """What judging a coupon works with."""

    reader: LedgerReader
    coupons: CouponBook


class CouponNotUsable(Problem):
    """The coupon cannot be used for this; ``coupon`` says which and why."""

    status = 409
    code = "coupon-not-usable"
    title = "The coupon cannot be used"


class Unusable(Struct, frozen=True):
    """Why a coupon cannot be used. One that is not there reads as somebody else's. ``missing`` is
    what the cart lacks of the campaign's minimum."""

    coupon_id: UUID
    reason: UnusableReason
    missing: int = 0

    @property
    def detail(self) -> str:
        return _SENTENCES[self.reason]

    def shown(self) -> dict[str, object]:
        """As a refusal shows it."""
        found: dict[str, object] = {"couponId": str(self.coupon_id), "reason": self.reason}
        return found | {"missing": self.missing} if self.reason == "minimum" else found


async def redeem(
    parts: Redeeming, owner: str, coupon_id: UUID, lines: Sequence[PricedLine], currency: str
) -> Quote | Unusable:
    """The cart's price with the owner's coupon, or why there is none: what no other cart would help
    against comes first."""
    coupon, now = await gather(parts.coupons.coupon(coupon_id), parts.coupons.now())
    if coupon is None or coupon.owner != owner:
        return Unusable(coupon_id, "not-yours")
    campaign = await parts.coupons.campaign(coupon.campaign_id)
    if campaign is None:
        raise LookupError(f"coupon {coupon_id} has no campaign")
    if now >= coupon.expires_at:
        return Unusable(coupon_id, "used" if await _is_spent(parts, coupon_id) else "expired")
    found = quote(lines, currency, discount_of(campaign, currency))
    if isinstance(found, NotApplicable):
        if await _is_spent(parts, coupon_id):
            return Unusable(coupon_id, "used")
        return Unusable(coupon_id, found.reason, found.missing)
    return found


async def _is_spent(parts: Redeeming, coupon_id: UUID) -> bool:
    account = await parts.reader.account(issued_key(coupon_id))
    return not account.balance and not account.held


def short_coupon(coupon_id: UUID | None, shortages: Sequence[Shortage]) -> Unusable | None:
    """What the ledger says of the coupon, if it is among what is short."""
    if coupon_id is None:
        return None
    for shortage in shortages:
        if shortage.key == issued_key(coupon_id):
            return Unusable(coupon_id, "held" if shortage.held else "used")
    return None


def unusable_coupon(trouble: Unusable) -> CouponNotUsable:
    """The refusal when nothing but the coupon stands in the way."""
    return CouponNotUsable(trouble.detail, field="couponId", extra={"coupon": trouble.shown()})


async def has_ended(parts: Redeeming, coupon_id: UUID) -> bool:
    """Whether the coupon's time is over, by the database's clock."""
    coupon, now = await gather(parts.coupons.coupon(coupon_id), parts.coupons.now())
    return coupon is None or now >= coupon.expires_at
