"""Sockets through the shell: who may connect, and that they are counted."""

import json
import time

import httpx
import pytest
import socketio.exceptions
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.support.live import Watcher
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess
from tests.support.sockets import SocketClient

PROMPTLY = 15.0


async def test_a_watcher_is_let_in_and_counted(shop: ServerProcess) -> None:
    async with Watcher(shop.url) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        text = httpx.get(f"{shop.url}/metrics").text
        assert "holdfast_sockets 1.0" in text


async def test_polling_works_too_and_who_leaves_need_not_wait(shop: ServerProcess) -> None:
    """engine.io would answer the last poll when its time is over, half a minute later."""
    async with Watcher(shop.url, ["polling"]) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        leaving = time.monotonic()
    assert time.monotonic() - leaving < PROMPTLY


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_a_page_of_another_site_is_not(shop: ServerProcess, transport: str) -> None:
    # Asked without socketio's client: it hangs up before it has read why a poll was refused.
    door = f"{shop.url}/socket.io/?EIO=4&transport={transport}"
    evil = {"Origin": "https://evil.example"}
    if transport == "polling":
        answer = httpx.get(door, headers=evil)
        status, body = answer.status_code, answer.content
    else:
        with pytest.raises(InvalidStatus) as refused:
            connect(
                door.replace("http://", "ws://"), additional_headers=evil, open_timeout=PATIENCE
            )
        answer_of = refused.value.response
        status, body = answer_of.status_code, bytes(answer_of.body or b"")
    assert status == 403
    assert json.loads(body)["code"] == "cross-origin"


async def test_our_own_page_is(shop: ServerProcess) -> None:
    client = SocketClient()
    await client.connect(shop.url, headers={"Origin": shop.url}, transports=["websocket"])
    assert client.connected
    await client.disconnect()


async def test_other_sockets_there_are_none(shop: ServerProcess) -> None:
    client = SocketClient()
    with pytest.raises(socketio.exceptions.ConnectionError):
        await client.connect(shop.url, socketio_path="/elsewhere", transports=["websocket"])
    if client.eio.http is not None:
        await client.eio.http.close()


def test_what_strangers_say_is_no_error_of_ours(shop: ServerProcess) -> None:
    """Who reads the log for what is broken is not to be shouted at by strangers."""
    door = f"{shop.url}/socket.io/?EIO=4&transport=websocket".replace("http://", "ws://")
    evil = {"Origin": "https://evil.example"}
    with pytest.raises(InvalidStatus):
        connect(door, additional_headers=evil, open_timeout=PATIENCE)
    for said in ("", "99", "x", "4", "4[", b"\x00\x01"):
        with connect(door, open_timeout=PATIENCE) as stranger:
            stranger.recv(timeout=PATIENCE)
            stranger.send(said)
            with pytest.raises(ConnectionClosed):
                stranger.recv(timeout=PATIENCE)
    polled = door.replace("ws://", "http://").replace("websocket", "polling")
    for text in (b"", b"99", b"x", b"\xff\xfe", b"4\x1e" * 20):
        sid = json.loads(httpx.get(polled).text[1:])["sid"]
        httpx.post(f"{polled}&sid={sid}", content=text, timeout=PATIENCE)
    errors = [line for line in shop.said.splitlines() if '"level":"error"' in line]
    assert errors == []
