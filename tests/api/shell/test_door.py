"""What nginx says by itself, with nobody behind it: problems like everybody else's."""

import http.client
import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.split.door import door_at, filled_in
from tools.split.program import free_port

PATIENCE = 10


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a door behind which nobody is."""
    port, nobody = free_port(), [f"127.0.0.1:{free_port()}"]
    folder: Path = tmp_path_factory.mktemp("door")
    nginx = door_at(folder, port, filled_in(f"127.0.0.1:{port}", nobody, nobody, nobody))
    try:
        nginx.start().wait_ready()
        yield port
    finally:
        nginx.stop()


def answered(port: int, said: bytes) -> tuple[http.client.HTTPResponse, bytes]:
    """The answer, to its own end: where a body may follow, the connection is ended later."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(said)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer, answer.read()


HOST, END = b"Host: shop\r\n", b"Connection: close\r\n\r\n"
NOT_HTTP = {
    "no host": b"GET / HTTP/1.1\r\n" + END,
    "two hosts": b"GET / HTTP/1.1\r\n" + HOST + HOST + END,
    "no address": b"GET  HTTP/1.1\r\n" + HOST + END,
    "no version": b"GET / HTTQ/1.1\r\n" + HOST + END,
    "a version to come": b"GET / HTTP/3.0\r\n" + HOST + END,
    "no method": b"get / HTTP/1.1\r\n" + HOST + END,
    "an address outside": b"GET /../../etc HTTP/1.1\r\n" + HOST + END,
    "a length that is none": b"POST /api/orders HTTP/1.1\r\nContent-Length: x\r\n" + HOST + END,
    "two lengths": b"POST /api/orders HTTP/1.1\r\nContent-Length: 1\r\n"
    b"Transfer-Encoding: chunked\r\n" + HOST + END,
    "an unknown coding": b"POST /api/orders HTTP/1.1\r\nTransfer-Encoding: zip\r\n" + HOST + END,
    "words": b"hello\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("said", NOT_HTTP.values(), ids=NOT_HTTP)
def test_what_is_no_http_is_a_problem(door: int, said: bytes) -> None:
    answer, body = answered(door, said)
    assert (answer.status, answer.getheader("content-type")) == (400, "application/problem+json")
    problem = json.loads(body)
    assert (problem["status"], problem["code"]) == (400, "malformed-request")
    assert problem["requestId"] == answer.getheader("x-request-id")
    assert answer.getheader("cache-control") == "no-store"


@pytest.mark.parametrize("path", [b"/", b"/api/orders", b"/api/wallets/x", b"/internal/x"])
def test_what_the_door_does_not_do_is_a_problem(door: int, path: bytes) -> None:
    answer, body = answered(door, b"TRACE " + path + b" HTTP/1.1\r\nX-Secret: 1\r\n" + HOST + END)
    assert (answer.status, answer.getheader("content-type")) == (405, "application/problem+json")
    problem = json.loads(body)
    assert (problem["status"], problem["code"]) == (405, "method-not-allowed")
    assert problem["requestId"] == answer.getheader("x-request-id")
    assert "GET" in (answer.getheader("allow") or "")
    assert b"Secret" not in body


def test_who_is_away_is_a_problem_of_another_kind(door: int) -> None:
    answer, body = answered(door, b"GET /api/config HTTP/1.1\r\n" + HOST + END)
    assert (answer.status, json.loads(body)["code"]) == (503, "unavailable")
