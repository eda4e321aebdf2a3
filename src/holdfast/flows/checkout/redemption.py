"""Redeeming a coupon or a promo code: whether it is for this buyer, this moment and this cart, and
what it gives.

That is judged once, when it is taken. Whether a coupon is free, held or used, and how often a code
can still be used, is the ledger's to say: it is a line of the same command as the goods.
"""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.flows.checkout.prices import Choice, Pricer, Prices, coded
from holdfast.flows.checkout.uses import used_up
from holdfast.flows.promotions.discounts import discount_of
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Expect, LedgerReader, Shortage
from holdfast.orders import Breakdown
from holdfast.people import Principal
from holdfast.pricing import NotApplicable, Quote
from holdfast.promotions import CouponBook, issued_key

__all__ = [
    "CouponNotUsable", "PromoCodeNotUsable", "Redeemed", "Redeemer", "Redeeming", "Unusable",
    "UnusableReason", "has_ended", "priced_with", "short_code", "unusable",
]  # fmt: skip

UnusableReason: TypeAlias = Literal[
    "not-yours", "expired", "used", "held", "currency", "scope", "minimum", "nothing", "better",
    "unknown", "account", "group", "gone", "units", "bought",
]  # fmt: skip
_OF_COUPONS: Final[dict[str, str]] = {
    "not-yours": say("You have no such coupon."),
    "expired": say("The coupon has expired."),
    "used": say("The coupon has already been used."),
    "held": say("The coupon is in use in another order of yours. Pay for that order or cancel it."),
    "currency": say("The coupon is for another currency."),
    "scope": say("The coupon does not apply to these products."),
    "minimum": say("The order is below the coupon's minimum."),
    "units": say("There are too few of the products that the coupon is for."),
    "nothing": say("You pay just as much without the coupon."),
    "better": say("Without the coupon you pay less: it does not go with another discount."),
}
_OF_CODES: Final[dict[str, str]] = {
    "unknown": say("There is no such code, or its time is over."),
    "account": say("Log in to use this code."),
    "group": say("This code is for some customers only, and not for you."),
    "gone": say("The code has been used as often as it can be."),
    "used": say("You have used the code as often as you can."),
    "currency": say("The code is for another currency."),
    "scope": say("The code does not apply to these products."),
    "minimum": say("The order is below the code's minimum."),
    "units": say("There are too few of the products that the code is for."),
    "bought": say("The code is for a first order."),
    "nothing": say("You pay just as much without the code."),
    "better": say("Without the code you pay less: it does not go with another discount."),
}


@dataclass(frozen=True, kw_only=True)
class Redeeming:
    """What judging a coupon's time works with."""

    reader: LedgerReader
    coupons: CouponBook


@dataclass(frozen=True, kw_only=True)
class Redeemer(Redeeming, Pricer):
    """Prices a cart with its coupon or code."""


class CouponNotUsable(Problem):
    """The coupon cannot be used for this; ``coupon`` says which and why."""

    status = 409
    code = "coupon-not-usable"
    title = "The coupon cannot be used"


class PromoCodeNotUsable(Problem):
    """The promo code cannot be used for this; ``promoCode`` says which and why."""

    status = 409
    code = "promo-code-not-usable"
    title = "The promo code cannot be used"


class Unusable(Struct, frozen=True):
    """Why a coupon, or a code, cannot be used. A coupon that is not there reads as somebody else's.
    ``missing`` is what the cart lacks of the minimum, or how many units; ``currency``: that of
    which prices a code takes something off, in place of ``instead``."""

    which: UUID | str
    reason: UnusableReason
    missing: int = 0
    currency: str = ""
    instead: str = ""

    @property
    def field(self) -> Literal["couponId", "promoCode"]:
        return "couponId" if isinstance(self.which, UUID) else "promoCode"

    @property
    def detail(self) -> str:
        if self.currency:
            return say(
                "The code takes something off prices in {currency} only. These are in {instead}.",
                currency=self.currency, instead=self.instead,
            )  # fmt: skip
        return (_OF_COUPONS if isinstance(self.which, UUID) else _OF_CODES)[self.reason]

    def shown(self) -> dict[str, dict[str, object]]:
        """As a refusal shows it."""
        what: dict[str, object] = {"reason": self.reason}
        if self.reason in ("minimum", "units"):
            what["missing"] = self.missing
        if self.currency:
            what["currency"] = self.currency
        if isinstance(self.which, UUID):
            return {"coupon": {"couponId": str(self.which), **what}}
        return {"promoCode": {"code": self.which, **what}}


