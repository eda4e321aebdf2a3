"""Section 7: paying."""

import asyncio
from collections.abc import Callable

from tests.specs.live_stock.test_data import find_reservation
from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import execute

Visit = Callable[..., Buyer]


@sentence("A", "§7", "2. Создается резервирование товара; 3. Открывается платежная форма",
          at="POST /api/orders/reserve, POST /api/payments")  # fmt: skip
async def test_a_payment_begins_for_a_reservation(market: Market, visit: Visit) -> None:
    buyer = visit(market)
    providers = expect(await buyer.get("/api/config"))["providers"]
    assert [one["name"] for one in providers] == ["demo", "manual"]
    reservation = expect(await buyer.reserve(market.goods(1)))
    payment = expect(await buyer.pay(reservation, "late"))  # nothing is settled meanwhile
    assert set(payment) == {"paymentId", "status"}
    assert (await buyer.order(reservation))["status"] == "pending"


@sentence("A", "§7", "4. При успешной оплате: Создается заказ; Товар списывается из stock; "
          "Резервирование удаляется", at="POST /api/orders/create")  # fmt: skip
async def test_success_makes_the_order_sells_the_goods_ends_the_reservation(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation))
    expect(await buyer.create(reservation, payment))
    order = await buyer.order(reservation)
    assert (order["status"], order["paymentId"]) == ("paid", payment["paymentId"])
    assert market.stock(goods) == (0, 0)
    assert await find_reservation(market, reservation["reservationId"]) is None


@sentence("A", "§7", "4. При успешной оплате: Создается заказ", at="GET /api/orders/{id}")
async def test_success_makes_the_order_even_if_the_buyer_never_comes_back(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    expect(await buyer.pay(reservation))

    async def paid() -> bool:
        return bool((await buyer.order(reservation))["status"] == "paid")

    await eventually(paid, PATIENCE, "the order is settled without its buyer")
    assert market.stock(goods) == (0, 0)


@sentence("A", "§7", "5. При ошибке оплаты: Резервирование удаляется; Stock возвращается",
          at="POST /api/payments")  # fmt: skip
async def test_failure_ends_the_reservation_and_gives_the_stock_back(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(1)
    buyer, rival = visit(market), visit(market)
    reservation = expect(await buyer.reserve(goods))
    assert expect(await buyer.pay(reservation, "decline"))["status"] == "failed"
    assert await find_reservation(market, reservation["reservationId"]) is None
    expect(await rival.reserve(goods))


async def test_a_success_that_arrives_twice_counts_once(market: Market, visit: Visit) -> None:
    goods = market.goods(2)
    buyer = visit(market)
    reservation = expect(await buyer.reserve(goods))
    payment = expect(await buyer.pay(reservation, "duplicate"))
    answers = await asyncio.gather(*(buyer.create(reservation, payment) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {200}
    other = await buyer.buy(market.goods(1))  # later than both arrivals, so they have been seen
    assert other["orderId"] != reservation["orderId"]

    async def arrivals_done() -> bool:
        metrics = await asyncio.to_thread(market.premises.metrics)
        line = 'holdfast_jobs_total{job="payment-arrives",outcome="done"}'
        return any(
            one.startswith(line) and float(one.split()[-1]) >= 2 for one in metrics.split("\n")
        )

    await eventually(arrivals_done, PATIENCE, "both arrivals were handled")
    assert market.stock(goods) == (1, 0)
    order = await buyer.order(reservation)
    assert [one["what"] for one in order["timeline"]] == ["held", "paid", "captured"]


async def test_a_late_success_is_rescued_or_refunded(
    lingering_market: Market, visit: Visit
) -> None:
    """Units free: the order is paid all the same. Units gone: the money goes back, and the buyer
    is told so."""
    free, gone = lingering_market.goods(1), lingering_market.goods(1)
    buyer, rival = visit(lingering_market), visit(lingering_market)
    lucky = expect(await buyer.reserve(free))
    luckless = expect(await buyer.reserve(gone))
    payments = [expect(await buyer.pay(one, "late")) for one in (lucky, luckless)]
    assert [payment["status"] for payment in payments] == ["pending", "pending"]
    # The rival has ten seconds more than there are from the end of a hold to a late success.
    await execute(
        lingering_market.database_url,
        "UPDATE ledger_holds SET expires_at = clock_timestamp()"
        f" WHERE id = '{luckless['reservationId']}'",
    )

    async def snatched() -> bool:
        return (await rival.reserve(gone)).status_code == 200

    await eventually(snatched, PATIENCE, "the rival gets what ran out")
    rivals = expect(await rival.get("/api/orders"))["orders"][0]
    expect(await rival.create(rivals, expect(await rival.pay(rivals))))

    async def ended() -> bool:
        states = [
            (order["status"], order["refund"])
            for order in (await buyer.order(lucky), await buyer.order(luckless))
        ]
        return states == [("paid", "none"), ("cancelled", "done")]

    await eventually(ended, PATIENCE, "one is rescued, the other refunded")
    expect(await buyer.create(lucky, payments[0]))
    told = refusal(await buyer.create(luckless, payments[1]), 410, "reservation-expired")
    assert told["refund"] in ("begun", "done")
    timeline = [one["what"] for one in (await buyer.order(luckless))["timeline"]]
    assert timeline[:1] == ["held"]
    assert set(timeline) == {"held", "expired", "cancelled", "refundBegun", "refunded"}
    assert lingering_market.stock(free) == (0, 0)
    assert lingering_market.stock(gone) == (0, 0)
