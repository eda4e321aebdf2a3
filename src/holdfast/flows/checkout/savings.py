"""What each coupon of a buyer's would take off, the best first: the rules of pricing, asked before
anything is held, or for an order that is not paid yet."""

from asyncio import gather
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.flows.checkout.basket import CartLine, choose, priced_lines
from holdfast.flows.checkout.change_coupon import open_order, prices_of_order
from holdfast.flows.checkout.prices import NO_CHOICE, Choice, Prices, prices_for
from holdfast.flows.checkout.till import Till
from holdfast.flows.promotions.discounts import discount_of
from holdfast.people import Principal
from holdfast.pricing import NotApplicable
from holdfast.promotions import Coupon, coupon_state, issued_key

__all__ = ["MOST_COUPONS", "Offered", "Saving", "savings_for_cart", "savings_for_order"]

MOST_COUPONS: Final = 100
"""Of a buyer's coupons the newest that are looked at."""


class Saving(Struct, frozen=True):
    """What a coupon takes ``off``, or why it is not for these goods (``trouble``)."""

    coupon: Coupon
    off: int
    trouble: NotApplicable | None = None


class Offered(Struct, frozen=True):
    """The price without a coupon, and what the buyer's coupons would take off the ``total``: most
    first, then what ends first. ``chosen`` is the one an order has."""

    currency: str
    subtotal: int
    total: int
    savings: tuple[Saving, ...] = ()
    chosen: UUID | None = None

    @property
    def best(self) -> UUID | None:
        """The coupon that takes off most, if any takes off anything."""
        first = self.savings[0] if self.savings else None
        return first.coupon.id if first is not None and first.off > 0 else None


async def savings_for_cart(
    till: Till,
    principal: Principal | None,
    cart: Sequence[CartLine],
    *,
    choice: Choice = NO_CHOICE,
    instead_of: UUID | None = None,
) -> Offered:
    """For goods that are not held yet. Raises a Problem for lines that are not on sale.
    ``instead_of`` is an unpaid order of the principal's that is to be given up for them: its
    coupon is among those that can be used."""
    lines = await choose(till.shelf, cart)
    currency, freed = lines[0].product.currency, None
    if instead_of is not None and principal is not None:
        order = await till.orders.get(instead_of)
        if order is not None and order.owner == principal.id and order.is_pending:
            freed = order.coupon_id
    prices = await prices_for(till, principal, priced_lines(lines), currency, choice, coupons=True)
    offered = await _offered(till, principal, prices, freed)
    return replace(offered, chosen=None)


async def savings_for_order(till: Till, principal: Principal, order_id: UUID) -> Offered:
    """For an order that is not paid; the coupon it holds is among them."""
    order, items = await open_order(till, principal, order_id)
    if not order.is_sent or (order.sale, order.exchange_of) != (None, None):  # its own price
        return Offered(order.currency, order.subtotal, order.total)
    prices = await prices_of_order(till, principal, order, items)
    return await _offered(till, principal, prices, order.coupon_id)


async def _offered(
    till: Till,
    principal: Principal | None,
    prices: Prices,
    chosen: UUID | None,
) -> Offered:
    plain, currency = prices.plain(), prices.currency
    if principal is None or principal.kind == "guest":
        return Offered(currency, plain.subtotal, plain.total)
    coupons = await till.coupons.of_owner(principal.id, None, MOST_COUPONS)
    now, campaigns, accounts = await gather(
        till.coupons.now(),
        till.coupons.campaigns([one.campaign_id for one in coupons]),
        gather(*(till.reader.account(issued_key(one.id)) for one in coupons)),
    )
    savings = []
    for coupon, account in zip(coupons, accounts, strict=True):
        state = coupon_state(account.balance, account.held, coupon.expires_at, now)
        if state != "usable" and coupon.id != chosen:
            continue
        found = prices.quote(discount_of(campaigns[coupon.campaign_id], currency))
        if isinstance(found, NotApplicable):
            savings.append(Saving(coupon, 0, found))
        else:
            savings.append(Saving(coupon, plain.total - found.total))
    savings.sort(key=lambda one: (-one.off, one.trouble is not None, one.coupon.expires_at))
    return Offered(currency, plain.subtotal, plain.total, tuple(savings), chosen)
