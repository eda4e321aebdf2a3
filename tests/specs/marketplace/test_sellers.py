"""Seller Portal: people who sell beside the shop, each what is theirs."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in

Join = Callable[[], Awaitable[Member]]
Visit = Callable[..., Buyer]


@dataclass(frozen=True)
class Trader:
    http: httpx.Client
    path: str

    def offers(self, price: int, stock: int) -> Goods:
        asked = {
            "name": "Linen", "status": "active", "variants": [{"price": price, "stock": stock}]
        }  # fmt: skip
        made = expect(self.http.post(f"{self.path}/products", json=asked), 201)["product"]
        return Goods(made["id"], made["variants"][0]["id"])


@pytest.fixture
def trader(marketplace: Market) -> Iterator[Trader]:
    """Somebody who works for a seller of their own."""
    staff, email = marketplace.staff, f"{uuid4().hex}@test.example"
    add_person(marketplace.database_url, email, ["customer"])
    seller = expect(staff.post("/api/staff/sellers", json={"name": f"Mill {email[:8]}"}), 201)
    mine = seller["seller"]["id"]
    with httpx.Client(base_url=marketplace.url, timeout=PATIENCE) as http:
        log_in(http, email)
        user = expect(http.get("/api/session"))["user"]["id"]
        expect(staff.put(f"/api/staff/sellers/{mine}/people/{user}"))
        log_in(http, email)  # with the role it has now
        yield Trader(http, f"/api/seller/{mine}")


@sentence("B", "Seller Portal", "Добавление товаров", at="POST /api/seller/{seller_id}/products")
async def test_a_seller_adds_products_that_everybody_can_buy(
    marketplace: Market, trader: Trader, join: Join, visit: Visit
) -> None:
    goods = trader.offers(2500, 3)
    shown = expect(await visit(marketplace).get(f"/api/products/{goods.product_id}"))
    assert (shown["product"]["sellerId"], shown["stock"]) == (trader.path.split("/")[-1], 3)
    stranger = (await join()).buyer
    refused = await stranger.post(f"{trader.path}/products", {"name": "Linen"})
    assert refused.status_code in (403, 404)
    counted = {"variantIds": [goods.variant_id], "set": 8, "reason": "counted"}
    expect(trader.http.post(f"{trader.path}/variants/stock", json=counted))
    assert expect(await stranger.get(f"/api/products/{goods.product_id}"))["stock"] == 8


@sentence(
    "B", "Seller Portal", "Управление заказами",
    at="GET /api/seller/{seller_id}/orders, POST /api/seller/{seller_id}/orders/{order_id}/parcels",
)  # fmt: skip
async def test_a_seller_sees_and_sends_what_was_ordered_of_theirs_alone(
    marketplace: Market, trader: Trader, visit: Visit
) -> None:
    goods, guest = trader.offers(2500, 3), visit(marketplace)
    order = (await guest.buy(goods, marketplace.goods(5)))["orderId"]

    async def there() -> bool:
        found = expect(trader.http.get(f"{trader.path}/orders"))["orders"]
        return [one["orderId"] for one in found] == [order]

    await eventually(there, PATIENCE, "the seller sees the order")
    own = f"{trader.path}/orders/{order}"
    mine = expect(trader.http.get(own))
    assert [line["productId"] for line in mine["lines"]] == [goods.product_id]
    sent = trader.http.post(f"{own}/parcels", json={"carrier": "Post"})
    assert expect(sent)["fulfilment"] == "shipped"
    # The shop's own goods wait for the shop.
    assert (await guest.order({"orderId": order}))["fulfilment"] == "partly-shipped"
    refusal(trader.http.post(f"{own}/parcels", json={"carrier": "Post"}), 409,
            "nothing-to-pack")  # fmt: skip


@sentence("B", "Seller Portal", "Analytics", at="GET /api/seller/{seller_id}/trade")
async def test_a_seller_sees_what_became_of_their_goods(
    marketplace: Market, trader: Trader, visit: Visit
) -> None:
    goods, guest = trader.offers(2500, 3), visit(marketplace)
    expect(await guest.get(f"/api/products/{goods.product_id}"))
    await guest.buy(goods, marketplace.goods(5))

    async def counted() -> bool:
        totals = expect(trader.http.get(f"{trader.path}/trade"))["totals"]
        return (totals["orders"], totals["units"], totals["visits"]) == (1, 1, 1)

    await eventually(counted, PATIENCE, "the sale and the visit are counted")
    best = expect(trader.http.get(f"{trader.path}/trade"))["best"]
    assert [one["productId"] for one in best] == [goods.product_id]
