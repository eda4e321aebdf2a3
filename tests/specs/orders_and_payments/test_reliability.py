"""Asynchrony and reliability: nothing is lost, and nothing is done twice."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.patience import PATIENCE

Visit = Callable[..., Buyer]
TypeIn = Callable[..., Member]
UNREACHABLE = (httpx.TransportError,)


@sentence("C", "Асинхронность и надежность", "Это обеспечивает семантику exactly-once.",
          at="POST /api/orders, Idempotency-Key")  # fmt: skip
async def test_an_order_that_is_asked_for_again_is_made_and_paid_once(type_in: TypeIn) -> None:
    someone = type_in()
    await someone.open(100)
    key = str(uuid4())
    answers = await asyncio.gather(*(someone.order_sum(10, key=key) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 202}
    (order_id,) = {answer.json()["order"]["id"] for answer in answers}
    await someone.ended(answers[0])
    assert (await someone.order_sum(10, key=key)).json()["order"]["id"] == order_id
    assert await someone.balance() == 90
    refusal(await someone.order_sum(11, key=key), 422, "idempotency-key-reused")


@pytest.mark.slow
@sentence("C", "Асинхронность и надежность", "Это гарантирует, что даже если брокер упадет в "
          "момент заказа, сообщение не потеряется и уйдет позже.",
          at="POST /api/orders")  # fmt: skip
async def test_orders_survive_a_crash_in_the_middle_of_them(
    market: Market, type_in: TypeIn
) -> None:
    """Everything of ours that takes part is killed while orders pour in. Whoever got no answer
    asks again with the same key. Afterwards every order is decided, and what was taken is what the
    finished ones cost."""
    someone = type_in()
    await someone.open(200)
    keys = [str(uuid4()) for _ in range(30)]
    first = asyncio.Event()

    async def order(key: str) -> Any:
        async def answered() -> Any:
            try:
                answer = await someone.order_sum(10, key=key)
            except UNREACHABLE:
                return None
            first.set()
            return None if answer.status_code in (502, 503, 504) else answer

        return await eventually(answered, PATIENCE, "the order is answered")

    async def crash() -> None:
        await first.wait()
        await asyncio.to_thread(market.premises.crash)

    *answers, _ = await asyncio.gather(*map(order, keys), crash())
    finished = 0
    for answer in answers:
        if answer.status_code == 409:
            refusal(answer, 409, "cannot-buy")
            continue
        assert answer.status_code in (201, 202), answer.text
        order_id = answer.json()["order"]["id"]
        ended = await eventually(partial(decided, someone, order_id), PATIENCE, "decided")
        assert (ended["phase"], ended["reason"]) in (
            ("FINISHED", None), ("CANCELLED", "insufficient-funds"),
        )  # fmt: skip
        finished += ended["phase"] == "FINISHED"
    assert finished == 20
    assert await someone.balance() == 0
    assert len(expect(await someone.buyer.get("/api/orders", limit=100))["orders"]) >= 20


async def decided(someone: Member, order_id: str) -> Any:
    """The order once it is decided; a service that is coming back is asked again."""
    try:
        answer = await someone.buyer.get(f"/api/orders/{order_id}")
    except UNREACHABLE:
        return None
    if answer.status_code >= 500:
        return None
    order = expect(answer)["order"]
    return None if order["phase"] == "NEW" else order


@sentence("C", "Асинхронность и надежность", "гарантию целостности данных при высоких нагрузках",
          at="POST /api/orders")  # fmt: skip
async def test_a_crowd_of_orders_is_decided_to_the_point(type_in: TypeIn) -> None:
    people = [type_in() for _ in range(10)]
    await asyncio.gather(*(someone.open(50) for someone in people))
    work = [(someone, amount) for someone in people for amount in (11, 13, 17, 19, 23)]
    answers = await asyncio.gather(*(someone.order_sum(amount) for someone, amount in work))
    spent = dict.fromkeys(range(len(people)), 0)
    for (someone, amount), answer in zip(work, answers, strict=True):
        if answer.status_code != 409:
            order = await someone.ended(answer)
            if order["phase"] == "FINISHED":
                spent[people.index(someone)] += amount
    for at, someone in enumerate(people):
        assert 0 < spent[at] <= 50
        assert await someone.balance() == 50 - spent[at]
        assert (await someone.wallet())["held"] == 0


async def test_what_was_paid_goes_back_when_the_order_is_cancelled(type_in: TypeIn) -> None:
    someone = type_in()
    await someone.open(100)
    order = await someone.ended(await someone.order_sum(60))
    async with someone.watch_orders() as watcher:
        await watcher.subscribe()
        for _ in range(2):  # asked twice, given back once
            expect(await someone.buyer.cancel(orderId=order["id"]))
        await watcher.until(lambda: watcher.known.get(order["id"], {}).get("refund") == "done")
    ended = await someone.shown(order["id"])
    assert (ended["phase"], ended["reason"]) == ("CANCELLED", "refunded")
    assert await someone.balance() == 100
