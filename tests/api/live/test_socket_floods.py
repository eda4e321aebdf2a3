"""Sockets that only take: silent ones are counted, deaf ones are not written to without end."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from holdfast.live import Limits, telling
from holdfast.live.strangers import CONNECT_SECONDS
from tests.support.live import LiveWorker, add_product, live_worker
from tests.support.mute import MuteSocket
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess


async def _until_gone(worker: LiveWorker) -> None:
    async with asyncio.timeout(PATIENCE):
        while worker.sockets.connected:
            await asyncio.sleep(0.02)


async def test_sockets_that_say_nothing_are_counted(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    running = start_server(database_url=database_url)
    async with AsyncExitStack() as stack:
        taken = []
        for _ in range(252):
            mute = await stack.enter_async_context(MuteSocket(running.url))
            taken.append(await mute.opened())
        assert taken == [True] * 250 + [False] * 2


async def test_connections_that_poll_and_say_nothing_are_counted(database_url: str) -> None:
    async with (
        live_worker(database_url, limits=Limits(sockets=3)) as worker,
        httpx.AsyncClient(base_url=f"{worker.url}/socket.io/", timeout=PATIENCE) as page,
    ):
        poll = {"EIO": "4", "transport": "polling"}
        answers = [await page.get("", params=poll) for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 401]
        assert answers[-1].json() == "too-many-connections"
        async with MuteSocket(worker.url) as mute:
            assert not await mute.opened()
        one = poll | {"sid": json.loads(answers[0].text[1:])["sid"]}
        assert (await page.post("", params=one, content="1")).status_code == 200  # it leaves
        assert (await page.get("", params=poll)).status_code == 200


async def test_who_opens_a_socket_and_never_connects_is_dismissed(database_url: str) -> None:
    async with live_worker(database_url) as worker, MuteSocket(worker.url) as mute:
        server = worker.sockets.server.eio
        server.ping_interval = server.ping_timeout = 0.5  # what still comes of it is read so long
        assert await mute.opened()
        strangers = worker.sockets.strangers
        now = asyncio.get_running_loop().time()
        await strangers.look(now + CONNECT_SECONDS - 5)
        await mute.say("2")  # it is still there
        await strangers.look(now + CONNECT_SECONDS + 5)
        await mute.until_cut("2")


async def test_who_polls_once_and_never_again_is_dismissed_and_so_is_the_next(
    database_url: str,
) -> None:
    async with (
        live_worker(database_url, limits=Limits(sockets=2)) as worker,
        httpx.AsyncClient(base_url=f"{worker.url}/socket.io/", timeout=PATIENCE) as page,
    ):
        poll = {"EIO": "4", "transport": "polling"}
        greeted = [await page.get("", params=poll) for _ in range(2)]
        overdue = asyncio.get_running_loop().time() + CONNECT_SECONDS + 5
        async with asyncio.timeout(PATIENCE):
            await worker.sockets.strangers.look(overdue)
        for one in greeted:
            again = poll | {"sid": json.loads(one.text[1:])["sid"]}
            assert (await page.get("", params=again)).status_code == 400
        assert (await page.get("", params=poll)).status_code == 200  # there is room again


async def test_who_asks_on_and_on_is_cut_off(database_url: str) -> None:
    async with (
        live_worker(database_url, limits=Limits(regained=0)) as worker,
        MuteSocket(worker.url) as mute,
    ):
        assert await mute.opened()
        await mute.say("40")
        async with asyncio.timeout(PATIENCE):
            while not worker.sockets.connected:
                await asyncio.sleep(0.01)
        for _ in range(200):  # 30 in a row are fine, and a hundred more are refused
            await mute.say('420["subscribe:products",["nothing"]]')
        await _until_gone(worker)


@pytest.mark.parametrize(
    "said",
    [
        '42["subscribe:products"',
        "42{}",
        "42" + "[" * 30_000,
        "47",
        '451-["subscribe:products",{"_placeholder":true,"num":0}]',
        '459999999-["subscribe:products"]',  # attachments would be gathered without end
    ],
    ids=["broken", "shapeless", "deep", "unknown", "attached", "attached on and on"],
)
async def test_who_says_what_is_no_message_is_cut_off(
    database_url: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with live_worker(database_url) as worker, MuteSocket(worker.url) as mute:
        assert await mute.opened()
        await mute.say("40")
        async with asyncio.timeout(PATIENCE):
            while not worker.sockets.connected:
                await asyncio.sleep(0.01)
        await mute.say(said)
        await _until_gone(worker)
        await mute.until_cut("42{}")  # and nobody reads on
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def test_who_asks_but_does_not_read_is_cut_off(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "SLOW_AT_MOST", 0.5)
    limits = Limits(burst=10_000)
    async with (
        live_worker(database_url, limits=limits) as worker,
        MuteSocket(worker.url) as mute,
    ):
        ids = [str((await add_product(worker.database, 60))[0]) for _ in range(10)]
        assert await mute.opened()
        await mute.say("40")
        ask = f'42["subscribe:products",{json.dumps(ids)}]'
        with pytest.raises(ConnectionError):
            for _ in range(100_000):
                await mute.say(ask)
        await _until_gone(worker)
