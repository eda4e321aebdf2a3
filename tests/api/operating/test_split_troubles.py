"""The shop in its services, while some of them hang, stop, or break."""

import asyncio
import os
import signal
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aio_pika import Message

from holdfast.flows.messaging.messages import ORDERS_TO_PAY
from holdfast.worker.broker_queues import EXCHANGE, dead_queue
from tests.api.operating.services import Visit, all_orders_are_asked, balance, decided, open_wallet
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.rabbit import channel_to
from tests.support.receiver import Received, Receiver
from tests.support.split import SplitPremises

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_both_instances_of_orders_are_asked(
    split: Market, premises: SplitPremises, visit: Visit
) -> None:
    await all_orders_are_asked(premises, visit(split))


async def test_an_instance_that_hangs_keeps_hardly_anybody_waiting(
    split: Market, premises: SplitPremises, visit: Visit
) -> None:
    """It still takes connections, so the door cannot know. Whoever meets it is answered by the
    other after two seconds; who wanted something done is told within three that nobody knows."""
    visitor, hanging = visit(split), worker_of(premises, "orders-1")
    goods = split.goods(50)
    expect(await visitor.reserve(goods))
    os.kill(hanging, signal.SIGSTOP)
    try:
        for _ in range(8):
            read, took = await timed(visitor.get("/api/config"))
            assert (read.status_code, took < 3 + SLOW) == (200, True)
            wrote, took = await timed(visitor.reserve(goods, key=uuid4().hex))
            assert took < 3 + SLOW
            if wrote.status_code != 200:
                refusal(wrote, 503, "outcome-unknown")
    finally:
        os.kill(hanging, signal.SIGCONT)


SLOW = 2.0  # seconds that a machine with much else to do adds


async def timed(asking: Coroutine[Any, Any, httpx.Response]) -> tuple[httpx.Response, float]:
    began = time.monotonic()
    return await asking, time.monotonic() - began


async def test_a_read_of_a_service_that_hangs_says_so_and_advises_no_key(
    premises: SplitPremises, ann: Buyer
) -> None:
    await open_wallet(ann)
    hanging = worker_of(premises, "payments")
    os.kill(hanging, signal.SIGSTOP)
    try:
        answer, took = await timed(ann.get("/api/wallets"))
        problem = refusal(answer, 503, "unavailable")
        assert "Idempotency-Key" not in problem["detail"]
        assert took < 2 + SLOW
    finally:
        os.kill(hanging, signal.SIGCONT)


async def waits(asked: asyncio.Task[httpx.Response], seconds: float = 2) -> bool:
    _, waiting = await asyncio.wait([asked], timeout=seconds)
    return bool(waiting)


def worker_of(premises: SplitPremises, name: str) -> int:
    """The process that serves."""
    parent = premises.services[name].pid
    (worker,) = map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return worker


async def test_what_was_never_sent_is_told_apart_from_what_may_be_done(
    premises: SplitPremises, ann: Buyer
) -> None:
    opening, payments = {"currency": "EUR"}, premises.services["payments"]
    ending = worker_of(premises, "payments")
    os.kill(ending, signal.SIGSTOP)
    asked = asyncio.create_task(ann.post("/api/wallets", opening))
    try:
        assert await waits(asked)
    finally:
        payments.kill()
    refusal(await asked, 503, "outcome-unknown")
    try:
        refusal(await ann.post("/api/wallets", opening), 503, "unavailable")
    finally:
        payments.restart()
    expect(await ann.post("/api/wallets", opening), 201)


async def test_an_instance_that_is_stopped_in_good_order_loses_nothing(
    premises: SplitPremises, ann: Buyer
) -> None:
    """Every order is answered as taken: also those that come while it stops."""
    wallet, ending = await open_wallet(ann, 10_000), premises.services["orders-2"]
    sums = {"amount": 1, "currency": "EUR", "paymentMethod": "wallet"}
    stopped = asyncio.Event()
    await all_orders_are_asked(premises, ann)  # the other one too, to which everybody goes then

    async def buys(one: int) -> list[str]:
        orders: list[str] = []
        while not stopped.is_set():
            asked = sums | {"description": f"{one}, {len(orders)}"}
            answer = await ann.post("/api/orders", asked)
            assert answer.status_code in (201, 202), answer.text
            orders.append(answer.json()["order"]["id"])
        return orders

    buyers = [asyncio.create_task(buys(one)) for one in range(4)]
    try:
        first = await ann.post("/api/orders", sums | {"description": "first"})
        await decided(ann, first.json()["order"]["id"])
        await asyncio.to_thread(ending.stop)
    finally:
        stopped.set()
        made = [order for orders in await asyncio.gather(*buyers) for order in orders]
        await asyncio.to_thread(ending.restart)
    assert len(made) == len(set(made)) > 0
    for order in made:
        assert (await decided(ann, order))["phase"] == "FINISHED"
    assert await balance(ann, wallet) == 10_000 - 1 - len(made)


@pytest.mark.long
async def test_what_breaks_comes_back_and_every_order_is_decided(
    split: Market, premises: SplitPremises, ann: Buyer
) -> None:
    goods, wallet = split.goods(40), await open_wallet(ann, 40 * 500)
    services, orders = premises.services, []

    async def some() -> None:
        for _ in range(3):
            key = uuid4().hex
            asked = {"items": [goods.line()], "paymentMethod": "wallet"}

            async def taken(key: str = key, asked: Any = asked) -> str | None:
                answer = await ann.post("/api/orders", asked, key)
                assert answer.status_code in (201, 202, 503), answer.text
                return None if answer.status_code == 503 else str(answer.json()["order"]["id"])

            orders.append(await eventually(taken, PATIENCE, "the order is taken"))

    for name in ("orders-1", "payments", "gateway-1", "worker"):
        await some()
        services[name].kill()
        await some()
        services[name].restart()
    for program in (premises.split.broker.server, premises.split.redis):
        program.kill()
        await some()
        program.restart()
    ended = [await decided(ann, order) for order in orders]
    assert len(set(orders)) == len(orders) == 30
    assert {one["phase"] for one in ended} == {"FINISHED"}
    assert await balance(ann, wallet) == 10 * 500
    assert split.stock(goods) == (10, 0)
    ((paid,),) = await fetch(
        premises.wallets_url, f"SELECT count(*) FROM wallet_charges WHERE state = 'paid'"
        f" AND order_id = ANY('{{{','.join(orders)}}}')",
    )  # fmt: skip
    assert paid == 30


async def test_a_letter_that_payments_cannot_read_is_told_by_payments(
    split: Market, premises: SplitPremises
) -> None:
    receiver = await Receiver(port=split.trouble).start()
    try:
        async with channel_to(premises.split.broker.url) as channel:
            exchange = await channel.get_exchange(EXCHANGE.name)
            await exchange.publish(Message(b"broken", message_id="broken/1"), ORDERS_TO_PAY)

            async def told() -> list[Received]:
                return receiver.received

            (message,) = await eventually(told, PATIENCE, "it is told")
            dead = await channel.get_queue(dead_queue(ORDERS_TO_PAY))
            await eventually(
                lambda: dead.get(no_ack=True, fail=False), PATIENCE, "it lies there, and is taken"
            )
    finally:
        await receiver.stop()
    assert message.type == "holdfast.letters.dead.v1"
    assert message.event["source"] == "urn:holdfast:payments"
    assert message.event["data"] == {
        "queue": ORDERS_TO_PAY, "messageId": "broken/1", "reason": "it has no seal", "count": 1,
    }  # fmt: skip
