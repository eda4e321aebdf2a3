"""A shop whose prices are as hard as they get: two rates of tax, sets, free units, percentages, an
offer that goes with no other, a price for members, delivery, and goods of a seller."""

import random
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

from msgspec import Struct

from tests.api.money.reckoning import Asked, Cost, Offer, cost_of
from tests.support.market import Buyer, Goods, Market, expect

__all__ = ["DELIVERY", "Shop", "Visit", "Ware", "opened_shop"]

Visit = Callable[..., Buyer]
STANDARD, REDUCED = 19, 7
STOCK: Final = 100_000
DELIVERY, FREE_OVER = 599, 20_000
COMMISSION: Final = 12_345
WARES: Final = (
    # Prices of its variants, whether its tax is reduced, whether a seller's.
    ((1999, 2499, 1499), False, False),
    ((333, 350), True, False),
    ((451, 451, 17), False, False),
    ((5000, 4900), False, False),
    ((1250, 1300), False, True),
    ((799, 650), True, True),
)


class Ware(Struct, frozen=True):
    """A variant, what it costs, its tax in percent, and whose it is."""

    goods: Goods
    price: int
    rate: int
    seller: str | None

    def asked(self, quantity: int) -> Asked:
        goods = self.goods
        return Asked(goods.product_id, goods.variant_id, self.price, quantity, self.rate)


class Shop(Struct):
    """``offers`` are for all, ``for_members`` for those in the ``group`` besides."""

    market: Market
    wares: dict[str, Ware]
    offers: list[Offer]
    for_members: list[Offer]
    group: str
    seller: str
    included: bool = False
    taxes_delivery: bool = False

    def set(self, *, included: bool, taxes_delivery: bool) -> None:
        asked = {"taxIncluded": included, "taxOnShipping": taxes_delivery}
        expect(self.market.staff.patch("/api/staff/settings", json=asked))
        self.included, self.taxes_delivery = included, taxes_delivery

    def cost(self, lines: list[Asked], *, member: bool, delivered: bool = True) -> Cost:
        subtotal = sum(one.price * one.quantity for one in lines)
        return cost_of(
            lines,
            [*self.offers, *(self.for_members if member else [])],
            included=self.included,
            delivery=DELIVERY if delivered and subtotal <= FREE_OVER else 0,
            rate=STANDARD if self.taxes_delivery else 0,
        )

    def like(self, ware: Ware) -> list[Ware]:
        """The product's other variants."""
        others = [one for one in self.wares.values() if one is not ware]
        return [one for one in others if one.goods.product_id == ware.goods.product_id]

    def some(self, chance: random.Random, most: int) -> list[Ware]:
        return chance.sample(list(self.wares.values()), chance.randint(1, most))


def opened_shop(market: Market) -> Shop:
    staff = market.staff
    tree = expect(
        staff.post("/api/staff/categories", json={"name": "Books", "parentId": None}), 201
    )
    reduced = next(one["id"] for one in tree["categories"] if one["name"] == "Books")
    settings = {
        "currency": "EUR",
        "invoiceIssuer": "Loft GmbH",
        "payoutHoldDays": 0,
        "payoutDays": 0,
        "taxRates": [
            {"name": "VAT", "rate": STANDARD * 1000},
            {"name": "VAT, reduced", "rate": REDUCED * 1000, "categoryId": reduced},
        ],
        "shippingMethods": [
            {"id": "post", "name": "Post", "price": DELIVERY, "currency": "EUR",
             "freeOver": FREE_OVER},
        ],
        "returns": {"days": 14, "byRule": False, "wayBack": "buyer", "delivery": True,
                    "address": "", "categories": []},
    }  # fmt: skip
    expect(staff.patch("/api/staff/settings", json=settings))
    made = staff.post("/api/staff/sellers", json={"name": f"Mill {uuid4().hex[:8]}"})
    seller = str(expect(made, 201)["seller"]["id"])
    terms = {"sellerId": seller, "rate": COMMISSION}
    expect(staff.post("/api/staff/commission", json=terms), 201)
    wares: dict[str, Ware] = {}
    for prices, is_reduced, is_sold in WARES:
        one = _product(market, prices, reduced if is_reduced else None, seller if is_sold else None)
        for variant, price in zip(one["variants"], prices, strict=True):
            goods = Goods(one["id"], variant["id"])
            rate = REDUCED if is_reduced else STANDARD
            wares[variant["id"]] = Ware(goods, price, rate, seller if is_sold else None)
    group = expect(staff.post("/api/staff/customer-groups", json={"name": "Club"}), 201)["id"]
    shop = Shop(market, wares, [], [], group, seller)
    products = list(dict.fromkeys(one.goods.product_id for one in wares.values()))
    shop.offers = [
        _offer(shop, "set-percent", 15, products[0:2]),
        _offer(shop, "set-fixed", 333, products[2:4]),
        _offer(shop, "nth-free", 3, products[2:3]),
        _offer(shop, "percent", 7, products[1:5], cap=777),
        _offer(shop, "percent", 12, minimum=15_000, alone=True),
    ]
    shop.for_members = [_offer(shop, "percent", 5, group=group)]
    return shop


def _product(
    market: Market, prices: tuple[int, ...], category: str | None, seller: str | None
) -> dict[str, Any]:
    names = [f"Size {at}" for at in range(len(prices))]
    asked = {
        "name": f"Thing {uuid4().hex[:8]}",
        "status": "active",
        "categoryId": category,
        "sellerId": seller,
        "options": [{"name": "Size", "values": names}],
        "variants": [
            {"values": [name], "price": price, "stock": STOCK}
            for name, price in zip(names, prices, strict=True)
        ],
    }
    made: dict[str, Any] = expect(market.staff.post("/api/staff/products", json=asked), 201)
    found: dict[str, Any] = made["product"]
    return found


def _offer(
    shop: Shop,
    rule: str,
    value: int,
    scope: list[str] | None = None,
    *,
    cap: int | None = None,
    minimum: int = 0,
    alone: bool = False,
    group: str | None = None,
) -> Offer:
    asked = {
        "name": f"{rule} {value}", "rule": rule, "value": value, "cap": cap, "minimum": minimum,
        "currency": "EUR", "stackable": not alone,
    } | ({"scope": scope} if scope else {}) | ({"groups": [group]} if group else {})  # fmt: skip
    expect(shop.market.staff.post("/api/staff/promotions", json=asked), 201)
    return Offer(rule, value, frozenset(scope or ()), cap, minimum, alone)
