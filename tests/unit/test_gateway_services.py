"""A gateway asks the instances of a service: each in turn, and hardly ever one that is silent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from holdfast.gateway.services import Service, ServiceAway
from holdfast.people import CallSigner
from tests.support.patience import PATIENCE

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]"


class Instance:
    """Counts who asks; hangs up on them unless it answers."""

    def __init__(self) -> None:
        self.url = ""
        self.asked = 0
        self.answers = True

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        if self.answers:
            writer.write(ANSWER)
        writer.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Instance"]:
        server = await asyncio.start_server(self.serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.close()


@pytest.fixture
async def instances() -> AsyncIterator[list[Instance]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Instance().running()) for _ in range(2)]


@pytest.fixture
async def service(instances: list[Instance]) -> AsyncIterator[Service]:
    signer = CallSigner(b"a secret of sixteen bytes")
    # A machine that stands still for half a second is no silent instance.
    made = Service("orders", [one.url for one in instances], signer, first_seconds=PATIENCE)
    await made.start()
    yield made
    await made.stop()


async def asked(service: Service, times: int) -> None:
    for _ in range(times):
        assert await service.get("/internal/x", list[int]) == []


async def test_each_is_asked_in_turn(service: Service, instances: list[Instance]) -> None:
    await asked(service, 10)
    assert [one.asked for one in instances] == [5, 5]


async def test_who_is_silent_is_asked_once_and_then_left_alone(
    service: Service, instances: list[Instance]
) -> None:
    """One that hangs would otherwise keep every second one waiting who wants to be let in."""
    instances[0].answers = False
    await asked(service, 10)
    assert [one.asked for one in instances] == [1, 10]


async def test_when_all_were_silent_all_are_asked_again(
    service: Service, instances: list[Instance]
) -> None:
    for one in instances:
        one.answers = False
    with pytest.raises(ServiceAway):
        await asked(service, 1)
    for one in instances:
        one.answers = True
    await asked(service, 4)
    assert sum(one.asked for one in instances) == 2 + 4
