"""Low stock, dead letters and dead jobs are told to a webhook that asked for them; one that did not
hears of orders only."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from holdfast.db.jobs import job_row
from holdfast.flows.messaging.messages import ORDERS_TO_PAY
from tests.support.greeting import Greet
from tests.support.market import Goods, Market, eventually, expect, opened_market
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.receiver import SECRET, Received, Receiver
from tests.support.server import free_port

PORTS = (free_port(), free_port())


@pytest.fixture(scope="module")
def market(stocked_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    folder: Path = tmp_path_factory.mktemp("trouble")
    orders, trouble = (f"webhook:http://127.0.0.1:{port}/in" for port in PORTS)
    environment = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_SETTLEMENT": "messages",
        "HOLDFAST_SINKS": f"{orders},ops/stock+letters+jobs={trouble}",
        "HOLDFAST_WEBHOOK_SECRET": SECRET,
        "HOLDFAST_WEBHOOK_PRIVATE": "on",
    }
    with opened_market(folder, environment=environment, database_url=stocked_url) as opened:
        yield opened


@pytest.fixture
async def orders() -> AsyncIterator[Receiver]:
    receiver = await Receiver(port=PORTS[0]).start()
    yield receiver
    await receiver.stop()


@pytest.fixture
async def trouble() -> AsyncIterator[Receiver]:
    receiver = await Receiver(port=PORTS[1]).start()
    yield receiver
    await receiver.stop()


async def told(receiver: Receiver, subject: str, count: int = 1) -> list[Received]:
    """What it heard of it, once that is so many different messages."""

    async def enough() -> list[Received]:
        found = {one.id: one for one in receiver.received if one.order == subject}
        return list(found.values()) if len(found) >= count else []

    found: list[Received] = await eventually(enough, PATIENCE, f"{count} messages of {subject}")
    return found


async def is_enough(market: Market, goods: Goods) -> bool:
    low = "SELECT FROM low_stock WHERE variant_id = $1"
    return not await fetch(market.database_url, low, goods.variant_id)


async def test_each_fall_of_stock_to_its_threshold_is_told_once(
    market: Market, trouble: Receiver, orders: Receiver
) -> None:
    goods = market.goods(5)
    path = f"/api/staff/variants/{goods.variant_id}/threshold"
    expect(market.staff.put(path, json={"threshold": 3}))
    market.change(goods, withdraw=2)  # falls
    await told(trouble, goods.variant_id)
    market.change(goods, withdraw=1)  # stays
    market.change(goods, deposit=8)  # rises
    await eventually(lambda: is_enough(market, goods), PATIENCE, "the rise is seen")
    market.change(goods, withdraw=9)  # falls
    first, second = await told(trouble, goods.variant_id, 2)
    assert {first.type, second.type} == {"holdfast.stock.low.v1"}
    assert [one.event["data"]["onHand"] for one in (first, second)] == [3, 1]
    data = first.event["data"]
    assert (data["productId"], data["threshold"]) == (goods.product_id, 3)
    product = market.product(goods.product_id)["product"]
    assert data["productName"] == product["name"]
    assert data["sku"] == product["variants"][0]["sku"]
    assert orders.received == []
    assert trouble.forged == 0


async def test_a_letter_put_aside_is_told_with_queue_reason_and_count(
    market: Market, trouble: Receiver
) -> None:
    await fetch(
        market.database_url,
        "INSERT INTO dead_letters (queue, message, body, seal, reason)"
        " VALUES ($1, 'pay/1', 'broken', '', 'before')",
        ORDERS_TO_PAY,
    )
    again = {"action": "retry", "kind": "letter", "name": ORDERS_TO_PAY}
    expect(market.staff.post("/api/staff/stuck", json=again))
    (message,) = await told(trouble, ORDERS_TO_PAY)
    assert message.type == "holdfast.letters.dead.v1"
    assert message.event["data"] == {
        "queue": ORDERS_TO_PAY, "messageId": "pay/1", "reason": "it has no seal", "count": 1,
    }  # fmt: skip


async def test_a_job_given_up_is_told_once(market: Market, trouble: Receiver) -> None:
    queue, body, headers = job_row(Greet(), "r-lost")
    rows = await fetch(
        market.database_url,
        "INSERT INTO dead_jobs (original_id, queue, payload, headers, deliveries_count,"
        " created_at, failure_reason, last_exception)"
        " VALUES (1, $1, $2, $3, 150, now(), 'retries_exhausted', 'away') RETURNING id",
        queue, body, headers,
    )  # fmt: skip
    (message,) = await told(trouble, "greet")
    assert message.type == "holdfast.jobs.dead.v1"
    assert message.event["data"] == {
        "job": "greet", "jobId": rows[0][0], "error": "away", "tries": 150, "count": 1,
    }  # fmt: skip
    rows = await fetch(market.database_url, "SELECT told FROM dead_jobs")
    assert [tuple(row) for row in rows] == [(True,)]
