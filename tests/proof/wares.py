"""What is for sale where everything is asked for at once: the shop's own goods, and shirts of two
sellers in sizes of three prices, in two warehouses."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import uuid4

from tests.support.market import Goods, Market, expect

__all__ = ["Wares", "laid_out"]

SIZES: Final = {"S": 400, "M": 500, "L": 700}
COMMISSION: Final = 10_000
"""Thousandths of a percent."""


@dataclass(frozen=True)
class Wares:
    """``sheets``: how a file of counts names each variant, by its id."""

    plain: list[Goods]
    shirts: list[list[Goods]]
    sellers: list[str]
    places: list[str]
    sheets: dict[str, list[str]]

    @property
    def all(self) -> list[Goods]:
        return [*self.plain, *(size for shirt in self.shirts for size in shirt)]

    def sizes_beside(self, variant: str) -> list[str]:
        """What a shirt may be exchanged for."""
        for shirt in self.shirts:
            if variant in (ids := [size.variant_id for size in shirt]):
                return [one for one in ids if one != variant]
        return []


def laid_out(market: Market, units: int) -> Wares:
    """So many of each, at the first place; what sellers earn may leave at once."""
    at_once = {"payoutHoldDays": 0, "payoutDays": 0}
    expect(market.staff.patch("/api/staff/settings", json=at_once))
    plain = [market.goods(units) for _ in range(4)]
    sellers = [_seller(market) for _ in range(2)]
    shirts = [_shirt(market, seller, units) for seller in sellers]
    known = expect(market.staff.get("/api/staff/locations"))["locations"]
    first = next(one["id"] for one in known if one["first"])
    asked = {"name": f"Warehouse {uuid4()}", "priority": 1}
    second = expect(market.staff.post("/api/staff/locations", json=asked), 201)["id"]
    products = {one.product_id for one in plain} | {shirt[0].product_id for shirt in shirts}
    sheets = dict[str, list[str]]()
    for product in products:
        sheets |= _sheet(market.product(product)["product"])
    return Wares(plain, shirts, sellers, [first, second], sheets)


def _seller(market: Market) -> str:
    asked = {"name": f"Tailor {uuid4()}"}
    seller: str = expect(market.staff.post("/api/staff/sellers", json=asked), 201)["seller"]["id"]
    rule = {"sellerId": seller, "rate": COMMISSION}
    expect(market.staff.post("/api/staff/commission", json=rule), 201)
    return seller


def _shirt(market: Market, seller: str, units: int) -> list[Goods]:
    asked = {
        "name": f"Shirt {uuid4()}",
        "status": "active",
        "sellerId": seller,
        "options": [{"name": "Size", "values": list(SIZES)}],
        "variants": [{"values": [size], "price": price} for size, price in SIZES.items()],
    }
    made = expect(market.staff.post("/api/staff/products", json=asked), 201)["product"]
    shirt = [Goods(made["id"], one["id"]) for one in made["variants"]]
    for size in shirt:
        market.change(size, deposit=units)
    return shirt


def _sheet(product: dict[str, Any]) -> dict[str, list[str]]:
    """Handle, title, the option's name and value, and the price."""
    found = {}
    for one in product["variants"]:
        named = [word for pair in one["options"].items() for word in pair]
        if named:
            named[0] = named[0].title()
        price = f"{one['price'] / 100:.2f}"
        found[one["id"]] = [
            product["handle"], product["name"], *(named or ["Title", "Default Title"]), price,
        ]  # fmt: skip
    return found
