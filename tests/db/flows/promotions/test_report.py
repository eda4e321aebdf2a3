"""What promotions came to in some days, out of the orders: exact, each order once in the sums, and
nothing of what was cancelled, is not paid, or was paid on other days."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.kit.clock import shop_now
from holdfast.views.promotion_report import promotion_sums, promotions_csv, promotions_used
from holdfast.views.shop_days import ShopDays
from tests.db.flows.buying import Goods, a_customer, confirm, new_goods, pay_for
from tests.db.flows.checkout.test_prices import charge, promote, reserve
from tests.db.flows.stage import Stage

SEOUL = ZoneInfo("Asia/Seoul")
EUR = "EUR"


def on(first: date, last: date | None = None) -> ShopDays:
    return ShopDays(first, last or first, SEOUL)


def today() -> date:
    return shop_now().astimezone(SEOUL).date()


async def bought(stage: Stage, goods: Goods, many: int = 1, **choice: Any) -> tuple[UUID, Caller]:
    buyer = a_customer()
    held = await reserve(stage, buyer, goods, many=many, **choice)
    await confirm(stage, buyer, held, await pay_for(stage, buyer, held))
    return held.order_id, Caller(buyer)


async def paid_at(stage: Stage, order: UUID, moment: datetime) -> None:
    await stage.database.pool.execute("UPDATE orders SET paid_at = $2 WHERE id = $1", order, moment)


async def report(stage: Stage, days: ShopDays) -> tuple[dict[str, Any], dict[UUID, Any]]:
    async with stage.database.read() as connection:
        used = await promotions_used(connection, days)
        sums = await promotion_sums(connection, days)
    rows = {
        one["promotion_id"]: (
            one["orders"],
            *([(each["currency"], each["amount"]) for each in one[name]] for name in
              ("discount", "revenue")),
        )
        for one in used
    }  # fmt: skip
    return sums, rows


def sums_of(orders: int, discount: int, revenue: int) -> dict[str, Any]:
    return {
        "orders": orders,
        "discount": [{"currency": EUR, "amount": discount}],
        "revenue": [{"currency": EUR, "amount": revenue}],
    }


async def test_each_is_counted_and_an_order_with_two_once_in_the_sums(stage: Stage) -> None:
    await charge(stage)
    goods = await new_goods(stage, 20, price=1999)
    tenth = await promote(stage)
    code = await promote(stage, name="=2+3", code="FIVE", rule="fixed", value=500, currency=EUR)
    await bought(stage, goods, 2)
    await bought(stage, goods, promo_code="five")
    orders = await stage.database.pool.fetch("SELECT total, discount FROM orders ORDER BY id")
    (one, off), (both, less) = map(tuple, orders)
    sums, rows = await report(stage, on(today()))
    assert sums == sums_of(2, off + less, one + both)
    assert rows == {
        tenth.id: (2, [(EUR, off + less - 500)], [(EUR, one + both)]),
        code.id: (1, [(EUR, 500)], [(EUR, both)]),
    }
    async with stage.database.read() as connection:
        head, first, second = (await promotions_csv(connection, on(today()))).splitlines()
    assert head == "promotion_id,name,code,currency,orders,discount,revenue"
    assert first.endswith(f",Sale,,EUR,2,{(off + less - 500) / 100:.2f},{(one + both) / 100:.2f}")
    assert second == f"{code.id},'=2+3,FIVE,EUR,1,5.00,{both / 100:.2f}", "no formula"


async def test_free_delivery_counts_as_what_it_would_have_cost(stage: Stage) -> None:
    await charge(stage)
    goods = await new_goods(stage, 5, price=1000)
    free = await promote(stage, rule="free-shipping", value=0)
    await bought(stage, goods)
    _, rows = await report(stage, on(today()))
    assert rows == {free.id: (1, [(EUR, 599)], [(EUR, 1100)])}


async def test_what_is_not_paid_or_was_cancelled_counts_for_nothing(stage: Stage) -> None:
    goods = await new_goods(stage, 5, price=1000)
    tenth = await promote(stage)
    await reserve(stage, a_customer(), goods)
    order, buyer = await bought(stage, goods)
    _, rows = await report(stage, on(today()))
    assert rows == {tenth.id: (1, [(EUR, 100)], [(EUR, 900)])}
    await cancel(stage, buyer, order_id=order)
    assert await report(stage, on(today())) == ({"orders": 0, "discount": [], "revenue": []}, {})


async def test_days_are_those_of_the_shops_clock(stage: Stage) -> None:
    goods, day = await new_goods(stage, 5, price=1000), date(2031, 3, 10)
    tenth = await promote(stage)
    midnight = datetime(2031, 3, 10, tzinfo=SEOUL)
    for moment in (midnight, midnight + timedelta(hours=23, minutes=59)):
        order, _ = await bought(stage, goods)
        await paid_at(stage, order, moment)
    order, _ = await bought(stage, goods)
    await paid_at(stage, order, midnight - timedelta(seconds=1))
    assert (await report(stage, on(day)))[1] == {tenth.id: (2, [(EUR, 200)], [(EUR, 1800)])}
    before = day - timedelta(days=1)
    assert (await report(stage, on(before)))[0]["orders"] == 1
    assert (await report(stage, on(before, day)))[0] == sums_of(3, 300, 2700)
