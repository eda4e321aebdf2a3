"""Flash sales over HTTP: units set aside out of the stock, sold at a price of their own for a
while, and back in the stock at the end, each exactly once."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from uuid import uuid4

import pytest

from holdfast.views.agreement import audit_shop
from tests.api.shop.wallet_buyers import NOBODYS, Json, Visit, balance, coupon, member
from tests.support.flash_sales import (
    SALE_PRICE,
    STAFF,
    SaleWatcher,
    end_sale,
    moment,
    new_sale,
    purchase,
    sale_now,
)
from tests.support.market import PRICE, Buyer, Market, eventually, expect, refusal
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres, execute


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}, "one") as opened:
        yield opened
        report = asyncio.run(audit_shop(opened.database_url))
        assert report.clean, report.text()


OVER = "UPDATE flash_sales SET ends_at = clock_timestamp() WHERE id = '{}'"


async def closed(market: Market, sale: Json) -> Json:
    """The sale, once nothing of it is held."""

    async def found() -> Json | None:
        page = expect(market.staff.get(STAFF, params={"limit": 100}))["flashSales"]
        (now,) = [one for one in page if one["id"] == sale["id"]]
        return now if now["held"] + now["remaining"] == 0 and now["endedAt"] else None

    await eventually(found, PATIENCE, "the sale is closed")
    now = (
        await found()
    )  # a sale is read before its units: what came back with the last is in it now
    assert now is not None
    return now


async def paid(buyer: Buyer, held: Json) -> None:
    expect(await buyer.create(held, expect(await buyer.pay(held))))


async def test_units_are_set_aside_sold_at_the_sales_price_and_the_rest_comes_back(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(10)
    sale = new_sale(market, goods, 4, perCustomer=2)
    assert market.stock(goods) == (6, 0)
    assert (sale["phase"], sale["remaining"], sale["price"], sale["usualPrice"]) == (
        "open", 4, SALE_PRICE, PRICE,
    )  # fmt: skip
    buyer, other = await member(market, visit), await member(market, visit)
    assert expect(await buyer.get("/api/config"))["uses"]["flashSales"] is True
    async with SaleWatcher(market.url) as page:
        await page.subscribe(sale["id"])
        await page.until(lambda: page.of(sale["id"])["remaining"] == 4)
        held = expect(await purchase(buyer, sale, quantity=1, expectedTotal=SALE_PRICE), 201)
        assert (held["status"], held["total"]) == ("pending", SALE_PRICE)
        await page.until(lambda: page.of(sale["id"])["remaining"] == 3)
        await paid(buyer, held)
        order = await buyer.order(held)
        assert (order["status"], order["total"]) == ("paid", SALE_PRICE)
        assert [one["price"] for one in order["items"]] == [SALE_PRICE]
        again = expect(await purchase(buyer, sale), 201)
        said = refusal(await purchase(buyer, sale), 409, "flash-sale-limit")
        assert (said["perCustomer"], said["mayAdd"]) == (2, 0)
        assert market.stock(goods) == (6, 0)  # the shop's own is sold beside it
        await other.buy(goods)
        assert market.stock(goods) == (5, 0)
        expect(await buyer.cancel(orderId=again["orderId"]))
        await page.until(lambda: page.of(sale["id"])["remaining"] == 3)
        expect(await purchase(buyer, sale), 201)  # one's share comes back with it
        ended = end_sale(market, sale)
        assert (ended["phase"], ended["remaining"], ended["held"]) == ("ended", 0, 1)
        assert market.stock(goods) == (7, 0)
        await page.until(lambda: page.of(sale["id"])["ended"])
    assert expect(market.staff.get("/api/flash-sales"))["flashSales"] == []
    refusal(await purchase(other, sale), 409, "flash-sale-ended")


async def test_what_is_held_at_the_end_is_sold_if_it_is_paid_and_otherwise_goes_to_the_stock(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    sale = new_sale(market, goods, 5)
    first, second, third = [await member(market, visit) for _ in range(3)]
    pays, leaves, returns = [
        expect(await purchase(one, sale), 201) for one in (first, second, third)
    ]
    await paid(third, returns)
    end_sale(market, sale)
    assert market.stock(goods) == (2, 0)
    assert sale_now(market, sale)["held"] == 2
    await paid(first, pays)
    expect(await second.cancel(orderId=leaves["orderId"]))
    now = await closed(market, sale)
    assert (now["sold"], now["returned"]) == (2, 3)
    assert market.stock(goods) == (3, 0)
    expect(await third.cancel(orderId=returns["orderId"]))  # refunded after the end: into the stock
    assert market.stock(goods) == (4, 0)
    assert sale_now(market, sale)["remaining"] == 0


async def test_what_is_refunded_while_it_lasts_is_on_sale_in_it_again(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    sale = new_sale(market, goods, 1)
    first, second = await member(market, visit, SALE_PRICE), await member(market, visit)
    bought = expect(await purchase(first, sale, paymentMethod="wallet"), 201)
    assert (bought["status"], bought["reservationId"], await balance(first)) == ("paid", None, 0)
    said = refusal(await purchase(second, sale), 409, "flash-sale-sold-out")
    assert (said["available"], said["held"]) == (0, 0)
    expect(await first.cancel(orderId=bought["orderId"]))
    assert await balance(first) == SALE_PRICE
    assert market.stock(goods) == (0, 0)
    expect(await purchase(second, sale), 201)
    said = refusal(await purchase(first, sale), 409, "flash-sale-sold-out")
    assert said["held"] == 1  # it may come free
    end_sale(market, sale)


async def test_a_part_that_is_cancelled_is_on_sale_in_it_again_and_later_in_the_stock(
    market: Market, visit: Visit
) -> None:
    goods, part = market.goods(3), {"lines": [{"line": 0, "quantity": 1}]}
    sale = new_sale(market, goods, 3, perCustomer=3)
    first, second = await member(market, visit), await member(market, visit)
    held = expect(await purchase(first, sale, quantity=3), 201)
    await paid(first, held)
    path = f"/api/orders/{held['orderId']}/cancel-units"
    expect(await first.post(path, part))
    assert (sale_now(market, sale)["remaining"], market.stock(goods)) == (1, (0, 0))
    expect(await purchase(second, sale), 201)
    end_sale(market, sale)
    expect(await first.post(path, part))
    assert market.stock(goods) == (1, 0)
    expect(await first.cancel(orderId=held["orderId"]))
    assert market.stock(goods) == (2, 0)  # and nothing twice


async def test_it_opens_and_closes_by_the_databases_clock(market: Market, visit: Visit) -> None:
    goods, buyer = market.goods(4), await member(market, visit)
    later = new_sale(market, goods, 1, startTime=moment(3600), endTime=moment(7200))
    assert later["phase"] == "upcoming"
    answer = await purchase(buyer, later)
    assert refusal(answer, 409, "flash-sale-not-open")["opensAt"] == later["startTime"]
    assert 3500 < int(answer.headers["retry-after"]) <= 3600
    short = new_sale(market, goods, 2)
    assert market.stock(goods) == (1, 0)
    await execute(market.database_url, OVER.format(short["id"]))
    refusal(
        await purchase(buyer, short), 409, "flash-sale-ended"
    )  # at once, whoever moves the rest
    now = await closed(market, short)
    assert (now["sold"], now["returned"], now["phase"]) == (0, 2, "ended")
    assert market.stock(goods) == (3, 0)
    refusal(await purchase(buyer, short), 409, "flash-sale-ended")
    assert end_sale(market, later)["returned"] == 1  # before it had opened
    assert market.stock(goods) == (4, 0)
    again = market.staff.post(f"{STAFF}/{later['id']}/end", json={"reason": "twice"})
    refusal(again, 409, "flash-sale-ended")


async def test_what_makes_no_sale_is_refused(market: Market, visit: Visit) -> None:
    goods, guest, buyer = market.goods(3), visit(market), await member(market, visit)
    asked = {
        "productId": goods.product_id, "quantity": 4, "price": 1, "endTime": moment(60),
    }  # fmt: skip
    said = refusal(market.staff.post(STAFF, json=asked), 409, "insufficient-stock")
    assert [one["available"] for one in said["shortages"]] == [3]
    for wrong in ({"endTime": moment(-1)}, {"startTime": moment(61)}, {"endTime": moment(4e7)}):
        answer = market.staff.post(STAFF, json=asked | wrong)
        found = refusal(answer, 422, "flash-sale-invalid")
        assert [one["field"] for one in found["errors"]] == ["endTime"]
    dear = market.staff.post(STAFF, json=asked | {"quantity": 1, "price": 10**9})
    (fault,) = refusal(dear, 422, "flash-sale-invalid")["errors"]
    assert (fault["field"], fault["code"]) == ("price", "too-high")
    assert market.stock(goods) == (3, 0)
    refusal(market.staff.post(STAFF, json=asked | {"quantity": 0}), 422, "invalid-request")
    unknown = asked | {"productId": NOBODYS}
    refusal(market.staff.post(STAFF, json=unknown), 404, "product-not-found")
    phone = next(iter(market.phone(1).values()))
    many = asked | {"productId": phone.product_id, "quantity": 1}
    refusal(market.staff.post(STAFF, json=many), 422, "ambiguous-options")
    key = {"Idempotency-Key": str(uuid4())}
    one = asked | {"quantity": 2}
    made = expect(market.staff.post(STAFF, json=one, headers=key), 201)["flashSale"]
    assert expect(market.staff.post(STAFF, json=one, headers=key), 201)["flashSale"] == made
    assert market.stock(goods) == (1, 0)
    refusal(await purchase(guest, made), 401, "login-required")
    refusal(await purchase(buyer, made, expectedTotal=2), 409, "price-changed")
    refusal(await purchase(buyer, {"id": NOBODYS}), 404, "flash-sale-not-found")
    refusal(await purchase(buyer, {"id": "nonsense"}), 404, "flash-sale-not-found")
    end_sale(market, made)


async def test_a_request_that_is_repeated_after_the_end_is_answered_as_before(
    market: Market, visit: Visit
) -> None:
    goods, buyer, key = market.goods(2), await member(market, visit), str(uuid4())
    sale = new_sale(market, goods, 1)
    held = expect(await purchase(buyer, sale, key), 201)
    again = expect(await purchase(buyer, sale, key), 201)
    assert again["orderId"] == held["orderId"]
    end_sale(market, sale)
    assert expect(await purchase(buyer, sale, key), 201)["orderId"] == held["orderId"]
    order = f"/api/orders/{held['orderId']}"
    used = await coupon(market, buyer)
    refusal(await buyer.post(f"{order}/coupon", {"couponId": used}), 409, "coupon-not-usable")
    assert expect(await buyer.get(f"{order}/coupons"))["coupons"] == []
    expect(await buyer.cancel(orderId=held["orderId"]))
    await closed(market, sale)
    assert market.stock(goods) == (2, 0)


async def test_a_crowd_gets_exactly_what_there_is_and_nobody_more_than_they_may(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(20)
    sale = new_sale(market, goods, 12, perCustomer=2)
    crowd = [await member(market, visit) for _ in range(8)]
    answers = await asyncio.gather(*(purchase(one, sale) for one in crowd for _ in range(4)))
    codes = Counter(one.json().get("code", "held") for one in answers)
    assert codes["held"] == 12
    assert codes.keys() <= {"held", "flash-sale-limit", "flash-sale-sold-out"}
    owners = Counter(at // 4 for at, one in enumerate(answers) if one.status_code == 201)
    assert max(owners.values()) <= 2
    now = end_sale(market, sale)
    assert (now["remaining"], now["held"]) == (0, 12)
    assert market.stock(goods) == (8, 0)
