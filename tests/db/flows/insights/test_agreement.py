"""What pages, files and the ledger say of the same trade is the same, whatever was bought and given
back: day by day of the shop's clock, by product and by seller."""

import csv
import io
import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from holdfast.db.cursors import Consumer
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.insights.figures import FIGURE_TYPES, count_sales
from holdfast.flows.insights.product_sales import PRODUCT_SALES_TYPES, ProductSales
from holdfast.flows.insights.trade import TRADE, TRADE_TYPES, Trade
from holdfast.flows.staff.orders import refund
from holdfast.people import Principal
from holdfast.views.books.days import each_day
from holdfast.views.shop_days import ShopDays
from holdfast.views.statistics import Span, by_day, top_products, totals
from holdfast.views.trade import trade_by, trade_csv, trade_sums
from holdfast.views.trade_products import traded_goods
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, cart_of
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.selling.selling import a_seller, goods_of, set_up
from tests.db.flows.stage import Stage

STAFF = process("user:staff")
FIRST = datetime(2031, 3, 28, tzinfo=UTC)
SPAN = Span(date(2031, 3, 26), date(2031, 4, 3))
PURSE = 1_000_000


class Shop:
    """One that sells at random times of some days, and takes some of it back."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.chance = random.Random(seed)
        self.goods: list[Goods] = []
        self.sellers: list[UUID | None] = [None]
        self.left: dict[tuple[Principal, UUID], dict[int, int]] = {}
        partitions = stage.reader.partitions
        self._readers = (
            Consumer("daily-sales", FIGURE_TYPES, count_sales, span=3),
            Consumer(TRADE, TRADE_TYPES, Trade(partitions), span=3),
            Consumer("product-sales", PRODUCT_SALES_TYPES, ProductSales(partitions), span=3),
        )

    async def open(self, zone: str) -> None:
        self.sellers += [await a_seller(self.stage), await a_seller(self.stage)]
        for at, price in enumerate((999, 333, 1, 50_01)):
            seller = self.sellers[at % len(self.sellers)]
            self.goods.append(await goods_of(self.stage, seller, price, 1000))
        await set_up(self.stage, dispatch={"zone": zone})

    async def trade(self, steps: int) -> None:
        for _ in range(steps):
            if not self.left or self.chance.random() < 0.6:
                await self._sell()
            else:
                await self._take_back()
            if self.chance.random() < 0.3:
                await self.read()
        await self.read()

    async def read(self) -> None:
        for reader in self._readers:
            await drain(reader, self.stage.database)

    async def _sell(self) -> None:
        buyer, some = a_customer(), self.chance.sample(self.goods, self.chance.randint(1, 3))
        await new_wallet(self.stage, buyer, PURSE)
        units = {at: self.chance.randint(1, 4) for at in range(len(some))}
        cart = [line for at, one in enumerate(some) for line in cart_of(one, quantity=units[at])]
        order = await buy(self.stage, buyer, cart)
        self.left[buyer, order] = units
        paid_at = FIRST + timedelta(minutes=self.chance.randrange(4 * 24 * 60))
        pool = self.stage.database.pool
        await pool.execute("UPDATE orders SET paid_at = $2 WHERE id = $1", order, paid_at)
        await pool.execute(
            "UPDATE events SET at = $2 WHERE subject = $1 AND type = 'order.paid'",
            str(order), paid_at,
        )  # fmt: skip

    async def _take_back(self) -> None:
        (buyer, order), left = self.chance.choice(list(self.left.items()))
        line = self.chance.choice([at for at, units in left.items() if units])
        way = self.chance.random()
        if way < 0.3:
            await cancel(self.stage, Caller(buyer), order_id=order)
            left.clear()
        elif way < 0.5:
            await refund(self.stage, STAFF, order, 1, "a scratch")
            del self.left[buyer, order]  # the last cent may be none of a line's
            return
        else:
            await refund(self.stage, STAFF, order, {line: 1}, "torn")
            left[line] -= 1
        if not any(left.values()):
            del self.left[buyer, order]


def cents(amounts: Sequence[dict[str, Any]]) -> int:
    return sum(one["amount"] for one in amounts)


@pytest.mark.parametrize(("seed", "zone"), [(1, "UTC"), (2, "Asia/Seoul"), (3, "America/New_York")])
async def test_the_numbers_of_any_history_agree(stage: Stage, seed: int, zone: str) -> None:
    shop = Shop(stage, seed)
    await shop.open(zone)
    await shop.trade(24)
    days = ShopDays(SPAN.first, SPAN.last, ZoneInfo(zone))
    booked: Counter[date] = Counter()
    async for day, documents in each_day(stage.database, await stage.shop.now(), days):
        booked[day] = sum(
            leg.amount for one in documents if one.kind == "sale" for leg in one.legs
            if leg.amount > 0
        )  # fmt: skip
    partitions = stage.reader.partitions
    async with stage.database.read() as connection:
        every = await by_day(connection, SPAN)
        sold = {one["day"]: one for one in await trade_by(connection, None, SPAN, "day")}
        hours = trade_sums(await trade_by(connection, None, SPAN, "hour"))
        each = [
            trade_sums(await trade_by(connection, seller, SPAN, "day"))
            for seller in shop.sellers[1:]
        ]
        table = list(csv.DictReader(io.StringIO(await trade_csv(connection, None, SPAN))))
        top = await top_products(connection, SPAN, "en")
        best = (await traded_goods(connection, None, SPAN, "en", partitions)).best

    # Each day: what was paid on it, in orders, pieces and money; in the accountant's books, too.
    for one in every:
        there = sold.get(one["day"]) or {"orders": 0, "units": 0, "gross": []}
        assert (one["orders"], one["units"]) == (there["orders"], there["units"]), one["day"]
        assert cents(one["gross"]) == cents(there["gross"]) == booked[one["day"]], one["day"]
    assert sum(1 for one in every if one["orders"]) >= 3

    # In all: what came back, wherever each counts it; the file has what the page has.
    whole, goods = totals(SPAN, every), trade_sums(sold.values())
    assert goods == hours
    pool = stage.database.pool
    back = await pool.fetchval("SELECT coalesce(sum(refunded), 0)::bigint FROM daily_sales")
    assert cents(goods["refunded"]) == back > 0
    assert cents(goods["net"]) == cents(whole["gross"]) - back
    for name in ("orders", "units", "back"):
        assert sum(int(row[name]) for row in table) == goods[name], name
    for name in ("gross", "refunded"):
        assert sum(Decimal(row[name]) * 100 for row in table) == cents(goods[name]), name

    # By product and by seller: parts of the same whole.
    assert {one["product_id"]: one["units"] for one in top} == {
        one["product_id"]: one["units"] for one in best
    }
    assert sum(cents(one["revenue"]) for one in top) == cents(goods["gross"])
    assert sum(cents(one["net"]) for one in best) == cents(goods["net"])
    counts = dict(await pool.fetch("SELECT product_id, sales FROM product_counts"))
    for one in best:
        assert counts[one["product_id"]] == one["units"] - one["back"]
    own = [one for one in best if one["product_id"] == shop.goods[0].product_id]
    own += [one for one in best if one["product_id"] == shop.goods[3].product_id]
    assert sum(cents(one["net"]) for one in each) == cents(goods["net"]) - sum(
        cents(one["net"]) for one in own
    )

    # The ledger, which nothing of all that is read from.
    ((spent, returned),) = await pool.fetch(
        "SELECT count(*) FILTER (WHERE key LIKE 'wallet/%') * $1::bigint"
        "       - sum(balance) FILTER (WHERE key LIKE 'wallet/%'),"
        "       coalesce(sum(balance) FILTER (WHERE key LIKE 'returned/%'), 0)"
        " FROM ledger_accounts",
        PURSE,
    )
    assert spent == cents(goods["net"])
    cancelled = await pool.fetchval(
        "SELECT coalesce(sum(i.quantity - coalesce(a.balance, 0)), 0) FROM orders o"
        " JOIN order_items i ON i.order_id = o.id LEFT JOIN ledger_accounts a"
        "     ON a.key = 'returned/' || i.order_id || '/' || i.line"
        " WHERE o.status = 'cancelled'"
    )
    assert goods["back"] == returned + cancelled
