"""The RabbitMQ sink against a real broker: confirmed, by its key, and waiting while it is away."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from holdfast.sinks import Envelope, NotDelivered, rabbit_exchange
from holdfast.sinks.rabbit_exchange import RabbitExchangeSink
from tests.db.sinks.conftest import Written
from tests.db.sinks.delivering import delivering, none_waits
from tests.support.market import eventually
from tests.support.rabbit import Rabbit, channel_to, rabbit_server

MESSAGE = Envelope("1-2-3", "holdfast.order.paid.v1", b'{"id": "1-2-3"}')


@pytest.fixture(scope="module")
def rabbit() -> Iterator[Rabbit]:
    with rabbit_server() as running:
        yield running


async def bound(channel: Any, exchange: str, key: str = "#") -> Any:
    """A durable queue that gets what has this key."""
    declared = await channel.declare_exchange(exchange, "topic", durable=True)
    queue = await channel.declare_queue(f"{exchange}-{key[6:9]}", durable=True)
    await queue.bind(declared, key)
    return queue


async def test_a_message_arrives_by_its_key_as_it_is_and_is_kept(rabbit: Rabbit) -> None:
    sink = RabbitExchangeSink("platform", rabbit.url, "kept")
    async with channel_to(rabbit.url) as channel:
        paid = await bound(channel, "kept", "order.paid.*")
        cancelled = await bound(channel, "kept", "order.cancelled.*")
        await sink.send(MESSAGE)
        got = await paid.get()
        assert (got.body, got.message_id, got.type) == (MESSAGE.body, MESSAGE.id, MESSAGE.type)
        assert got.content_type == "application/cloudevents+json"
        assert got.delivery_mode == 2
        assert await cancelled.get(fail=False) is None
    await sink.close()


async def test_what_nobody_would_read_is_not_delivered(rabbit: Rabbit) -> None:
    sink = RabbitExchangeSink("platform", rabbit.url, "unbound")
    with pytest.raises(NotDelivered, match="no queue is bound to unbound"):
        await sink.send(MESSAGE)
    async with channel_to(rabbit.url) as channel:
        queue = await bound(channel, "unbound")
        await sink.send(MESSAGE)
        assert (await queue.get()).message_id == MESSAGE.id
    await sink.close()


async def test_nobody_there_is_a_failure_without_the_password() -> None:
    sink = RabbitExchangeSink("platform", "amqp://guest:secret@127.0.0.1:1/", "away")
    with pytest.raises(NotDelivered, match="RabbitMQ is away") as told:
        await sink.send(MESSAGE)
    assert "secret" not in str(told.value)
    await sink.close()


async def test_a_broker_that_says_nothing_is_given_up_by_all_at_once_and_for_good(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody goes on connecting behind our back, and orders do not wait one after the other."""
    monkeypatch.setattr(rabbit_exchange, "CONNECT_SECONDS", 0.5)
    asked = 0

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    before = asyncio.all_tasks()
    port = server.sockets[0].getsockname()[1]
    sink = RabbitExchangeSink("platform", f"amqp://guest:secret@127.0.0.1:{port}/", "mute")
    for times in (1, 2):
        sent = (sink.send(MESSAGE) for _ in range(20))
        told = await asyncio.gather(*sent, return_exceptions=True)
        assert {str(one) for one in told} == {"RabbitMQ is away: TimeoutError"}
        assert asked == times
    await sink.close()

    async def nobody_goes_on() -> bool:
        return asyncio.all_tasks() == before

    await eventually(nobody_goes_on, 20, "nothing goes on")
    server.close()


async def test_everything_arrives_in_order_though_the_broker_is_killed_in_between(
    written: Written, rabbit: Rabbit
) -> None:
    sink = RabbitExchangeSink("platform", rabbit.url, "orders")
    async with channel_to(rabbit.url) as channel:
        await bound(channel, "orders")
    async with delivering(written, sink, per_second=200.0):
        for _ in range(2):
            await written.message(*(f"order-{number}" for number in range(100)))

        async def some_are_through() -> bool:
            return await written.waiting() < 150

        await eventually(some_are_through, 60, "some are through")
        await asyncio.to_thread(rabbit.kill)
        await written.message(*(f"order-{number}" for number in range(100)))
        assert await written.waiting() >= 100
        await asyncio.to_thread(rabbit.start)
        passing = asyncio.create_task(_hours(written))
        await none_waits(written)
        passing.cancel()
    await sink.close()
    got: dict[str, list[str]] = {}
    async with channel_to(rabbit.url) as channel:
        queue = await bound(channel, "orders")
        while (message := await queue.get(fail=False)) is not None:
            ids = got.setdefault(json.loads(message.body)["subject"], [])
            if message.message_id not in ids:
                ids.append(message.message_id)
    assert got == written.ids


async def _hours(written: Written) -> None:
    while True:
        written.pass_by(20)
        await asyncio.sleep(0.05)
