"""Whatever goes wrong is problem+json with a stable code and the request's id."""

import socket
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.server import ServerProcess

CART = {"items": [{"productId": "0193a1d2-0000-7000-8000-000000000000", "quantity": 1}]}
JSON = {"Content-Type": "application/json"}


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The answer's problem, checked for what every problem has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["code"] == code
    assert found["status"] == status
    assert found["type"] == f"/docs#problem-{code}"
    assert found["title"]
    assert found["detail"]
    assert found["requestId"] == answer.headers["x-request-id"]
    return found


def send(client: httpx.Client, content: bytes, **headers: str) -> httpx.Response:
    return client.post("/api/orders/reserve", content=content, headers=JSON | headers)


@pytest.mark.parametrize(
    "content",
    [b"{", b"", b"\xff\xfe", b'{"items": NaN, }', b"[" * 100_000, b'{"items":[{"quantity":1e}]}',
     b'{"items":[{"color":"\\ud800"}]}'],
)  # fmt: skip
def test_a_body_that_is_no_json(client: httpx.Client, content: bytes) -> None:
    answer = send(client, content)
    assert answer.status_code in (400, 422)  # no body at all is a missing field
    problem(answer, answer.status_code, "malformed-json" if content else "invalid-request")


def test_a_body_in_utf_16_hides_no_nul(client: httpx.Client) -> None:
    """Python's reader of JSON would read it, and what is escaped in it."""
    content = '{"email":"a\\u0000b@example.com","password":"x"}'.encode("utf-16")
    answer = client.post("/api/session/login", content=content, headers=JSON)
    problem(answer, 400, "malformed-json")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"[]", None),
        (b"{}", "items"),
        (b'{"items":[]}', "items"),
        (b'{"items":[{"productId":"x","quantity":1}]}', "items[0].productId"),
        (b'{"items":[{"productId":"%s","quantity":0}]}', "items[0].quantity"),
        (b'{"items":[{"productId":"%s","quantity":1.5}]}', "items[0].quantity"),
        (b'{"items":[{"productId":"%s","quantity":true}]}', None),
        (b'{"items":[{"productId":"%s","quantity":99999999999999999999999}]}', None),
        (b'{"items":[{"productId":"%s","quantity":1,"color":"a\\u0000b"}]}', None),
    ],
)
def test_a_body_of_the_wrong_shape(client: httpx.Client, content: bytes, field: str | None) -> None:
    product = CART["items"][0]["productId"].encode()  # type: ignore[attr-defined]
    answer = send(client, content.replace(b"%s", product))
    if answer.status_code == 404:
        pytest.fail("a boolean got as far as the catalogue")
    found = problem(answer, 422, "invalid-request")
    if field is not None:
        assert found["field"] == field
        assert found["errors"][0]["field"] == field


def test_a_backslash_before_u0000_is_only_text(client: httpx.Client) -> None:
    content = b'{"items":[{"productId":"x","quantity":1,"color":"\\\\u0000"}]}'
    assert problem(send(client, content), 422, "invalid-request")["field"] == "items[0].productId"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/html", "", "nonsense"])
def test_a_body_of_another_type(client: httpx.Client, kind: str) -> None:
    answer = client.post(
        "/api/orders/reserve", content=b"{}", headers={"Content-Type": kind} if kind else {}
    )
    assert problem(answer, 415, "unsupported-media-type")["detail"] == "Send application/json."


@pytest.mark.parametrize("path", ["/api/orders/reserve", "/api/session/login"])
def test_a_page_need_not_say_that_it_sends_json(client: httpx.Client, path: str) -> None:
    as_fetch_sends_it = {"Content-Type": "text/plain;charset=UTF-8"}
    answer = client.post(
        path, content=b'{"items":[],"email":"", "password":"x"}', headers=as_fetch_sends_it
    )
    assert answer.status_code == 422
    wrong = {one["field"] for one in answer.json()["errors"]}
    assert wrong & {"items", "email"}


def test_a_body_too_large(client: httpx.Client) -> None:
    problem(send(client, b" " * 300_000), 413, "body-too-large")


def test_a_body_too_large_in_pieces(client: httpx.Client) -> None:
    def pieces() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    answer = client.post("/api/orders/reserve", content=pieces(), headers=JSON)
    problem(answer, 413, "body-too-large")


def test_a_body_in_pieces_is_put_together(client: httpx.Client) -> None:
    def pieces() -> Any:
        yield b'{"items"'
        yield b":[]}"

    answer = client.post("/api/orders/reserve", content=pieces(), headers=JSON)
    assert problem(answer, 422, "invalid-request")["field"] == "items"


@pytest.mark.parametrize("path", ["/api/nothing", "/api/", "/api", "/api/orders/a/b", "/api/x%00y"])
def test_a_path_that_is_not_there(client: httpx.Client, path: str) -> None:
    problem(client.get(path), 404, "not-found")


def test_a_nul_in_a_query(client: httpx.Client) -> None:
    problem(client.get("/api/products?q=%00"), 422, "invalid-request")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/config", "GET, HEAD"),
        ("GET", "/api/orders/reserve", "POST"),
        ("PATCH", "/api/session/login", "POST"),
        ("POST", "/", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_there(
    client: httpx.Client, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)
    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == allowed


@pytest.mark.parametrize("key", ["x" * 256, "a b", "ключ".encode().decode("latin-1")])
def test_an_idempotency_key_that_is_none(client: httpx.Client, key: str) -> None:
    headers = [(b"Idempotency-Key", key.encode("latin-1"))]
    answer = client.post("/api/orders/reserve", json=CART, headers=headers)
    assert problem(answer, 422, "invalid-request")["field"] == "Idempotency-Key"


def test_staff_pages_want_somebody_with_the_role(client: httpx.Client) -> None:
    answer = client.get("/api/staff/variants")
    problem(answer, 401, "login-required")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_that_is_none(client: httpx.Client) -> None:
    answer = client.get("/api/config", headers={"Authorization": "Bearer hf_nonsense"})
    problem(answer, 401, "invalid-token")


def test_what_is_no_http_is_refused(shop: ServerProcess) -> None:
    with socket.create_connection(("127.0.0.1", shop.port), 60) as opened:
        opened.sendall(b"POST /api/orders/reserve HTTP/1.1\r\nContent-Length: -5\r\n\r\n")
        assert opened.recv(100).startswith(b"HTTP/1.1 400")


def test_a_request_that_takes_too_long_is_answered(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    slow = start_server(database_url=database_url, environment={"HOLDFAST_REQUEST_SECONDS": "0.5"})
    with socket.create_connection(("127.0.0.1", slow.port), 60) as opened:
        opened.sendall(
            b"POST /api/orders/reserve HTTP/1.1\r\nHost: shop\r\n"
            b"Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{"
        )
        answer = opened.recv(10_000)
        assert answer.startswith(b"HTTP/1.1 503")
        # Head and body may come apart.
        assert b"timed-out" in answer or b"timed-out" in opened.recv(10_000)
    # A route may say that it takes longer: the document does, when it is asked for first.
    assert httpx.get(f"{slow.url}/api/openapi.json", timeout=60).status_code == 200
