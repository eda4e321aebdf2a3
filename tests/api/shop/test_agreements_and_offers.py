"""What an order tells beside its goods: which texts of the shop its buyer agreed to, and when; and
of which of the shop's offers it is."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.shop.wallet_buyers import Json, Visit, coupon, member
from tests.support.flash_sales import end_sale, new_sale, purchase
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres

POLICIES = "/api/staff/policies"
TERMS = {"texts": ["terms", "privacy"]}


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}, "one") as opened:
        yield opened


def write(market: Market, locale: str, html: str) -> str:
    """The merchant changes the terms; when that was."""
    shown = market.staff.get(POLICIES)
    kept = market.staff.put(
        f"{POLICIES}/terms/{locale}",
        json={"html": html},
        headers={"If-Match": shown.headers["etag"]},
    )
    (found,) = [one for one in expect(kept)["policies"] if one["locale"] == locale]
    return str(found["changedAt"])


async def agree(buyer: Buyer, path: str, language: str = "ru") -> Any:
    headers = {"Accept-Language": language}
    return await buyer.http.put(f"{path}/agreement", json=TERMS, headers=headers)


def by_staff(market: Market, order_id: str) -> Json:
    return dict(expect(market.staff.get(f"/api/staff/orders/{order_id}")))


async def test_an_order_keeps_what_its_buyer_agreed_to(market: Market, visit: Visit) -> None:
    buyer, stranger, payer = await member(market, visit), visit(market), visit(market)
    reservation = expect(await buyer.reserve(market.goods(1)))
    order_id = reservation["orderId"]
    path = f"/api/orders/{order_id}"
    assert expect(await agree(buyer, path)) == {"agreement": None}, "the shop has no texts"
    assert by_staff(market, order_id)["agreement"] is None

    write(market, "en", "<p>Terms</p>")
    first = write(market, "ru", "<p>Условия</p>")
    refusal(await agree(stranger, path), 404, "order-not-found")
    before = expect(await agree(buyer, path))["agreement"]
    contacts = await buyer.http.put(f"{path}/agreement", json={"texts": ["contacts"]})
    refusal(contacts, 422, "invalid-request")
    assert before["texts"] == [{"name": "terms", "locale": "ru", "changedAt": first}]
    second = write(market, "ru", "<p>Другие условия</p>")
    made = expect(market.staff.post(f"/api/staff/orders/{order_id}/pay-link", json={}))
    kept = expect(await agree(payer, f"/api{made['path']}"))["agreement"]
    assert kept["texts"] == [{"name": "terms", "locale": "ru", "changedAt": second}]
    assert kept["agreedAt"] > before["agreedAt"], "whoever pays anew agrees anew"
    refusal(await agree(payer, "/api/pay/nothing"), 404, "pay-link-not-found")

    expect(await buyer.create(reservation, expect(await buyer.pay(reservation))))
    write(market, "ru", "<p>Новые условия</p>")
    assert expect(await agree(buyer, path))["agreement"] == kept, "it is paid"
    assert by_staff(market, order_id)["agreement"] == kept
    told = expect(await buyer.get("/api/profile/data"))["orderAgreements"]
    assert [(one["orderId"], one["texts"][0]["locale"]) for one in told] == [(order_id, "ru")]


async def test_an_order_names_the_offers_it_is_of(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit), market.goods(4)
    sale = new_sale(market, goods, 2)
    of_sale = expect(await purchase(buyer, sale), 201)
    of_stock = expect(await buyer.reserve(goods))
    used = {"items": [goods.line()], "couponId": await coupon(market, buyer, name="Spring")}
    of_coupon = expect(await buyer.post("/api/orders/reserve", used))

    async def offers(made: Json) -> list[tuple[str, str]]:
        """As its buyer and staff are told."""
        found = (await buyer.order(made))["offers"]
        assert by_staff(market, made["orderId"])["order"]["offers"] == found
        return [(one["kind"], one["name"]) for one in found]

    assert await offers(of_sale) == [("flash-sale", "")]
    assert (await buyer.order(of_sale))["offers"][0]["id"] == sale["id"]
    assert await offers(of_stock) == []
    assert await offers(of_coupon) == [("campaign", "Spring")]
    package = {
        "name": "Ten hours",
        "items": [{"kind": "certificate", "units": 5000, "price": 5000}],
        "currency": "EUR",
    }
    made = market.staff.post("/api/staff/packages", json=package)
    path = f"/api/packages/{expect(made, 201)['id']}/buy"
    bought = expect(await buyer.post(path, {"expectedTotal": 5000}))
    assert await offers(bought) == [("package", "Ten hours")]
    end_sale(market, sale)
