"""Requests are known by an id of ours; what a client calls them stands beside it, never instead."""

import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shell.test_problems import problem
from tests.support.market import STAFF, Buyer, Market, expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

OURS = re.compile(r"[0-9a-f]{12}-[0-9a-f]+")


@pytest.fixture(scope="module")
def talkative(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A shop that logs every request, behind a proxy that is trusted."""
    environment = {
        "HOLDFAST_ACCESS_LOG": "on",
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_PROXIES": "127.0.0.1",
    }
    with ServerProcess(
        tmp_path_factory.mktemp("talkative"),
        environment=environment,
        database_url=module_database_url,
    ) as running:
        yield running


def line_of(running: ServerProcess, ours: str) -> dict[str, Any]:
    """What was logged of a request."""
    line = running.wait_said(r"\{[^\n]*" + re.escape(f'"request":"{ours}"') + r"[^\n]*\}\n").group()
    said: dict[str, Any] = json.loads(line)
    return said


def test_a_clients_id_stands_beside_ours(talkative: ServerProcess) -> None:
    theirs = f"trace:{uuid4()}"
    asked = {"X-Request-Id": theirs}
    answer = httpx.get(f"{talkative.url}/api/nothing", headers=asked, timeout=PATIENCE)
    ours = problem(answer, 404, "not-found")["requestId"]
    assert OURS.fullmatch(ours)
    assert answer.headers["x-client-request-id"] == theirs
    line = line_of(talkative, ours)
    assert line["client_request"] == theirs


def test_what_opens_something_is_not_logged(talkative: ServerProcess) -> None:
    for path in ("/api/pay/{token}", "/api/calendars/{token}", "/api/track/{link}"):
        secret = uuid4().hex
        asked = re.sub(r"\{\w+\}", secret, path)
        answer = httpx.get(f"{talkative.url}{asked}", timeout=PATIENCE)
        line = line_of(talkative, answer.headers["x-request-id"])
        assert (line["path"], line["status"]) == (path, 404)
        assert secret not in talkative.said


def test_without_one_there_is_none(talkative: ServerProcess) -> None:
    with httpx.Client(base_url=talkative.url, timeout=PATIENCE) as client:
        client.get("/health/live", headers={"X-Request-Id": "the-one-before"})
        answer = client.get("/health/live")
    assert "x-client-request-id" not in answer.headers
    assert "client_request" not in line_of(talkative, answer.headers["x-request-id"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (b"x" * 10_000, "x" * 100),
        (b'"},{"request":"forged', "request:forged"),
        (b"spaces in between", "spacesinbetween"),
        (b"tab\there", "tabhere"),
        ("имя-1".encode(), "-1"),
        (b"\xff\xfe-latin", "-latin"),
        (b"<script>alert(1)</script>", "scriptalert1/script"),
        (b"%0d%0aX-Evil:1", "0d0aX-Evil:1"),
        (b"\x1b", ""),
        (b"", ""),
    ],
)
def test_what_does_not_fit_is_cleaned_and_not_echoed(
    talkative: ServerProcess, given: bytes, kept: str
) -> None:
    with socket.create_connection(("127.0.0.1", talkative.port), PATIENCE) as opened:
        opened.sendall(
            b"GET /api/nothing HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n"
            b"X-Request-Id: " + given + b"\r\n\r\n"
        )
        answer = b"".join(iter(lambda: opened.recv(65536), b""))
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    if given == b"\x1b":  # no header may have it at all
        assert head.startswith("http/1.1 400")
        return
    assert head.startswith("http/1.1 404")
    assert "x-client-request-id" not in head
    (ours,) = re.findall(r"\r\nx-request-id: (\S+)", head)
    assert OURS.fullmatch(ours)
    assert line_of(talkative, ours).get("client_request", "") == kept


@pytest.mark.parametrize("inside", [b"\r\n\tX: folded", b"\n\x00"])
def test_line_breaks_do_not_get_in(talkative: ServerProcess, inside: bytes) -> None:
    with socket.create_connection(("127.0.0.1", talkative.port), PATIENCE) as opened:
        opened.sendall(
            b"GET /health/live HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n"
            b"X-Request-Id: one" + inside + b"\r\n\r\n"
        )
        answer = b"".join(iter(lambda: opened.recv(65536), b""))
    assert b"folded" not in answer.lower()
    assert b"x-client-request-id" not in answer.lower() or b"200 OK" not in answer


def test_nobody_names_a_request_of_ours(talkative: ServerProcess) -> None:
    """Not even a proxy that is trusted: it may pass on what a stranger wrote."""
    asked = {"X-Holdfast-Request": "0" * 32}
    answer = httpx.get(f"{talkative.url}/health/live", headers=asked, timeout=PATIENCE)
    assert OURS.fullmatch(answer.headers["x-request-id"])


async def test_the_journal_has_ours(market: Market) -> None:
    """Two buyers who name their requests alike are told apart."""
    goods, found = market.goods(5), []
    for _ in range(2):
        buyer = Buyer(market.url, {"X-Request-Id": "the-very-same"})
        answer = await buyer.reserve(goods)
        expect(answer)
        found.append(answer.headers["x-request-id"])
        await buyer.http.aclose()
    assert len(set(found)) == 2
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as staff:
        expect(staff.post("/api/session/login", json=STAFF))
        log = expect(staff.get("/api/staff/stock-log", params={"variantId": goods.variant_id}))
    assert set(found) <= set(re.findall(r"[0-9a-f]{12}-[0-9a-f]+", json.dumps(log)))
    assert "the-very-same" not in json.dumps(log)
