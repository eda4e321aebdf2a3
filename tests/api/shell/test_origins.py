"""Pages of other origins: those that are named may read, send and keep a cookie; no other may."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from holdfast.api.shell.origins import named_origins
from tests.api.shell.test_problems import problem
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

PARTNER, STRANGER = "https://partner.example", "https://stranger.example"
CART = {"items": [{"productId": "0193a1d2-0000-7000-8000-000000000000"}]}
BY_TLS = {"X-Forwarded-Proto": "https"}


@pytest.fixture(scope="module")
def open_shop(module_database_url: str) -> Iterator[ServerProcess]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    environment = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_ORIGINS": f"{PARTNER}, http://127.0.0.1:5555",
        "HOLDFAST_PROXIES": "127.0.0.1",
    }
    running = ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url
    )
    with running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def page(open_shop: ServerProcess) -> Iterator[httpx.Client]:
    """A client that sends what a browser sends for a page."""
    with httpx.Client(base_url=open_shop.url, timeout=PATIENCE) as client:
        yield client


def preflight(page: httpx.Client, path: str, origin: str, method: str = "POST") -> httpx.Response:
    asks = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type,idempotency-key",
    }
    return page.options(path, headers=asks)


def readable(answer: httpx.Response, origin: str = PARTNER) -> bool:
    """Whether a browser gives the answer to the page, credentials and all."""
    assert "origin" in answer.headers["vary"].lower()
    headers = answer.headers
    allowed: bool = headers.get("access-control-allow-origin") == origin
    assert allowed == (headers.get("access-control-allow-credentials") == "true")
    return allowed


@pytest.mark.parametrize("path", ["/api/products", "/api/nothing", "/api/config", "/health/live"])
def test_a_named_page_reads_every_answer(page: httpx.Client, path: str) -> None:
    answer = page.get(path, headers={"Origin": PARTNER})
    assert readable(answer)
    exposed = answer.headers["access-control-expose-headers"]
    assert {"retry-after", "x-request-id"} <= set(exposed.split(", "))
    assert not readable(page.get(path, headers={"Origin": STRANGER}))
    assert not readable(page.get(path))


def test_a_named_page_may_send_after_asking(page: httpx.Client) -> None:
    asked = preflight(page, "/api/orders/reserve", PARTNER)
    assert asked.status_code == 204
    assert readable(asked)
    assert "POST" in asked.headers["access-control-allow-methods"]
    allowed = asked.headers["access-control-allow-headers"]
    assert {"content-type", "idempotency-key", "x-user-id"} <= set(allowed.split(", "))
    sent = page.post(
        "/api/orders/reserve",
        json=CART,
        headers={"Origin": PARTNER, "Sec-Fetch-Site": "cross-site"},
    )
    problem(sent, 404, "product-not-found")
    assert readable(sent)


@pytest.mark.parametrize(
    "origin",
    [STRANGER, "null", "https://partner.example.evil.example", "http://partner.example", ""],
)
def test_nobody_else_may(page: httpx.Client, origin: str) -> None:
    asked = preflight(page, "/api/orders/reserve", origin)
    problem(asked, 405, "method-not-allowed")
    assert not readable(asked)
    sent = page.post(
        "/api/orders/reserve",
        json=CART,
        headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"},
    )
    problem(sent, 403, "cross-origin")
    assert not readable(sent)


def test_polling_of_sockets_is_for_named_pages(page: httpx.Client) -> None:
    path = "/socket.io/?EIO=4&transport=polling"
    opened = page.get(path, headers={"Origin": PARTNER, "Sec-Fetch-Site": "cross-site"})
    assert opened.status_code == 200, opened.text
    assert readable(opened)
    assert preflight(page, path, PARTNER).status_code == 204
    refused = page.get(path, headers={"Origin": STRANGER, "Sec-Fetch-Site": "cross-site"})
    problem(refused, 403, "cross-origin")


@pytest.mark.parametrize(
    ("headers", "holds"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, "SameSite=None; Secure; Partitioned"),
        ({"Sec-Fetch-Site": "same-site"}, "SameSite=Lax; Secure"),
        ({}, "SameSite=Lax; Secure"),
    ],
)
def test_a_cookie_is_kept_for_the_page_that_got_it(
    page: httpx.Client, headers: dict[str, str], holds: str
) -> None:
    """Of another site, where a browser keeps it for that site alone; of our own, as ever."""
    sent = page.post(
        "/api/orders/reserve", json=CART, headers={"Origin": PARTNER, **BY_TLS, **headers}
    )
    assert sent.headers["set-cookie"].endswith(f"HttpOnly; {holds}")


def test_without_tls_a_cookie_is_ours_alone(page: httpx.Client) -> None:
    headers = {"Origin": PARTNER, "Sec-Fetch-Site": "cross-site"}
    sent = page.post("/api/orders/reserve", json=CART, headers=headers)
    assert sent.headers["set-cookie"].endswith("SameSite=Lax")


def test_a_shop_that_names_nobody_says_nothing(client: httpx.Client) -> None:
    answer = client.get("/api/config", headers={"Origin": PARTNER})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    problem(preflight(client, "/api/config", PARTNER), 405, "method-not-allowed")


@pytest.mark.parametrize("wrong", ["*", "null", "partner.example", "https://partner.example/"])
def test_what_is_no_origin_is_refused_at_the_start(wrong: str) -> None:
    with pytest.raises(ValueError, match="is not an origin"):
        named_origins([wrong])
