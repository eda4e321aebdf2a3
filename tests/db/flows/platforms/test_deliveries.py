"""What a data platform is told of orders: every payment, end and refund, once a sink and event."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jsonschema_rs
import pytest

from holdfast.db.cursors import Consumer
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.stock import change_threshold
from holdfast.flows.messaging.post import Letter
from holdfast.flows.platforms.deliveries import (
    CONSUMER,
    DELIVERED_TYPES,
    Deliveries,
    forget_consumers,
)
from holdfast.flows.platforms.replay import replay
from holdfast.flows.staff.shop_settings import update_settings
from holdfast.flows.stuck.deliveries import StuckDeliveries
from holdfast.flows.stuck.letters import put_aside
from holdfast.flows.stuck.thing import Which
from holdfast.sinks import (
    MESSAGES,
    TOPICS,
    DeliveryBook,
    OrderMessage,
    Origin,
    SinkMessage,
    StockLowV1,
    message_schema,
)
from tests.db.event_log import drain
from tests.db.flows.buying import (
    a_customer,
    a_guest,
    cart_of,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    reserve,
    sweep_all,
)
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage, select

ORIGIN = Origin.at("https://shop.example")
LONG_AGO, LATER = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def whole(message: type[SinkMessage]) -> dict[str, Any]:
    """The schema of the whole message, by itself."""
    schema, parts = message_schema(message)
    return {**schema, "$defs": parts}


def consumer(stage: Stage, *sinks: str) -> Consumer:
    book = DeliveryBook(stage.database)
    write = Deliveries(book, dict.fromkeys(sinks or ("one",), TOPICS), ORIGIN)
    return Consumer(CONSUMER, DELIVERED_TYPES, write, span=3)


async def read(stage: Stage, *sinks: str) -> None:
    await drain(consumer(stage, *sinks), stage.database)


async def told(stage: Stage, sink: str = "one") -> list[dict[str, Any]]:
    """What waits for the sink, in the order it will be sent."""
    rows = await select(
        stage, "SELECT body FROM deliveries WHERE sink = $1 ORDER BY era, xid, event", sink
    )
    return [json.loads(str(row[0])) for row in rows]


async def kinds(stage: Stage, order: object, sink: str = "one") -> list[str]:
    found = await told(stage, sink)
    return [one["type"] for one in found if one["subject"] == str(order)]


async def bought_and_cancelled(stage: Stage) -> Any:
    wallet_owner, goods = a_customer(), await new_goods(stage, 10, price=300)
    await new_wallet(stage, wallet_owner, 5000)
    order_id = await buy(stage, wallet_owner, cart_of(goods, quantity=2))
    await cancel(stage, Caller(wallet_owner), order_id=order_id)
    return await stage.orders.get(order_id)


async def test_an_order_is_told_from_payment_to_refund_and_every_message_fits_its_schema(
    stage: Stage,
) -> None:
    order = await bought_and_cancelled(stage)
    await read(stage)
    found = await told(stage)
    assert await kinds(stage, order.id) == [
        "holdfast.order.paid.v1", "holdfast.order.cancelled.v1", "holdfast.order.refund.done.v1",
    ]  # fmt: skip
    of_orders = [one for one in MESSAGES if issubclass(one, OrderMessage)]
    for one, message in zip(found, of_orders, strict=True):
        jsonschema_rs.Draft202012Validator(whole(message), validate_formats=True).validate(one)
        assert one["source"] == "https://shop.example"
    paid, cancelled, refunded = (one["data"] for one in found)
    assert (paid["total"], paid["currency"], paid["rescued"]) == (600, "EUR", False)
    assert paid["owner"] == order.owner
    assert [(line["quantity"], line["price"]) for line in paid["items"]] == [(2, 300)]
    assert (cancelled["reason"], cancelled["number"]) == ("refunded", order.number)
    assert (refunded["amount"], refunded["paymentId"]) == (600, paid["paymentId"])


async def test_an_order_through_a_provider_is_told_too_and_one_that_expired(stage: Stage) -> None:
    buyer, goods = a_guest(), await new_goods(stage, 10)
    reserved = await reserve(stage, buyer, goods)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    late = await reserve(stage, buyer, goods)
    await end_hold(stage, late)
    await sweep_all(stage)
    await read(stage)
    assert await kinds(stage, reserved.order_id) == ["holdfast.order.paid.v1"]
    (expired,) = [one for one in await told(stage) if one["subject"] == str(late.order_id)]
    assert expired["data"]["reason"] == "expired"


async def test_each_sink_has_its_own_row_and_reading_again_adds_none(stage: Stage) -> None:
    await bought_and_cancelled(stage)
    await read(stage, "one", "other")
    before = await select(stage, "SELECT * FROM deliveries ORDER BY sink, era, xid, event")
    assert len(before) == 6
    await stage.database.pool.execute("DELETE FROM event_cursors")
    await read(stage, "one", "other")
    assert await select(stage, "SELECT * FROM deliveries ORDER BY sink, era, xid, event") == before


async def test_a_replay_has_the_same_messages_with_the_same_ids(stage: Stage) -> None:
    await bought_and_cancelled(stage)
    await read(stage)
    before = await told(stage)
    await stage.database.pool.execute("DELETE FROM deliveries")
    database = stage.database
    again = await replay(database, {"one": TOPICS}, ORIGIN, LONG_AGO, LATER)
    assert (again.events, again.rows) == (3, 3)
    assert await told(stage) == before


async def test_a_replay_fills_in_before_what_still_waits(stage: Stage) -> None:
    """So that the order's messages are in order again."""
    await bought_and_cancelled(stage)
    await read(stage)
    before = await told(stage)
    await stage.database.pool.execute("DELETE FROM deliveries WHERE type LIKE '%paid%'")
    again = await replay(stage.database, {"one": TOPICS}, ORIGIN, LONG_AGO, LATER)
    assert (again.events, again.rows) == (3, 1)
    assert await told(stage) == before


