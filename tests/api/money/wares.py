"""A shop whose prices are as hard as they get, as its merchant knows it."""

import random
from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from tests.api.money.reckoning import Asked, Cost, Offer, coded, cost_of
from tests.support.market import Buyer, Goods, Market, expect

__all__ = ["DELIVERY", "FREE_OVER", "STANDARD", "VAT", "Code", "Fee", "Shop", "Visit", "Ware"]

Visit = Callable[..., Buyer]
STANDARD: Final = 19
VAT: Final = {"name": "VAT", "rate": STANDARD * 1000}
DELIVERY, FREE_OVER = 599, 20_000
RETURNS: Final = {
    "days": 14, "byRule": False, "wayBack": "buyer", "delivery": True, "address": "",
    "categories": [],
}  # fmt: skip


class Ware(Struct, frozen=True):
    """A variant, what it costs, its tax in percent, and whose it is."""

    goods: Goods
    price: int
    rate: int
    seller: str | None

    def asked(self, quantity: int) -> Asked:
        goods = self.goods
        return Asked(goods.product_id, goods.variant_id, self.price, quantity, self.rate)


class Fee(Struct, frozen=True):
    """A shop's commission: ``rate`` in thousandths of a percent, ``fixed`` of each piece."""

    rate: int
    fixed: int


class Code(Struct, frozen=True):
    """A promo code, or a coupon by its id; ``most``: so often for each customer."""

    offer: Offer
    promo: str = ""
    coupon: str = ""
    most: int | None = None

    @property
    def body(self) -> dict[str, Any]:
        return {"promoCode": self.promo} if self.promo else {"couponId": self.coupon}


class Shop(Struct):
    """``offers`` are for all, ``for_members`` for those in the ``group`` besides; ``codes`` are for
    who types one, ``campaigns`` give out coupons. ``sellers`` pay their fees.
    ``captures``: what is set aside is taken with the first of its parcels, part by part, or with
    the last; empty: all is taken at once. ``services``: the tax in the price of sessions, in
    percent, and what that was when each was ``ordered``."""

    market: Market
    wares: dict[str, Ware]
    group: str
    sellers: dict[str, Fee]
    offers: list[Offer] = []
    for_members: list[Offer] = []
    rates: list[dict[str, Any]] = []
    codes: list[Code] = []
    campaigns: dict[str, Offer] = {}
    package: str = ""
    included: bool = False
    taxes_delivery: bool = False
    gives_delivery_back: bool = True
    card_first: bool = True
    captures: str = ""
    services: int = 0
    ordered: dict[tuple[str, int], int] = {}

    def set(
        self, chance: random.Random, *, included: bool, taxes_delivery: bool, services: int = 0
    ) -> None:
        """How taxes are said; and when cards are charged, what goes back with the last that is sent
        back, and of what was paid in parts first, as it comes up."""
        self.included, self.taxes_delivery = included, taxes_delivery
        self.gives_delivery_back, self.card_first = chance.random() < 0.7, chance.random() < 0.6
        self.captures = chance.choice(("", "", "first", "each", "last"))
        asked = {
            "taxIncluded": included,
            "taxOnShipping": taxes_delivery,
            "cardRefund": "first" if self.card_first else "last",
            "captureOn": "shipment" if self.captures else "payment",
            "captureParcels": self.captures or "first",
            "returns": RETURNS | {"delivery": self.gives_delivery_back},
        }
        expect(self.market.staff.patch("/api/staff/settings", json=asked))
        self.tax_services(services)

    def tax_services(self, percent: int) -> None:
        """From now on; what was ordered before has the tax of that day."""
        of_services = [VAT | {"rate": percent * 1000, "services": True}] if percent else []
        rates = {"taxRates": [*self.rates, *of_services]}
        expect(self.market.staff.patch("/api/staff/settings", json=rates))
        self.services = percent

    def rate_of(self, order_id: str, amount: int) -> int:
        """The tax of services in it, as of the day on which it was first to cost that."""
        return self.ordered.setdefault((order_id, amount), self.services)

    def cost(self, lines: list[Asked], *, member: bool, delivered: bool = True) -> Cost:
        return cost_of(lines, self._offers(member), **self._terms(lines, delivered=delivered))

    def coded(self, lines: list[Asked], code: Code, *, member: bool) -> Cost | str:
        """With a code or a coupon; or why it is refused."""
        return coded(lines, self._offers(member), code.offer, **self._terms(lines))

    def _offers(self, member: bool) -> list[Offer]:
        return [*self.offers, *(self.for_members if member else [])]

    def _terms(self, lines: list[Asked], *, delivered: bool = True) -> dict[str, Any]:
        subtotal = sum(one.price * one.quantity for one in lines)
        return {
            "included": self.included,
            "delivery": DELIVERY if delivered and subtotal <= FREE_OVER else 0,
            "rate": STANDARD if self.taxes_delivery else 0,
        }

    def like(self, ware: Ware) -> list[Ware]:
        """The product's other variants."""
        others = [one for one in self.wares.values() if one is not ware]
        return [one for one in others if one.goods.product_id == ware.goods.product_id]

    def some(self, chance: random.Random, most: int) -> list[Ware]:
        return chance.sample(list(self.wares.values()), chance.randint(1, most))
