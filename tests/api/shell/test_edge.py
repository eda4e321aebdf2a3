"""What stands between the shop and the world: limits, proxies, headers, files, probes, metrics."""

import json
import re
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.api.conftest import ADMIN
from tests.support.people import log_in
from tests.support.server import ServerProcess

CART = {"items": [{"productId": "0193a1d2-0000-7000-8000-000000000000", "quantity": 1}]}


def test_too_many_requests_of_one_guest_then_of_one_address(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    running = start_server(
        database_url=database_url,
        environment={
            "HOLDFAST_RATE_PRINCIPAL": "5/hour",
            "HOLDFAST_RATE_ADDRESS": "20/hour",
            "HOLDFAST_PROXIES": "127.0.0.1",
        },
    )
    url = f"{running.url}/api/orders/reserve"
    here = {"X-Forwarded-For": "192.0.2.1"}
    cookie = {
        "Cookie": "holdfast_session="
        + httpx.post(url, json=CART, headers=here).cookies["holdfast_session"]
    }
    mine = [httpx.post(url, json=CART, headers=here | cookie) for _ in range(7)]
    assert [answer.status_code for answer in mine] == [404] * 5 + [429] * 2
    assert mine[-1].json()["code"] == "rate-limited"
    assert 0 < int(mine[-1].headers["retry-after"]) <= 3600
    others = [httpx.post(url, json=CART, headers=here).status_code for _ in range(14)]
    assert others == [404] * 12 + [429] * 2
    assert httpx.get(f"{running.url}/health/live", headers=here).status_code == 200
    elsewhere = {"X-Forwarded-For": "192.0.2.2"}
    assert httpx.post(url, json=CART, headers=elsewhere).status_code == 404


def test_a_whole_ipv6_network_is_one_address(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    limits = {"HOLDFAST_RATE_ADDRESS": "5/hour", "HOLDFAST_PROXIES": "127.0.0.1"}
    running = start_server(database_url=database_url, environment=limits)

    def ask(address: str) -> int:
        headers = {"X-Forwarded-For": address}
        return httpx.get(f"{running.url}/api/config", headers=headers).status_code

    assert [ask(f"2a01:4f8:1:2::{n}") for n in range(1, 8)] == [200] * 5 + [429] * 2
    assert ask("2a01:4f8:1:3::1") == 200


def test_limits_off_says_so(shop: ServerProcess) -> None:
    assert "HOLDFAST_LIMITS=off" in shop.said


def test_a_proxy_by_name_is_believed(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    running = start_server(
        database_url=database_url,
        environment={"HOLDFAST_PROXIES": "localhost,10.0.0.0/8", "HOLDFAST_ACCESS_LOG": "on"},
    )
    headers = {
        "X-Forwarded-For": "192.0.2.7, 10.1.1.1",
        "X-Forwarded-Proto": "https",
        "X-Request-Id": "through-a-proxy",
    }
    answer = httpx.post(f"{running.url}/api/orders/reserve", json=CART, headers=headers)
    assert "; Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    line = running.wait_said(r'\{.*"client_request":"through-a-proxy".*\}').group()
    assert '"address":"192.0.2.7"' in line


def test_nobody_else_is_believed(shop: ServerProcess) -> None:
    headers = {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"}
    answer = httpx.post(f"{shop.url}/api/orders/reserve", json=CART, headers=headers)
    assert "Secure" not in answer.headers["set-cookie"]
    assert "strict-transport-security" not in answer.headers


def test_https_without_a_proxy(database_url: str, scratch: Path) -> None:
    key, certificate = scratch / "key.pem", scratch / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    running = ServerProcess(
        scratch / "data", "--tls-cert", str(certificate), "--tls-key", str(key),
        database_url=database_url,
    )  # fmt: skip
    running.start()
    try:
        running.wait_said(r"Ready after")
        trusting = ssl.create_default_context(cafile=str(certificate))
        url = f"https://localhost:{running.port}"
        with httpx.Client(base_url=url, verify=trusting) as client:
            answer = client.post("/api/orders/reserve", json=CART)
            assert answer.headers["strict-transport-security"] == "max-age=31536000"
            assert "; Secure" in answer.headers["set-cookie"]
            assert client.post("/api/session/logout", headers={"Origin": url}).status_code == 200
    finally:
        running.stop()


def test_a_setting_that_makes_no_sense_is_named(scratch: Path, database_url: str) -> None:
    running = ServerProcess(
        scratch / "data",
        database_url=database_url,
        environment={"HOLDFAST_RATE_ADDRESS": "often", "HOLDFAST_HOLD_SECONDS": "0"},
    )
    running.start()
    assert running.wait_end(60) == 2
    assert "HOLDFAST_RATE_ADDRESS" in running.said
    assert "HOLDFAST_HOLD_SECONDS" in running.said
    assert "Traceback" not in running.said


@pytest.mark.parametrize(
    "path",
    ["/", "/api/config", "/api/nothing", "/health/live", "/docs", "/pay/secret", "/track/secret"],
)
def test_every_answer_carries_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert policy.endswith("form-action 'self'; object-src 'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize(
    "path", ["/api/session", "/api/orders", "/api/config", "/api/products", "/api/nothing"]
)
def test_no_answer_of_the_interface_is_kept_by_anybody(client: httpx.Client, path: str) -> None:
    assert client.get(path).headers.get_list("cache-control") == ["no-store"]


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/api/config", "/api/products", "/docs"]
)
def test_what_can_be_read_can_be_asked_for_its_head(client: httpx.Client, path: str) -> None:
    read, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == read.headers["content-type"]


@pytest.fixture
def web(shop: ServerProcess) -> Path:
    """A built web app, as small as they come."""
    folder = shop.data.parent / "web"
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / "assets" / "index-a1b2c3.js").write_text("console.log(1);" * 100)
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "pages.json").write_text(
        json.dumps(["/", "/cart", "/orders/$orderId", "/product/$handle", "/staff"])
    )
    (folder / "index.html").write_text("<!doctype html><title></title><p>The shop")
    return folder


def test_files_of_the_web_app(client: httpx.Client, web: Path) -> None:
    assert web.is_dir()
    script = client.get("/assets/index-a1b2c3.js")
    assert script.text == "console.log(1);" * 100
    assert script.headers["content-encoding"] == "gzip"
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-type"].startswith("text/javascript")
    again = client.get("/assets/index-a1b2c3.js", headers={"If-None-Match": script.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    plain = client.get("/assets/index-a1b2c3.js", headers={"Accept-Encoding": "identity"})
    assert plain.content == script.content
    assert "content-encoding" not in plain.headers
    unwanted = client.get("/assets/index-a1b2c3.js", headers={"Accept-Encoding": "gzip;q=0, *;q=0"})
    assert (unwanted.content, unwanted.headers.get("content-encoding")) == (plain.content, None)
    head = client.head("/favicon.svg")
    assert (head.status_code, head.content) == (200, b"")


AN_ID = "0193a1d2-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/cart?x=1", 200),
        ("/cart/", 200),
        (f"/orders/{AN_ID}", 200),
        ("/staff", 200),
        ("/nope", 404),
        ("/cart/nope", 404),
        ("/orders/7", 404),
        ("/orders/nope", 404),
        ("/product", 404),
        ("/product/nope", 404),
        (f"/product/{AN_ID}", 404),
        ("/favicon.ico/x", 404),
    ],
)
def test_any_page_is_the_app_and_one_that_is_nowhere_a_404(
    client: httpx.Client, web: Path, path: str, status: int
) -> None:
    assert web.is_dir()
    answer = client.get(path)
    assert answer.status_code == status
    assert client.get(path, headers={"If-None-Match": answer.headers["etag"]}).status_code == (
        304 if status == 200 else 404
    )
    assert "The shop" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/assets/gone-123.js", "/media/none.png", "/media/..%2Fsecret", "/media/%2e%2e/secret"]
)
def test_files_that_are_not_there(client: httpx.Client, web: Path, path: str) -> None:
    assert web.is_dir()
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not-found"


