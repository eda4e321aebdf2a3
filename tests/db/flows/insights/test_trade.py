"""What was sold of goods, by day and hour, of the shop and of each seller: right after every kind
of refund, when events are read twice, and when all is made anew."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.insights.product_views import ProductViews
from holdfast.flows.insights.trade import TRADE, TRADE_TYPES, Trade, rebuild
from holdfast.flows.returning.asking import approve, ask_for, receive
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.flows.staff.orders import complete, refund
from holdfast.insights import WHOLE_SHOP
from holdfast.kit import new_id
from holdfast.payments import DisputeStatus
from holdfast.people import Principal
from holdfast.returns import ReturnLine
from holdfast.views.statistics import Span
from holdfast.views.trade import trade_by, trade_csv, trade_sums
from holdfast.views.trade_cohorts import cohorts
from holdfast.views.trade_products import traded_goods
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, cart_of
from tests.db.flows.disputing import bank_says
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.returning.test_exchanges import in_sizes, received
from tests.db.flows.returning.test_returns import bought as ordered
from tests.db.flows.returning.test_returns import units as sent
from tests.db.flows.selling.selling import a_seller, goods_of, set_up
from tests.db.flows.stage import Stage, select

STAFF = process("user:staff")
ALWAYS = Span(date(2020, 1, 1), date(2099, 1, 1))
Rows = list[tuple[object, ...]]


async def read(stage: Stage, name: str = TRADE) -> None:
    async with stage.database.transaction() as connection:
        await open_era(connection)
    handler = Trade(stage.reader.partitions)
    await drain(Consumer(name, TRADE_TYPES, handler, span=3), stage.database)


async def bought(stage: Stage, *lines: tuple[Goods, int]) -> tuple[Principal, UUID]:
    buyer = a_customer()
    await new_wallet(stage, buyer, 1_000_000)
    cart = [line for goods, units in lines for line in cart_of(goods, quantity=units)]
    return buyer, await buy(stage, buyer, cart)


async def sums(stage: Stage, seller: UUID | None) -> dict[str, Any]:
    async with stage.database.read() as connection:
        return trade_sums(await trade_by(connection, seller, ALWAYS, "day"))


async def counted(stage: Stage) -> tuple[Rows, ...]:
    """All that is kept; hours in which nothing is left are as none."""
    hours = "SELECT * FROM trade_hours WHERE (orders, units, gross) <> (0, 0, 0) ORDER BY 1, 2, 3"
    products = "SELECT * FROM trade_products WHERE orders <> 0 ORDER BY 1, 2, 3"
    lines = "SELECT * FROM sold_lines ORDER BY 1, 2"
    buyers = "SELECT * FROM buyer_months ORDER BY 1, 2, 3"
    cohorts = "SELECT * FROM cohort_months WHERE buyers <> 0 ORDER BY 1, 2, 3"
    months = "SELECT * FROM trade_product_months WHERE orders <> 0 ORDER BY 1, 2, 3, 4"
    statements = (hours, products, months, lines, buyers, cohorts)
    return tuple([await select(stage, statement) for statement in statements])


def money(amount: int) -> list[dict[str, object]]:
    return [{"currency": "EUR", "amount": amount}]


async def test_figures_are_right_after_refunds_and_the_same_when_made_anew(stage: Stage) -> None:
    mill, loom = await a_seller(stage), await a_seller(stage)
    linen, wool = await goods_of(stage, mill, 1000), await goods_of(stage, loom, 300)
    own = await goods_of(stage, None, 50)
    await set_up(stage, dispatch={"zone": "Asia/Seoul"})
    _, first = await bought(stage, (linen, 3), (wool, 1), (own, 2))
    buyer, second = await bought(stage, (linen, 1))
    await read(stage)
    assert await sums(stage, mill) == {
        "orders": 2, "units": 4, "back": 0, "visits": 0, "carted": 0,
        "gross": money(4000), "refunded": money(0), "net": money(4000),
    }  # fmt: skip
    whole = await sums(stage, None)
    assert (whole["orders"], whole["units"], whole["gross"]) == (2, 7, money(4400))

    # A unit of a line, the whole of an order, and something for no unit in particular: a tenth.
    await refund(stage, STAFF, first, {0: 1}, "torn")
    await cancel(stage, Caller(buyer), order_id=second)
    await refund(stage, STAFF, first, 240, "sorry")
    await read(stage)
    mine = await sums(stage, mill)
    assert (mine["orders"], mine["units"], mine["back"]) == (2, 4, 2)
    assert (mine["refunded"], mine["net"]) == (money(2000 + 200), money(1800))
    assert (await sums(stage, loom))["net"] == money(270)
    whole = await sums(stage, None)
    assert (whole["back"], whole["net"]) == (2, money(2400 - 240))

    kept = await counted(stage)
    await read(stage, "again")
    assert await counted(stage) == kept
    await stage.database.pool.execute("UPDATE trade_hours SET units = units + 7")
    await stage.database.pool.execute("DELETE FROM trade_products")
    assert (await counted(stage))[2] == []
    await stage.database.pool.execute("UPDATE sold_lines SET back = 0")
    assert await rebuild(stage.database, stage.reader.partitions) == 2
    assert await counted(stage) == kept
    # Of another seller now; what was sold before stays whose it was.
    await stage.database.pool.execute(
        "UPDATE products SET seller_id = $2 WHERE id = $1", linen.product_id, loom
    )
    await rebuild(stage.database, stage.reader.partitions)
    assert await counted(stage) == kept


async def test_what_is_sent_back_counts_at_once_though_it_is_written_off(stage: Stage) -> None:
    mill = await a_seller(stage)
    linen = await goods_of(stage, mill, 1000)
    buyer, order = await bought(stage, (linen, 4))
    staff = Caller(Principal("user:staff", "user", frozenset({"manager"})))
    await complete(stage, staff, order)
    (asked,) = await ask_for(stage, Caller(buyer), order, {0: ReturnLine(3, "does-not-fit")}, "")
    await approve(stage, staff, asked, "")
    await receive(stage, staff, asked)
    await read(stage)
    assert (await sums(stage, mill))["back"] == 0
    await inspect(stage, staff, asked, {0: Came(1, 2, "torn")}, deduct=500, deduction="worn")
    await read(stage)
    mine = await sums(stage, mill)
    # What was deducted from the refund is kept, and is no sale.
    assert (mine["units"], mine["back"], mine["net"]) == (4, 3, money(1000))


async def test_what_is_disputed_is_kept_until_it_is_lost(stage: Stage) -> None:
    linen = await goods_of(stage, await a_seller(stage), 1000)
    _, order = await ordered(stage, linen, quantity=1)
    decided: list[tuple[DisputeStatus, int]] = [("open", 1000), ("lost", 400), ("won", 1000)]
    for status, net in decided:
        await bank_says(stage, order.id, status, 600)
        await read(stage)
        assert (await sums(stage, None))["net"] == money(net), status


async def test_what_is_exchanged_came_back_and_stays_paid(stage: Stage) -> None:
    small, cheap = await in_sizes(stage, 500, 400)
    buyer, order = await ordered(stage, small)
    await complete(stage, STAFF, order.id)
    (asked,) = await ask_for(stage, buyer, order.id, {0: sent(2)}, "", {0: cheap.variant_id})
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(2)})
    await read(stage)
    whole = await sums(stage, None)
    # What is sent for it is a sale of its own, at no price.
    assert (whole["orders"], whole["units"], whole["back"]) == (2, 5, 2)
    assert (whole["refunded"], whole["net"]) == (money(200), money(1300))


async def test_who_comes_back_is_counted_with_the_month_of_the_first_order(stage: Stage) -> None:
    mill = await a_seller(stage)
    linen, own = await goods_of(stage, mill, 100), await goods_of(stage, None, 100)
    buyer = a_customer()
    await new_wallet(stage, buyer, 1_000_000)
    orders = [await buy(stage, buyer, cart_of(one)) for one in (own, linen, linen)]
    _, other = await bought(stage, (linen, 1))
    months = {orders[0]: "2026-01-31", orders[1]: "2026-03-01", orders[2]: "2026-03-31"}
    for order, day in (months | {other: "2026-03-05"}).items():
        at = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        await stage.database.pool.execute("UPDATE orders SET paid_at = $2 WHERE id = $1", order, at)
    # In any order of reading: who bought before is of that month, from then on.
    for ids in ([orders[2], other], [orders[0]], [orders[1], orders[0]]):
        async with stage.database.transaction() as connection:
            await Trade(stage.reader.partitions).write(connection, [str(one) for one in ids])
    for _ in range(2):
        async with stage.database.read() as connection:
            whole = await cohorts(connection, None, date(2026, 4, 1))
            mine = await cohorts(connection, mill, date(2026, 4, 1))
            later = await cohorts(connection, None, date(2027, 2, 1))
        assert whole == [
            {"month": date(2026, 1, 1), "buyers": 1, "orders": 1,
             "later": [{"after": 2, "buyers": 1, "orders": 2}]},
            {"month": date(2026, 3, 1), "buyers": 1, "orders": 1, "later": []},
        ]  # fmt: skip
        assert mine == [{"month": date(2026, 3, 1), "buyers": 2, "orders": 3, "later": []}]
        assert later == whole[1:]
        await rebuild(stage.database, stage.reader.partitions)


async def test_days_and_hours_are_those_of_the_shops_clock(stage: Stage) -> None:
    goods = await goods_of(stage, None, 100)
    await set_up(stage, dispatch={"zone": "Asia/Kathmandu"})
    _, order = await bought(stage, (goods, 1))
    await read(stage)
    ((paid_at,),) = await select(stage, "SELECT paid_at FROM orders WHERE id = $1", order)
    for name in ("Asia/Kathmandu", "America/St_Johns"):
        shown = paid_at.astimezone(ZoneInfo(name))
        async with stage.database.read() as connection:
            (day,) = await trade_by(connection, None, ALWAYS, "day")
            (hour,) = await trade_by(connection, None, ALWAYS, "hour")
            lines = (await trade_csv(connection, None, ALWAYS)).splitlines()
        assert (day["day"], hour["hour"]) == (shown.date(), shown.hour)
        assert lines[1:] == [f"{shown.date()},{shown.hour},EUR,1,1,1.00,0,0.00,0,0"]
        # Another clock holds for what comes, and for the rest once it is made anew.
        await set_up(stage, dispatch={"zone": "America/St_Johns"})
        await read(stage)
        await rebuild(stage.database, stage.reader.partitions)


async def test_goods_that_sell_that_nobody_buys_and_that_will_be_gone(stage: Stage) -> None:
    mill = await a_seller(stage)
    fast, slow, dead = [await goods_of(stage, mill, 1000, stock=12) for _ in range(3)]
    other = await goods_of(stage, None, 1000, stock=12)
    await stage.database.pool.execute(
        "UPDATE products SET created_at = now() - interval '400 days', status = 'active'"
    )
    for units in (4, 2):
        await bought(stage, (fast, units), (other, 1))
    await bought(stage, (slow, 1))
    views = ProductViews(stage.database, every=3600)
    for _ in range(3):
        views.saw(fast.product_id)
    views.put(fast.product_id)
    views.saw(other.product_id)
    views.saw(new_id())  # gone meanwhile
    await views.flush()
    await read(stage)
    today = datetime.now(UTC).date()
    # Whatever day it is where the clock is UTC, by the time this is read.
    span = Span(today - timedelta(days=8), today + timedelta(days=1))
    partitions = stage.reader.partitions
    async with stage.database.read() as connection:
        mine = await traded_goods(connection, mill, span, "en", partitions)
        whole = await traded_goods(connection, None, span, "en", partitions)
        seen = trade_sums(await trade_by(connection, mill, span, "day"))
        seen_of_all = trade_sums(await trade_by(connection, None, span, "hour"))

    def ids(rows: Sequence[dict[str, Any]]) -> list[UUID]:
        return [row["product_id"] for row in rows]

    best, gone = mine.best, mine.soon
    assert ids(best) == [fast.product_id, slow.product_id]
    assert (best[0]["units"], best[0]["orders"], best[0]["visits"], best[0]["carted"]) == (
        6, 2, 3, 1,
    )  # fmt: skip
    assert ids(mine.dead) == ids(whole.dead) == [dead.product_id]
    # Six of twelve in ten days: the other six last ten more; eleven at one in ten days do not end.
    assert [(row["product_id"], row["stock"], row["days"]) for row in gone] == [
        (fast.product_id, 6, 10)
    ]
    assert ids(whole.soon)[0] == fast.product_id
    assert ids(whole.best) == [fast.product_id, other.product_id, slow.product_id]
    assert (seen["visits"], seen["carted"], seen_of_all["visits"]) == (3, 1, 4)


async def test_any_history_comes_to_what_its_orders_say(stage: Stage) -> None:
    chance = random.Random(20)
    seller = await a_seller(stage)
    goods = [await goods_of(stage, one, price, 1000) for one, price in
             ((seller, 999), (None, 333), (seller, 1))]  # fmt: skip
    orders: list[tuple[Principal, UUID, dict[int, int]]] = []
    for _ in range(12):
        if not orders or chance.random() < 0.5:
            cart = [(one, chance.randint(1, 4)) for one in chance.sample(goods, 2)]
            buyer, order = await bought(stage, *cart)
            orders.append((buyer, order, {at: units for at, (_, units) in enumerate(cart)}))
        else:
            buyer, order, left = orders[at := chance.randrange(len(orders))]
            line = chance.choice([one for one, units in left.items() if units] or [0])
            if chance.random() < 0.3 or left[line] == 0:
                await cancel(stage, Caller(buyer), order_id=order)
                orders.pop(at)
            else:
                await refund(stage, STAFF, order, {line: 1}, "torn")
                left[line] -= 1
                if not any(left.values()):
                    orders.pop(at)
        if chance.random() < 0.5:
            await read(stage)
    await read(stage)
    kept = await counted(stage)
    ((units, gross),) = await select(
        stage, "SELECT sum(quantity)::bigint, sum(price * quantity)::bigint FROM order_items"
    )
    found = await sums(stage, None)
    stands = sum(units for _, _, left in orders for units in left.values())
    assert (found["units"], found["gross"]) == (units, money(gross))
    assert found["units"] - found["back"] == stands
    await rebuild(stage.database, stage.reader.partitions)
    assert await counted(stage) == kept
    assert WHOLE_SHOP in {row[0] for row in kept[0]}
