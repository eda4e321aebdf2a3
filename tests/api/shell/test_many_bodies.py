"""Whoever begins many files at once, and ends none, takes so much of the memory and no more."""

import socket
from contextlib import ExitStack

import httpx

from tests.api.conftest import CUSTOMER, MANAGER
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess, until

PICTURE = 8 * 1024 * 1024
AT_ONCE = 4
"""Pictures of one sender that come in, or wait to be made."""


def begun(shop: ServerProcess, client: httpx.Client, stack: ExitStack) -> str:
    """What a picture's sender is told before its first byte; the connection stays open."""
    cookie = client.cookies["holdfast_session"]
    opened = stack.enter_context(socket.create_connection(("127.0.0.1", shop.port), PATIENCE))
    opened.sendall(
        f"POST /api/message-photos HTTP/1.1\r\nHost: localhost:{shop.port}\r\n"
        f"Cookie: holdfast_session={cookie}\r\nContent-Type: image/jpeg\r\n"
        f"Content-Length: {PICTURE}\r\nExpect: 100-continue\r\n\r\n".encode()
    )
    return opened.recv(12).decode().partition(" ")[2]


def test_one_person_begins_so_many_files_and_another_is_not_in_their_way(
    shop: ServerProcess, client: httpx.Client
) -> None:
    log_in(client, CUSTOMER)
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as other, ExitStack() as stack:
        log_in(other, MANAGER)
        told = [begun(shop, client, stack) for _ in range(AT_ONCE + 1)]
        assert told == ["100"] * AT_ONCE + ["429"]
        assert begun(shop, other, stack) == "100"

    def again() -> bool:
        """A file that is no picture is looked at, and refused for that."""
        headers = {"content-type": "image/jpeg"}
        answer = client.post("/api/message-photos", content=b"none", headers=headers)
        return answer.status_code == 422

    until(again, PATIENCE, "what was given up leaves its room")