async def test_a_replay_takes_its_span_only_and_goes_to_the_sinks_named_only(
    stage: Stage,
) -> None:
    await bought_and_cancelled(stage)
    await read(stage)
    database = stage.database
    hour = timedelta(hours=1)
    await database.pool.execute(
        "UPDATE events SET at = $1 WHERE type = 'order.cancelled'", LONG_AGO + hour
    )
    for begin, end in ((LONG_AGO, LONG_AGO + hour), (LONG_AGO + 2 * hour, LONG_AGO + 3 * hour)):
        assert (await replay(database, {"new": TOPICS}, ORIGIN, begin, end)).events == 0
    again = await replay(database, {"new": TOPICS}, ORIGIN, LONG_AGO + hour, LONG_AGO + 2 * hour)
    assert (again.events, again.rows) == (1, 1)
    assert [one["type"] for one in await told(stage, "new")] == ["holdfast.order.cancelled.v1"]


async def test_a_replay_leaves_alone_what_was_not_told_yet(stage: Stage) -> None:
    """The consumer will: an order's later message must not overtake an earlier one."""
    await read(stage)
    await bought_and_cancelled(stage)
    again = await replay(stage.database, {"one": TOPICS}, ORIGIN, LONG_AGO, LATER)
    assert (again.events, await told(stage)) == (0, [])
    await read(stage)
    assert len(await told(stage)) == 3