def test_probes(client: httpx.Client) -> None:
    assert client.get("/health/live").json()["status"] == "ok"
    assert client.get("/health/ready").json() == {
        "status": "ok",
        "checks": {"database": "ok", "ledger": "ok"},
    }


def test_metrics_count(client: httpx.Client) -> None:
    def count() -> float:
        text = client.get("/metrics").text
        found = re.search(
            r'holdfast_http_requests_total\{method="GET",route="/api/orders/\{order_id\}",'
            r'status="404"\} (\S+)',
            text,
        )
        return float(found.group(1)) if found else 0.0

    before = count()
    client.get("/api/orders/0193a1d2-0000-7000-8000-000000000000")
    assert count() == before + 1
    text = client.get("/metrics").text
    for name in (
        "holdfast_http_duration_seconds_bucket", "holdfast_ledger_batch_size_bucket",
        "holdfast_ledger_commit_seconds_bucket", "holdfast_ledger_queue_length",
        "holdfast_holds_open", "holdfast_holds_expired_total", "holdfast_sockets",
        "process_resident_memory_bytes",
    ):  # fmt: skip
        assert name in text


def test_metrics_are_not_for_the_world(client: httpx.Client) -> None:
    outside = {"X-Forwarded-For": "192.0.2.1"}
    assert client.get("/metrics", headers=outside).status_code == 404
    log_in(client, ADMIN)
    assert client.get("/metrics", headers=outside).status_code == 200


def test_the_interface_is_described(client: httpx.Client) -> None:
    document = client.get("/api/openapi.json").json()
    assert "/api/orders/reserve" in document["paths"]
    operations = [
        operation["operationId"]
        for path in document["paths"].values()
        for operation in path.values()
    ]
    assert len(operations) == len(set(operations))
