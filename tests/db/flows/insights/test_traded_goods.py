"""What was sold of products in some days, made of sums by month and by day: the same as of the days
alone, whoever wrote these; and what there is of goods, wherever it lies and whatever of."""

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from holdfast.insights import WHOLE_SHOP
from holdfast.views.statistics import Span
from holdfast.views.trade_products import months_and_days, traded_goods
from tests.db.flows.inventory.places import opened, stock_in
from tests.db.flows.selling.selling import a_seller, goods_of
from tests.db.flows.stage import Stage, select

FIRST, DAYS = date(2024, 11, 20), 500
_ADD = """
INSERT INTO trade_products AS kept
    (day, product_id, seller_id, currency, orders, units, gross, back)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7)
ON CONFLICT (product_id, seller_id, day, currency) DO UPDATE SET
    orders = kept.orders + 1, units = kept.units + excluded.units,
    gross = kept.gross + excluded.gross, back = kept.back + excluded.back
"""
_BY_DAYS = """
SELECT date_trunc('month', day)::date, seller_id, product_id, currency, sum(orders)::bigint,
       sum(units)::bigint, sum(gross)::bigint, sum(back)::bigint, sum(refunded)::bigint
FROM trade_products GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
_BY_MONTHS = "SELECT * FROM trade_product_months WHERE orders <> 0 ORDER BY 1, 2, 3, 4"


@pytest.mark.parametrize(
    ("first", "last", "months", "beside"),
    [
        ("2025-01-01", "2025-02-28", ["2025-01-01", "2025-02-01"], []),
        ("2024-01-31", "2024-02-29", ["2024-02-01"], [("2024-01-31", "2024-01-31", 1)]),
        ("2024-12-02", "2025-01-30", ["2024-12-01", "2025-01-01"],
         [("2024-12-01", "2024-12-01", -1), ("2025-01-31", "2025-01-31", -1)]),
        ("2025-05-10", "2025-05-29", ["2025-05-01"],
         [("2025-05-01", "2025-05-09", -1), ("2025-05-30", "2025-05-31", -1)]),
        ("2025-05-05", "2025-05-05", [], [("2025-05-05", "2025-05-05", 1)]),
    ],
)  # fmt: skip
def test_days_are_months_and_what_is_beside_them(
    first: str, last: str, months: list[str], beside: list[tuple[str, str, int]]
) -> None:
    span = Span(date.fromisoformat(first), date.fromisoformat(last))
    whole, others = months_and_days(span)
    assert [one.isoformat() for one in whole] == months
    found = [(one.since.isoformat(), one.until.isoformat(), one.sign) for one in others]
    assert found == beside


async def test_the_sums_of_months_and_days_are_those_of_the_days(stage: Stage) -> None:
    chance = random.Random(159)
    mill, loom = await a_seller(stage), await a_seller(stage)
    goods = {(await goods_of(stage, one, 100)).product_id: one or WHOLE_SHOP
             for one in (mill, mill, loom, None)}  # fmt: skip
    pool = stage.database.pool
    for _ in range(300):
        product, whose = chance.choice(list(goods.items()))
        day, units = FIRST + timedelta(days=chance.randrange(DAYS)), chance.randint(1, 9)
        currency = chance.choice(("EUR", "EUR", "USD"))
        back = chance.randint(0, units // 3)
        await pool.execute(_ADD, day, product, whose, currency, units, units * 100, back)
    await pool.execute("UPDATE trade_products SET day = day + 40 WHERE day = (SELECT max(day) FROM"
                       " trade_products)")  # fmt: skip
    await pool.execute("DELETE FROM trade_products WHERE extract(day FROM day) = 7")
    assert await select(stage, _BY_MONTHS) == await select(stage, _BY_DAYS)

    sold = await select(stage, "SELECT day, product_id, seller_id, currency, orders, units, back,"
                               " gross - refunded FROM trade_products")  # fmt: skip
    for _ in range(25):
        first = FIRST + timedelta(days=chance.randrange(DAYS))
        span = Span(first, first + timedelta(days=chance.randrange(chance.choice((40, 366)))))
        for seller in (None, mill):
            sums: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0])
            net: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
            for day, product, whose, currency, *counts, kept in sold:
                if span.first <= day <= span.last and seller in (None, whose):
                    sums[product] = [a + b for a, b in zip(sums[product], counts, strict=True)]
                    net[product][currency] += kept
            async with stage.database.read() as connection:
                found = await traded_goods(connection, seller, span, "en", stage.reader.partitions)
            best = {one["product_id"]: one for one in found.best}
            assert {
                product: [one["orders"], one["units"], one["back"]] for product, one in best.items()
            } == sums, span
            for product, one in best.items():
                assert one["net"] == [
                    {"currency": name, "amount": net[product][name]}
                    for name in sorted(net[product])
                ], span
            kept_units = [one["units"] - one["back"] for one in found.best]
            assert kept_units == sorted(kept_units, reverse=True)


async def test_stock_is_what_lies_anywhere_and_what_can_be_made_of_it(stage: Stage) -> None:
    """For the shop it is read as a whole, for a seller by product: the same."""
    mill, pool = await a_seller(stage), stage.database.pool
    places = await opened(stage, "FR")
    spread, part, made, awaited, gone = [
        await goods_of(stage, mill, 100, stock) for stock in (5, 9, 0, 7, 0)
    ]
    await stock_in(stage, spread, places[1], 6)
    await pool.execute("INSERT INTO variant_parts (variant_id, part_id, units) VALUES ($1, $2, 2)",
                       made.variant_id, part.variant_id)  # fmt: skip
    stage.altered.add("line")
    await pool.execute("UPDATE ledger_accounts SET waits = 1 WHERE key = $1",
                       f"stock/{awaited.variant_id}")  # fmt: skip
    await pool.execute("UPDATE variants SET active = false WHERE id = $1", gone.variant_id)
    all_of_it = (spread, part, made, awaited, gone)
    await pool.execute("UPDATE products SET status = 'active', created_at = $1",
                       datetime(2024, 1, 1, tzinfo=UTC))  # fmt: skip
    sold = Span(date(2025, 1, 1), date(2025, 1, 31))
    for one in all_of_it:
        await pool.execute(_ADD, sold.last, one.product_id, mill, "EUR", 31, 3100, 0)
    expected = dict(zip([one.product_id for one in all_of_it], (11, 9, 4, 0, 0), strict=True))
    for seller in (None, mill):
        async with stage.database.read() as connection:
            partitions = stage.reader.partitions
            soon = (await traded_goods(connection, seller, sold, "en", partitions)).soon
            after = Span(date(2025, 2, 1), date(2025, 2, 28))
            dead = (await traded_goods(connection, seller, after, "en", partitions)).dead
        assert {one["product_id"]: one["stock"] for one in soon} == expected
        assert [one["days"] for one in soon] == [0, 0, 4, 9, 11]
        assert {one["product_id"]: (one["stock"], one["last_sold"]) for one in dead} == {
            product: (stock, sold.last) for product, stock in expected.items() if stock
        }