class Redeemed(Struct, frozen=True):
    """The price, and what the order keeps of it; ``expected``: what has to be as it was, still."""

    quote: Quote
    breakdown: Breakdown | None
    expected: tuple[Expect, ...] = ()


async def priced_with(
    parts: Redeemer,
    buyer: Principal | None,
    prices: Prices,
    choice: Choice,
    *,
    freed: frozenset[str] = frozenset(),
) -> Redeemed | Unusable:
    """The cart's price for the buyer, with the coupon or the code that was chosen; or why there is
    none: what no other cart would help against comes first."""
    owner = "" if buyer is None else buyer.id
    if choice.promo_code is None:
        found: Quote | Unusable = prices.plain()
        if choice.coupon_id is not None:
            found = await _with_coupon(parts, owner, choice.coupon_id, prices)
        if isinstance(found, Unusable):
            return found
        return Redeemed(found, prices.breakdown(found, owner), prices.expected(found))
    promotion = coded(prices, choice.promo_code)
    if promotion is None:
        return Unusable(choice.promo_code, "unknown")
    if not (promotion.is_for(prices.member.groups) or buyer is None or buyer.kind == "guest"):
        return Unusable(choice.promo_code, "group")
    why = await used_up(parts, buyer, promotion, freed)
    if why is not None:
        return Unusable(choice.promo_code, why)
    tried = prices.quote(discount_of(promotion, prices.currency))
    if isinstance(tried, NotApplicable):
        if tried.reason == "currency" and promotion.currency:
            return Unusable(
                choice.promo_code, tried.reason,
                currency=promotion.currency, instead=prices.currency,
            )  # fmt: skip
        return Unusable(choice.promo_code, tried.reason, tried.missing)
    breakdown = prices.breakdown(tried, owner, promotion, promotion.code)
    return Redeemed(tried, breakdown, prices.expected(tried))


async def _with_coupon(
    parts: Redeeming, owner: str, coupon_id: UUID, prices: Prices
) -> Quote | Unusable:
    coupon, now = await gather(parts.coupons.coupon(coupon_id), parts.coupons.now())
    if coupon is None or coupon.owner != owner:
        return Unusable(coupon_id, "not-yours")
    campaign = await parts.coupons.campaign(coupon.campaign_id)
    if campaign is None:
        raise LookupError(f"coupon {coupon_id} has no campaign")
    if now >= coupon.expires_at:
        return Unusable(coupon_id, "used" if await _is_spent(parts, coupon_id) else "expired")
    found = prices.quote(discount_of(campaign, prices.currency))
    if isinstance(found, NotApplicable):
        if await _is_spent(parts, coupon_id):
            return Unusable(coupon_id, "used")
        return Unusable(coupon_id, found.reason, found.missing)
    return found


async def _is_spent(parts: Redeeming, coupon_id: UUID) -> bool:
    account = await parts.reader.account(issued_key(coupon_id))
    return not account.balance and not account.held


def short_code(choice: Choice, shortages: Sequence[Shortage]) -> Unusable | None:
    """What the ledger says of the coupon, if it is among what is short."""
    if choice.coupon_id is None:
        return None
    for shortage in shortages:
        if shortage.key == issued_key(choice.coupon_id):
            return Unusable(choice.coupon_id, "held" if shortage.held else "used")
    return None


def unusable(trouble: Unusable) -> Problem:
    """The refusal when nothing but the coupon or the code stands in the way."""
    kind = CouponNotUsable if isinstance(trouble.which, UUID) else PromoCodeNotUsable
    return kind(trouble.detail, field=trouble.field, extra=dict(trouble.shown()))


async def has_ended(parts: Redeeming, coupon_id: UUID) -> bool:
    """Whether the coupon's time is over, by the database's clock."""
    coupon, now = await gather(parts.coupons.coupon(coupon_id), parts.coupons.now())
    return coupon is None or now >= coupon.expires_at
