"""Opens the shop: two rates of tax, delivery, goods of its own and of two sellers, and offers of
every kind, of which some go with no other."""

from typing import Any, Final
from uuid import uuid4

from tests.api.money.reckoning import Offer
from tests.api.money.wares import DELIVERY, FREE_OVER, STANDARD, VAT, Code, Fee, Shop, Ware
from tests.support.market import Goods, Market, expect

__all__ = ["POINT", "STOCK", "opened_shop"]

REDUCED: Final = 7
STOCK: Final = 100_000
POINT: Final = 7
"""What a point pays."""
FEES: Final = (Fee(12_345, 0), Fee(8_000, 35))
WARES: Final = (
    # Prices of its variants, whether its tax is reduced, which seller's.
    ((1999, 2499, 1499), False, None),
    ((333, 350), True, None),
    ((451, 451, 17), False, None),
    ((5000, 4900), False, None),
    ((1250, 1300), False, 0),
    ((799, 650), True, 0),
    ((2100, 75), False, 1),
    ((640, 980), True, 1),
)
SETTINGS: Final = {
    "currency": "EUR",
    "invoiceIssuer": "Loft GmbH",
    "payoutHoldDays": 0,
    "payoutDays": 0,
    "pointWorth": POINT,
    "shippingMethods": [
        {"id": "post", "name": "Post", "price": DELIVERY, "currency": "EUR", "freeOver": FREE_OVER},
    ],
}  # fmt: skip
CERTIFICATE: Final = {
    "name": "Present",
    "currency": "EUR",
    "items": [{"kind": "certificate", "units": 1_000_000, "price": 900_000}],
}


def opened_shop(market: Market) -> Shop:
    staff = market.staff
    tree = expect(
        staff.post("/api/staff/categories", json={"name": "Books", "parentId": None}), 201
    )
    books = next(one["id"] for one in tree["categories"] if one["name"] == "Books")
    expect(staff.patch("/api/staff/settings", json=SETTINGS))
    sellers = [_seller(market, fee) for fee in FEES]
    wares: dict[str, Ware] = {}
    for prices, is_reduced, at in WARES:
        seller = None if at is None else sellers[at]
        one = _product(market, prices, books if is_reduced else None, seller)
        for variant, price in zip(one["variants"], prices, strict=True):
            rate = REDUCED if is_reduced else STANDARD
            wares[variant["id"]] = Ware(Goods(one["id"], variant["id"]), price, rate, seller)
    group = expect(staff.post("/api/staff/customer-groups", json={"name": "Club"}), 201)["id"]
    shop = Shop(market, wares, group, dict(zip(sellers, FEES, strict=True)))
    shop.rates = [VAT, {"name": "VAT, reduced", "rate": REDUCED * 1000, "categoryId": books}]
    shop.package = expect(staff.post("/api/staff/packages", json=CERTIFICATE), 201)["id"]
    _offer_all(shop)
    return shop


def _offer_all(shop: Shop) -> None:
    products = list(dict.fromkeys(one.goods.product_id for one in shop.wares.values()))
    mill, loom = shop.sellers
    shop.offers = [
        _offer(shop, "set-percent", 15, products[0:2]),
        _offer(shop, "set-fixed", 333, products[2:4]),
        _offer(shop, "nth-free", 3, products[2:3]),
        _offer(shop, "percent", 7, products[1:5], cap=777),
        _offer(shop, "percent", 12, minimum=15_000, alone=True),
        _offer(shop, "fixed", 250, products[3:7], minimum=4_000),
        _offer(shop, "fixed", 111, products[4:6], api={"sellers": [mill]}),
    ]
    shop.for_members = [_offer(shop, "percent", 5, api={"groups": [shop.group]})]
    shop.codes = [
        _code(shop, "percent", 10, cap=500),
        _code(shop, "percent", 33, minimum=6_000, cap=2_500, alone=True),
        _code(shop, "fixed", 700, minimum=3_000),
        _code(shop, "fixed", 5_000, products[6:8], alone=True, api={"sellers": [loom]}),
        _code(shop, "fixed", 150, most=2),
        _code(shop, "free-shipping", 0, minimum=1_000),
        _code(shop, "nth-free", 2, products[4:6]),
        _code(shop, "set-fixed", 999, products[5:7]),
    ]
    for one in (
        _terms("percent", 30, cap=900, minimum=4_000, alone=True),
        _terms("percent", 9, products[0:5], cap=650),
        _terms("fixed", 433, products[2:6]),
        _terms("free-shipping", 0),
    ):
        offer, body = one
        made = shop.market.staff.post(
            "/api/staff/coupon-campaigns", json=body | {"quantity": 10**6, "perCustomer": 1000}
        )
        shop.campaigns[expect(made, 201)["campaign"]["id"]] = offer


def _seller(market: Market, fee: Fee) -> str:
    made = market.staff.post("/api/staff/sellers", json={"name": f"Mill {uuid4().hex[:8]}"})
    seller = str(expect(made, 201)["seller"]["id"])
    terms = {"sellerId": seller, "rate": fee.rate, "fixed": fee.fixed, "currency": "EUR"}
    expect(market.staff.post("/api/staff/commission", json=terms), 201)
    return seller


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


def _terms(
    rule: str,
    value: int,
    scope: list[str] | None = None,
    *,
    cap: int | None = None,
    minimum: int = 0,
    alone: bool = False,
    api: dict[str, Any] | None = None,
) -> tuple[Offer, dict[str, Any]]:
    """``api``: what is said over HTTP in place of the products in ``scope``."""
    body = {
        "name": f"{rule} {value}", "rule": rule, "cap": cap, "minimum": minimum,
        "currency": "EUR", "stackable": not alone,
    } | ({"value": value} if value else {})  # fmt: skip
    body |= api or ({"scope": scope} if scope else {})
    return Offer(rule, value, frozenset(scope or ()), cap, minimum, alone), body


def _offer(shop: Shop, *terms: Any, **more: Any) -> Offer:
    offer, body = _terms(*terms, **more)
    expect(shop.market.staff.post("/api/staff/promotions", json=body), 201)
    return offer


def _code(shop: Shop, *terms: Any, most: int | None = None, **more: Any) -> Code:
    offer, body = _terms(*terms, **more)
    word = f"C{uuid4().hex[:10].upper()}"
    body |= {"code": word} | ({"perCustomer": most} if most else {})
    expect(shop.market.staff.post("/api/staff/promotions", json=body), 201)
    return Code(offer, promo=word, most=most)
