"""Zones, tables of prices and days over HTTP: set up, tried, quoted, ordered; and each refusal."""

from collections.abc import Iterator

import pytest

from tests.api.shop.test_addresses import BERLIN, PARIS
from tests.api.shop.wallet_buyers import Json, Visit
from tests.support.market import Buyer, Goods, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.postgres import Postgres

SETTINGS = "/api/staff/settings"
ZONES: list[Json] = [{"id": "near", "name": "Near", "places": ["DE"]}]
POST: Json = {
    "id": "post", "name": "Post", "price": 0, "currency": "EUR", "toAddress": True,
    "zones": ["near"], "rates": [{"price": 500, "units": 2}, {"price": 900, "zone": "near"}],
    "daysFrom": 1, "daysTo": 3,
}  # fmt: skip
FAST: Json = {"id": "fast", "name": "Courier", "price": 1500, "currency": "EUR", "zones": ["near"]}
ASKED: Json = {
    "currency": "EUR", "shippingZones": ZONES, "shippingMethods": [POST, FAST], "region": "DE",
    "dispatch": {"zone": "Europe/Berlin", "cutOff": 840, "holidays": "DE", "handlingDays": 1},
}  # fmt: skip


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}) as opened:
        kept = expect(opened.staff.patch(SETTINGS, json=ASKED))
        assert [one["places"] for one in kept["shippingZones"]] == [["DE"]]
        assert kept["dispatch"]["workDays"] == [0, 1, 2, 3, 4]
        yield opened


async def quote(buyer: Buyer, goods: Goods, many: int = 1, **more: str) -> Json:
    found: Json = expect(await buyer.post("/api/quote", {"items": [goods.line(many)]} | more))
    return found


async def test_a_cart_is_offered_what_its_place_and_size_are_offered(
    market: Market, visit: Visit
) -> None:
    buyer, goods = visit(market), market.goods(9)
    few, many = await quote(buyer, goods), await quote(buyer, goods, 3)
    assert [(one["id"], one["price"]) for one in few["shippingMethods"]] == [
        ("post", 500), ("fast", 1500),
    ]  # fmt: skip
    assert (few["shippingMethod"], few["shipping"], many["shipping"]) == ("post", 500, 900)
    assert few["shippingMethods"][0]["arrivesFrom"] < few["shippingMethods"][0]["arrivesBy"]
    assert few["shippingMethods"][1]["arrivesBy"] is None
    far = await quote(buyer, goods, region="FR")
    assert (far["delivers"], far["shippingMethods"], far["shipping"]) == (False, [], 0)
    line = {"items": [goods.line()]}
    there = await buyer.post("/api/orders/reserve", line | {"shippingAddress": PARIS})
    assert refusal(there, 422, "shipping-unknown")["field"] == "shippingAddress.country"
    made = expect(await buyer.post("/api/orders/reserve", line | {"region": "FR"}))
    path = f"/api/orders/{made['orderId']}"
    order = expect(await buyer.get(path))["order"]
    assert (order["addressNeeded"], order["shippingMethod"]) == (True, None)
    moved = await buyer.http.put(f"{path}/delivery", json={"shippingAddress": BERLIN})
    order = expect(moved)["order"]
    assert (order["addressNeeded"], order["shippingMethod"]) == (False, "post")
    assert order["arrivesFrom"] <= order["arrivesBy"]
    other = await buyer.http.put(f"{path}/delivery", json={"shippingMethod": "fast"})
    order = expect(other)["order"]
    assert (order["shipping"], order["arrivesBy"]) == (1500, None)


async def test_an_address_without_a_way_is_sent_to_and_not_picked_up(
    market: Market, visit: Visit
) -> None:
    pickup: Json = {"id": "shop", "name": "Pick-up", "price": 0, "currency": "EUR",
                    "pickup": "Main street 1", "zones": ["near"]}  # fmt: skip
    changed = {"shippingMethods": [pickup, FAST, POST]}
    expect(market.staff.patch(SETTINGS, json=changed))
    try:
        buyer, goods = visit(market), market.goods(9)

        async def ordered(**said: object) -> tuple[str, int]:
            asked = {"items": [goods.line()]} | said
            made = expect(await buyer.post("/api/orders/reserve", asked))
            order = expect(await buyer.get(f"/api/orders/{made['orderId']}"))["order"]
            return order["shippingMethod"], order["shipping"]

        assert await ordered() == ("shop", 0)
        assert await ordered(shippingAddress=BERLIN) == ("post", 500)
        assert await ordered(shippingAddress=BERLIN, shippingMethod="shop") == ("shop", 0)
    finally:
        expect(market.staff.patch(SETTINGS, json={"shippingMethods": ASKED["shippingMethods"]}))


FAULTS: tuple[tuple[Json, str], ...] = (
    ({"shippingZones": []}, "shippingMethods[0].zones"),
    ({"shippingZones": [*ZONES, *ZONES]}, "shippingZones[1].id"),
    ({"shippingZones": [ZONES[0] | {"places": ["Germany"]}]}, "shippingZones[0].places[0]"),
    ({"shippingMethods": [FAST, FAST]}, "shippingMethods[1].id"),
    ({"shippingMethods": [POST | {"daysTo": 0}]}, "shippingMethods[0].daysTo"),
    ({"shippingMethods": [POST | {"pickup": "Here"}]}, "shippingMethods[0].pickup"),
    ({"shippingMethods": [FAST | {"rates": [{"price": 1, "zone": "x"}]}]},
     "shippingMethods[0].rates[0].zone"),
    ({"dispatch": {"zone": "Mars"}}, "dispatch.zone"),
    ({"dispatch": {"holidays": "ZZ"}}, "dispatch.holidays"),
    ({"dispatch": {"workDays": []}}, "dispatch.workDays"),
)  # fmt: skip


def test_staff_try_ways_before_they_save_them(market: Market) -> None:
    tried: Json = {name: ASKED[name] for name in ("shippingZones", "shippingMethods", "currency")}
    cart: Json = {"place": "DE", "units": 3, "amount": 100}
    found = expect(market.staff.post(f"{SETTINGS}/shipping-preview", json=tried | cart))
    assert [(one["id"], one["price"]) for one in found["offered"]] == [
        ("post", 900),
        ("fast", 1500),
    ]
    none = expect(market.staff.post(f"{SETTINGS}/shipping-preview", json=tried | {"place": "FR"}))
    assert none == {"offered": []}
    for change, field in FAULTS:
        for told in (
            expect(market.staff.patch(SETTINGS, json=change), 422),
            expect(market.staff.post(f"{SETTINGS}/shipping-preview", json=tried | change), 422),
        ):
            assert told["field"] == field, (change, told)
    assert expect(market.staff.get(SETTINGS))["settings"]["shippingZones"] == ZONES