async def test_a_long_replay_goes_in_steps(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.flows.platforms.replay.SPAN", 2)
    for _ in range(3):
        await bought_and_cancelled(stage)
    await read(stage)
    before = await told(stage)
    await stage.database.pool.execute("DELETE FROM deliveries")
    again = await replay(stage.database, {"one": TOPICS}, ORIGIN, LONG_AGO, LATER)
    assert (again.events, again.rows) == (9, 9)
    assert await told(stage) == before


async def test_without_sinks_no_events_are_kept_for_them(stage: Stage) -> None:
    await read(stage)
    async with stage.database.transaction() as connection:
        await forget_consumers(connection, [CONSUMER])
    assert await select(stage, "SELECT * FROM event_cursors WHERE consumer = $1", CONSUMER) == []


async def test_each_sink_is_told_of_what_it_asked_for(stage: Stage) -> None:
    order, goods = await bought_and_cancelled(stage), await new_goods(stage, 4)
    database = stage.database
    await update_settings(database, {"low_stock_at": None}, process("staff", "r"))
    await change_threshold(database, process("staff", "r"), goods.variant_id, 4)
    await drain(Consumer("low-stock", STOCK_TYPES, LowStock(stage.reader.partitions)), database)
    sinks = {"crm": {"order"}, "ops": {"stock", "letters"}, "all": TOPICS}
    write = Deliveries(DeliveryBook(database), sinks, ORIGIN)
    await drain(Consumer(CONSUMER, DELIVERED_TYPES, write, span=3), database)
    assert {one["subject"] for one in await told(stage, "crm")} == {str(order.id)}
    (low,) = await told(stage, "ops")
    assert (low["type"], low["subject"]) == ("holdfast.stock.low.v1", str(goods.variant_id))
    jsonschema_rs.Draft202012Validator(whole(StockLowV1), validate_formats=True).validate(low)
    assert (low["data"]["onHand"], low["data"]["threshold"]) == (4, 4)
    assert len(await told(stage, "all")) == 4


async def bury(stage: Stage, sink: str = "one") -> None:
    """As if what waits had been tried for a day."""
    await stage.database.pool.execute(
        "INSERT INTO delivery_troubles (sink, subject, tries, error, failed_at, next_attempt_at,"
        " dead_at) SELECT DISTINCT sink, subject, 150, 'answered 500', now(), now(), now()"
        " FROM deliveries WHERE sink = $1",
        sink,
    )


async def test_what_was_given_up_is_shown_by_order_and_retried_by_number_order_or_sink(
    stage: Stage,
) -> None:
    orders = [await bought_and_cancelled(stage) for _ in range(3)]
    await read(stage, "one", "other")
    await bury(stage)
    await bury(stage, "other")
    database = stage.database
    things, staff = StuckDeliveries(database), process("user:staff", "r-1")
    first, cursor = await things.page(None, None, 4)
    second, end = await things.page(None, cursor, 4)
    of_one, _ = await things.page("one", None, 10)
    assert (len(first), len(second), end, len(of_one)) == (4, 2, None, 3)
    row = next(one for one in of_one if one.order_id == str(orders[0].id))
    assert (row.order_number, row.tries, row.reason) == (orders[0].number, 150, "answered 500")
    assert row.content.split() == await kinds(stage, orders[0].id)

    assert await things.retry(Which([row.id]), staff) == 1
    assert await things.retry(Which([row.id]), staff) == 0
    assert await things.retry(Which(subject=str(orders[1].id)), process("cli")) == 2
    assert await things.retry(Which(name="one"), process("cli")) == 1
    assert await things.retry(Which(), process("cli")) == 2
    assert await things.retry(Which(), process("cli")) == 0
    lines = await select(stage, "SELECT actor, action FROM audit_log WHERE action LIKE 'delivery%'")
    assert len(lines) == 6
    assert len(await told(stage)) == 9  # nothing is lost by it


async def test_what_is_of_no_order_is_shown_by_its_subject_and_retried(stage: Stage) -> None:
    database = stage.database
    async with database.transaction() as connection:
        await put_aside(connection, Letter("orders.to_pay", "pay/1", b"", ""), "no seal", 3)
    await read(stage)
    await bury(stage)
    (row,), _ = await StuckDeliveries(database).page(None, None, 4)
    assert (row.subject, row.order_id, row.order_number) == ("orders.to_pay", None, None)
    assert row.content == "holdfast.letters.dead.v1"
    assert await StuckDeliveries(database).retry(Which([row.id]), process("user:staff")) == 1
    lines = await select(stage, "SELECT subject FROM audit_log WHERE action = 'delivery.retried'")
    assert lines == [("orders.to_pay",)]
