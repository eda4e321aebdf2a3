"""A shop with its limits on, as it comes: nobody empties it for free, and a crowd behind one
address still buys."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.api.shop import carts
from tests.api.shop.wallet_buyers import member
from tests.support.market import STAFF, Buyer, Market, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.prepared import PreparedShops

Visit = Callable[..., Buyer]
MILLION = 1_000_000


@pytest.fixture(scope="module")
def limited(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """Every limit as it comes; a proxy at 127.0.0.1 names the addresses."""
    with market_as_asked(postgres, stocked, {"HOLDFAST_PROXIES": "127.0.0.1"}) as opened:
        yield opened


def at(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


async def test_three_requests_no_longer_empty_a_shop(limited: Market, visit: Visit) -> None:
    shelves = [[limited.goods(stock) for _ in range(15)] for stock in (MILLION, 30, 3)]
    script = at("203.0.113.60")
    for shelf in shelves:  # everything there is
        cart = [one.line(limited.stock(one)[0]) for one in shelf]
        answer = await visit(limited, **script).reserve(*cart)
        problem = expect(answer, 409)
        assert problem["code"] in ("too-many-units", "too-many-for-guest")
        assert problem["field"] == "items[0].quantity"
        assert [one["line"] for one in problem["limits"]] == list(range(15))
        assert [one["field"] for one in problem["errors"]] == [
            f"items[{line}].quantity" for line in range(15)
        ]
    for shelf in shelves:  # as much as it is told, three times, a new guest each time
        for _ in range(3):
            first = await visit(limited, **script).reserve(*shelf, quantity=MILLION)
            if first.json()["code"] == "insufficient-stock":
                first = await visit(limited, **script).reserve(*shelf, quantity=4)
            if "limits" in first.json():
                told = [one["mayAdd"] for one in first.json()["limits"]]
                wanted = [one.line(n) for one, n in zip(shelf, told, strict=True) if n]
                if wanted:
                    await visit(limited, **script).reserve(*wanted)
    for shelf, least in zip(shelves, (MILLION - 60, 15, 1), strict=True):
        for goods in shelf:
            free, _ = limited.stock(goods)
            assert free >= least


async def test_each_of_two_hundred_behind_one_address_buys_one(
    limited: Market, visit: Visit
) -> None:
    goods = limited.goods(400)
    office = [visit(limited, **at("203.0.113.61")) for _ in range(200)]
    for few in range(0, len(office), 25):
        answers = await asyncio.gather(*(one.reserve(goods) for one in office[few : few + 25]))
        assert [answer.status_code for answer in answers] == [200] * 25
    assert limited.stock(goods) == (200, 200)


async def test_guests_on_a_network_are_told_when_to_come_again_and_to_log_in(
    limited: Market, visit: Visit
) -> None:
    goods = limited.goods(10)
    for _ in range(2):
        expect(await visit(limited, **at("203.0.113.62")).reserve(goods, quantity=2))
    answer = await visit(limited, **at("203.0.113.62")).reserve(goods, quantity=2)
    problem = refusal(answer, 429, "too-many-on-network")
    assert answer.headers["retry-after"] == "60"
    assert problem["limits"][0]["mayAdd"] == 1
    member = visit(limited, **at("203.0.113.62"))
    expect(await member.post("/api/session/login", CUSTOMER))
    expect(await member.reserve(goods, quantity=3))


async def test_a_guest_who_wants_more_than_there_is_reads_how_many_there_are(
    limited: Market, visit: Visit
) -> None:
    goods, guest = limited.goods(4), visit(limited, **at("203.0.113.64"))
    refused = (await guest.reserve(goods, quantity=5), await carts.add(guest, goods, 5))
    for answer in refused:  # an account would not bring five either
        problem = refusal(answer, 409, "insufficient-stock")
        assert problem["shortages"][0]["available"] == 4
    refusal(await guest.reserve(goods, quantity=4), 409, "too-many-for-guest")
    refusal(await carts.add(guest, goods, 4), 409, "too-many-for-guest")
    expect(await guest.post("/api/session/login", CUSTOMER))
    expect(await guest.reserve(goods, quantity=4))


async def test_a_guest_reads_in_their_language_what_may_be_held(
    limited: Market, visit: Visit
) -> None:
    goods = limited.goods(50)
    for language, said in (
        ("en", "Without an account you can hold up to 12 of"),
        ("ru", "Без входа сейчас можно забронировать не больше 12 шт."),
        ("ko", "로그인하지 않으면 지금 12개까지 확보할 수 있습니다"),
    ):
        buyer = visit(limited, **at("203.0.113.63"), **{"Accept-Language": language})
        problem = refusal(await buyer.reserve(goods, quantity=13), 409, "too-many-for-guest")
        assert said in problem["detail"]


async def test_a_page_asks_how_many_may_be_held(limited: Market, visit: Visit) -> None:
    goods = limited.goods(50)
    buyer = visit(limited, **at("203.0.113.64"))
    path, asked = f"/api/products/{goods.product_id}/check", {"quantity": 6}
    told = expect(await buyer.post(path, asked))
    assert (told["mayHold"], told["mayHoldWithAccount"]) == (12, 20)
    expect(await buyer.post("/api/session/login", CUSTOMER))
    told = expect(await buyer.post(path, asked))
    assert (told["mayHold"], told["mayHoldWithAccount"]) == (20, 20)


def test_without_limits_as_many_as_there_are(market: Market) -> None:
    goods = market.goods(50)
    answer = market.staff.post(f"/api/products/{goods.product_id}/check", json={"quantity": 6})
    assert expect(answer)["mayHold"] is None


async def test_staff_raise_it_for_the_shop_and_for_a_product(limited: Market, visit: Visit) -> None:
    goods, other = limited.goods(1000), limited.goods(1000)
    buyer = visit(limited, **at("203.0.113.65"))
    expect(await buyer.post("/api/session/login", CUSTOMER))
    refusal(await buyer.reserve(goods, quantity=21), 409, "too-many-units")
    shown = save(limited, goods.product_id, holdUnits=30)
    assert shown["holdUnits"] == 30
    expect(await buyer.reserve(goods, quantity=30))
    refusal(await buyer.reserve(other, quantity=21), 409, "too-many-units")
    try:
        expect(limited.staff.patch("/api/staff/settings", json={"holdUnits": 25}))
        expect(await buyer.reserve(other, quantity=21))
        refusal(await buyer.reserve(goods), 409, "too-many-units")
        assert save(limited, goods.product_id, holdUnits=None)["holdUnits"] is None
        problem = refusal(await buyer.reserve(goods), 409, "too-many-units")
        assert problem["limits"][0] | {"line": 0} == {
            "line": 0,
            "productId": goods.product_id,
            "variantId": goods.variant_id,
            "wanted": 1,
            "mayHold": 30,
            "holding": 30,
            "mayAdd": 0,
        }
    finally:
        expect(limited.staff.patch("/api/staff/settings", json={"holdUnits": 20}))


def test_only_so_much_is_changed_in_a_day_but_by_staff(
    prepared: PreparedShops,
) -> None:
    few = {"HOLDFAST_WRITES_PRINCIPAL": "5/day", "HOLDFAST_WRITES_ADDRESS": "8/day"}

    def change(somebody: httpx.Client) -> int:
        return somebody.post("/api/orders/cancel", json={}).status_code

    with (
        prepared.opened(**few) as shop,
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest,
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as customer,
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff,
    ):
        expect(customer.post("/api/session/login", json=CUSTOMER))
        expect(staff.post("/api/session/login", json=STAFF))
        assert [change(customer) for _ in range(7)] == [422] * 5 + [429] * 2
        assert {change(staff) for _ in range(20)} == {422}
        # Both logins were sent by somebody who was nobody yet.
        assert [change(guest) for _ in range(8)] == [422] * 6 + [429] * 2
        limited = guest.post("/api/orders/cancel", json={})
        refusal(limited, 429, "rate-limited")
        assert 86_000 < int(limited.headers["retry-after"]) <= 86_400
        assert guest.get("/api/products").status_code == 200


@pytest.mark.parametrize(
    ("setting", "value"),
    [("holdUnits", 0), ("holdUnits", 1_000_001), ("guestShare", 101), ("networkShare", -1),
     ("guestUnits", "many"), ("abandonedAfterHours", 721)],
)  # fmt: skip
def test_a_setting_out_of_bounds_is_refused_by_name(
    limited: Market, setting: str, value: object
) -> None:
    answer = limited.staff.patch("/api/staff/settings", json={setting: value})
    assert refusal(answer, 422, "invalid-request")["field"] == setting


def test_a_product_lets_hold_one_at_least(limited: Market) -> None:
    goods = limited.goods()
    answer = put(limited, goods.product_id, holdUnits=0)
    assert refusal(answer, 422, "invalid-request")["field"] == "holdUnits"


def save(market: Market, product_id: str, **changes: Any) -> dict[str, Any]:
    saved: dict[str, Any] = expect(put(market, product_id, **changes))["product"]
    return saved


def put(market: Market, product_id: str, **changes: Any) -> Any:
    path = f"/api/staff/products/{product_id}"
    product = expect(market.staff.get(path))["product"]
    kept = (
        "name", "description", "categoryId", "sellerId", "vendor", "tags", "attributes", "status",
    )  # fmt: skip
    variant = (
        "id",
        "values",
        "price",
        "sku",
        "compareAtPrice",
        "discount",
        "weightGrams",
        "barcode",
    )
    form = {
        **{word: product[word] for word in kept},
        "options": [
            {word: one[word] for word in ("code", "name", "values")} for one in product["options"]
        ],
        "variants": [{word: one[word] for word in variant} for one in product["variants"]],
        "images": [{"url": one["url"], "alt": one["alt"]} for one in product["images"]],
    }
    version = {"If-Match": f'"{product["revision"]}"'}
    return market.staff.put(path, json=form | changes, headers=version)


CUSTOMER = {"email": "customer@example.com", "password": "holdfast-customer"}


async def test_a_cart_takes_as_many_as_its_owner_may_hold(limited: Market, visit: Visit) -> None:
    goods, guest = limited.goods(40), visit(limited, **at("203.0.113.90"))
    problem = refusal(await carts.add(guest, goods, 11), 409, "too-many-for-guest")
    (limit,) = problem["limits"]
    assert (limit["wanted"], limit["mayHold"], limit["mayAdd"]) == (11, 10, 10)
    assert problem["field"] == "quantity"
    expect(await carts.add(guest, goods, 10))
    refusal(await carts.put(guest, goods, 11), 409, "too-many-for-guest")
    buyer = await member(limited, visit)
    expect(await carts.add(buyer, goods, 11))
    (limit,) = refusal(await carts.add(buyer, goods, 10), 409, "too-many-units")["limits"]
    assert (limit["wanted"], limit["mayHold"]) == (21, 20)
