"""A broker that takes connections and says nothing: it is asked on and on, until we stop."""

import asyncio

import pytest

from holdfast.worker import broker
from holdfast.worker.broker import RabbitPost
from tests.support.market import eventually


async def test_who_stops_while_it_connects_leaves_nothing_connecting_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The client would go on for ever, and the process could not end."""
    monkeypatch.setattr(broker, "CONNECT_SECONDS", 0.5)
    asked = asyncio.Event()

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    before = asyncio.all_tasks()
    port = server.sockets[0].getsockname()[1]
    post = RabbitPost(f"amqp://guest:guest@127.0.0.1:{port}/")
    await post.start()
    await asyncio.wait_for(asked.wait(), 20)
    await post.stop()
    left = [task for task in asyncio.all_tasks() - before if "connection_factory" in repr(task)]
    assert left == []

    async def nobody_goes_on() -> bool:
        return asyncio.all_tasks() == before

    await eventually(nobody_goes_on, 20, "nothing goes on")
    server.close()
