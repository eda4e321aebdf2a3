"""Monitoring: four sentences."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]


@sentence("A", "Мониторинг", "Логи всех операций со stock",
          at="GET /api/staff/stock-log, ?format=csv")  # fmt: skip
async def test_the_stock_log_can_be_filtered_paged_and_taken_away(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(9)
    buyer = visit(market)
    for _ in range(3):
        expect(await buyer.reserve(goods))
    await buyer.buy(goods)
    assert len(market.log(goods)) == 6
    assert len(market.log(goods, operation="hold")) == 4
    assert [one["operation"] for one in market.log(goods, operation="capture")] == ["capture"]
    owner = market.log(goods, operation="capture")[0]["actor"]
    assert len(market.log(goods, actor=owner)) == 5
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        query = {"variantId": goods.variant_id, "limit": "4"} | (
            {"cursor": cursor} if cursor else {}
        )
        page = expect(market.staff.get("/api/staff/stock-log", params=query))
        seen += [entry["version"] for entry in page["entries"]]
        cursor = page["nextCursor"]
    assert seen == [6, 5, 4, 3, 2, 1]
    query = {"variantId": goods.variant_id, "format": "csv"}
    answer = market.staff.get("/api/staff/stock-log", params=query)
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(answer.text.strip().splitlines()) == 7


@sentence("A", "Мониторинг", "Алерты при низком количестве товара",
          at="GET /api/staff/alerts, PUT /api/staff/variants/{id}/threshold")  # fmt: skip
async def test_staff_are_alerted_when_stock_runs_low(market: Market, visit: Visit) -> None:
    goods = market.goods(20)  # more than the shop's own threshold, by which it is judged at first
    path = f"/api/staff/variants/{goods.variant_id}/threshold"
    expect(market.staff.put(path, json={"threshold": 3}))
    market.change(goods, withdraw=16)

    def alerts() -> tuple[list[Any], list[Any]]:
        found = expect(market.staff.get("/api/staff/alerts"))
        return (
            [one for one in found["low"] if one["variantId"] == goods.variant_id],
            [one for one in found["recent"] if one["variantId"] == goods.variant_id],
        )

    assert alerts() == ([], [])
    await visit(market).buy(goods)

    async def alerted() -> bool:
        low, recent = alerts()
        return len(low) == len(recent) == 1 and low[0]["onHand"] == recent[0]["onHand"] == 3

    await eventually(alerted, PATIENCE, "the alert is there")
    await visit(market).buy(goods)  # still low: no second alert
    market.change(goods, deposit=10)

    async def no_longer_low() -> bool:
        low, recent = alerts()
        return not low and len(recent) == 1

    await eventually(no_longer_low, PATIENCE, "it is low no longer, and was once")


@sentence("A", "Мониторинг", "Статистика продаж", at="GET /api/staff/statistics")
async def test_sales_are_counted_by_day(market: Market, visit: Visit) -> None:
    goods, since = market.goods(9), today()
    before = figures(market, since)
    await visit(market).buy(goods, quantity=2)
    await visit(market).buy(goods, quantity=3)

    async def counted() -> bool:
        now = figures(market, since)
        return (
            now["orders"] - before["orders"] >= 2
            and now["units"] - before["units"] >= 5
            and now["gross"] - before["gross"] >= 5 * 500
        )

    await eventually(counted, PATIENCE, "two orders of five units are counted")


@sentence("A", "Мониторинг", "Отслеживание отмененных заказов", at="GET /api/staff/statistics")
async def test_cancelled_orders_are_followed_by_their_reason(market: Market, visit: Visit) -> None:
    goods, since = market.goods(9), today()
    before = figures(market, since)
    buyer = visit(market)
    dropped = expect(await buyer.reserve(goods))
    expect(await buyer.cancel(orderId=dropped["orderId"]))
    expect(await buyer.pay(expect(await buyer.reserve(goods)), "decline"))
    bought = await buyer.buy(goods)
    expect(await buyer.cancel(orderId=bought["orderId"]))

    async def counted() -> bool:
        now = figures(market, since)
        return all(now[reason] > before[reason] for reason in ("buyer", "unpaid", "refunded"))

    await eventually(counted, PATIENCE, "one of each reason is counted")


def today() -> date:
    return datetime.now(UTC).date()


def figures(market: Market, since: date) -> Counter[str]:
    """What was sold, for euros, and what was cancelled for which reason, on that day and the next:
    midnight may come."""
    days = {"from": since.isoformat(), "to": (since + timedelta(days=1)).isoformat()}
    total: Counter[str] = Counter()
    for day in expect(market.staff.get("/api/staff/statistics", params=days))["days"]:
        total.update({"orders": day["orders"], "units": day["units"]}, **day["cancelled"])
        euros = [int(one["amount"]) for one in day["gross"] if one["currency"] == "EUR"]
        total.update(gross=sum(euros))
    return total
