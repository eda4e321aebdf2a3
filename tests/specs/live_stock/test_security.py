"""Security: five sentences."""

import asyncio
import socket
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.specs.sentences import sentence
from tests.support.market import STAFF, Buyer, Market, expect, refusal
from tests.support.postgres import Postgres
from tests.support.server import ServerProcess, until

Visit = Callable[..., Buyer]


@sentence("A", "Безопасность", "Rate Limiting - ограничение запросов от одного пользователя",
          at="every endpoint under /api")  # fmt: skip
async def test_requests_of_one_user_are_limited(guarded_market: Market, visit: Visit) -> None:
    greedy = visit(guarded_market, address="127.0.0.10")
    calm = visit(guarded_market, address="127.0.0.11")
    goods = guarded_market.goods(5)
    expect(await greedy.reserve(goods))  # from here on it has a cookie
    limited = await limit_of(greedy, 130)
    problem = refusal(limited, 429, "rate-limited")
    assert 1 <= int(limited.headers["retry-after"]) <= 60
    assert problem["detail"]
    expect(await calm.get("/api/config"))


@sentence("E", "1.1. Защита данных", "Rate Limiting (например, через Redis).",
          at="every endpoint under /api")  # fmt: skip
@sentence("E", "6. Потенциальные проблемы и их решение",
          "Атака ботов: reCAPTCHA v3 + лимит запросов с IP.",
          at="every endpoint under /api, POST /api/flash-sales/{sale_id}/place")  # fmt: skip
@sentence("A", "Безопасность", "Rate Limiting - ограничение запросов от одного пользователя",
          at="every endpoint under /api")  # fmt: skip
async def test_requests_from_one_address_are_limited_too(
    guarded_market: Market, visit: Visit
) -> None:
    """Without cookies everybody looks new: so the address counts, with a looser limit."""
    crowd = visit(guarded_market, address="127.0.0.20")
    limited = await limit_of(crowd, 320)
    refusal(limited, 429, "rate-limited")
    assert int(limited.headers["retry-after"]) >= 1
    elsewhere = visit(guarded_market, address="127.0.0.21")
    expect(await elsewhere.get("/api/config"))


async def limit_of(buyer: Buyer, most: int) -> httpx.Response:
    """The first refusal among so many requests."""
    for _ in range(most // 10):
        answers = await asyncio.gather(*(buyer.get("/api/config") for _ in range(10)))
        for answer in answers:
            if answer.status_code != 200:
                return answer
    raise AssertionError(f"{most} requests, and none was refused")


@sentence("A", "Безопасность", "Валидация данных - проверка всех входных данных",
          at="every endpoint under /api")  # fmt: skip
async def test_input_is_validated_and_the_field_at_fault_is_named(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    buyer = visit(market)
    for wrong, field in (
        ({"items": [goods.line(-1)]}, "items[0].quantity"),
        ({"items": [goods.line(0)]}, "items[0].quantity"),
        ({"items": [goods.line(10**30)]}, "items[0].quantity"),
        ({"items": [{**goods.line(), "quantity": 1.5}]}, "items[0].quantity"),
        ({"items": [{**goods.line(), "quantity": "many"}]}, "items[0].quantity"),
        ({"items": [{**goods.line(), "productId": "iphone"}]}, "items[0].productId"),
        ({"items": [{"quantity": 1}]}, "items[0].productId"),
        ({"items": [goods.line(), {**goods.line(), "color": ""}]}, "items[1].color"),
        ({"items": []}, "items"),
        ({"items": [goods.line()] * 101}, "items"),
        ({"items": "all"}, "items"),
        ({}, "items"),
    ):
        problem = refusal(await buyer.post("/api/orders/reserve", wrong), 422, "invalid-request")
        assert problem["field"] == field, problem
        assert problem["errors"][0]["field"] == field
    assert market.stock(goods) == (5, 0)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@sentence("E", "1.1. Защита данных", "TLS 1.3 для всех API.",
          at="holdfast serve --tls-cert --tls-key")  # fmt: skip
@sentence("E", "1.2. Домены и SSL", "Настроить HTTPS (Let’s Encrypt или Cloudflare).",
          at="holdfast serve --tls-cert --tls-key")  # fmt: skip
@sentence("A", "Безопасность", "HTTPS - обязательное использование для продакшена",
          at="holdfast serve --tls-cert --tls-key")  # fmt: skip
async def test_the_server_speaks_https(postgres: Postgres, scratch: Path) -> None:
    certificate, key = scratch / "certificate.pem", scratch / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-out", str(certificate), "-keyout", str(key)],
        check=True,
        capture_output=True,
    )  # fmt: skip
    trusted = ssl.create_default_context(cafile=str(certificate))
    url = postgres.create()
    words = ("--tls-cert", str(certificate), "--tls-key", str(key))
    server = ServerProcess(scratch / "data", *words, database_url=url)
    secure = server.url.replace("http:", "https:")

    def ready() -> bool:
        try:
            return httpx.get(f"{secure}/health/ready", verify=trusted).status_code == 200
        except httpx.HTTPError:
            return False

    server.start()
    try:
        until(ready, 60, f"it answers over https; it said:\n{server.said}")
        with httpx.Client(base_url=secure, verify=trusted) as client:
            answer = client.get("/api/config")
            assert answer.headers["strict-transport-security"].startswith("max-age=")
            nobody = {"reservationId": "0" * 8 + "-0000-7000-8000-" + "0" * 12, "provider": "demo"}
            cookie = client.post("/api/payments", json=nobody).headers["set-cookie"]
            assert "Secure" in cookie
            assert "HttpOnly" in cookie
        assert version_spoken(trusted, server.port, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
        assert version_spoken(trusted, server.port, ssl.TLSVersion.TLSv1_1) is None
    finally:
        server.stop()
        postgres.drop(url)


def version_spoken(trusted: ssl.SSLContext, port: int, most: ssl.TLSVersion) -> str | None:
    """With a client that speaks none newer than ``most``; None if the server speaks none of its."""
    trusted.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    trusted.maximum_version = most
    trusted.set_ciphers("DEFAULT:@SECLEVEL=0")
    try:
        with (
            socket.create_connection(("127.0.0.1", port), 10) as opened,
            trusted.wrap_socket(opened, server_hostname="127.0.0.1") as spoken,
        ):
            return spoken.version()
    except (ssl.SSLError, ConnectionError):
        return None


@sentence("A", "Безопасность", "Аутентификация - для админ-панели и управления stock",
          at="/api/staff")  # fmt: skip
async def test_only_staff_who_logged_in_manage_the_stock(market: Market, visit: Visit) -> None:
    goods = market.goods(5)
    change = f"/api/staff/variants/{goods.variant_id}/stock", {"deposit": 1, "reason": "mine"}
    pages = ("variants", "stock-log", "alerts", "statistics", "reservations")
    guest, customer = visit(market), visit(market)
    expect(await guest.reserve(goods))  # a guest with a session
    login = {"email": "customer@example.com", "password": "holdfast-customer"}
    expect(await customer.post("/api/session/login", login))
    for somebody, status, code in (
        (visit(market), 401, "login-required"),
        (guest, 401, "login-required"),
        (customer, 403, "forbidden"),
    ):
        refusal(await somebody.post(*change), status, code)
        for page in pages:
            refusal(await somebody.get(f"/api/staff/{page}"), status, code)
    refusal(
        await visit(market).post("/api/session/login", {**STAFF, "password": "guessed"}),
        401,
        "wrong-password",
    )
    manager = visit(market)
    expect(await manager.post("/api/session/login", STAFF))
    assert expect(await manager.post(*change))["stock"] == 5
    for page in pages:
        expect(await manager.get(f"/api/staff/{page}"))
    expect(await manager.post("/api/session/logout", {}))
    refusal(await manager.post(*change), 401, "login-required")


@sentence("A", "Рекомендации", "Логировать все - для отладки и аналитики",
          at="GET /api/staff/stock-log")  # fmt: skip
@sentence("A", "Безопасность", "Логирование - все операции с stock должны логироваться",
          at="GET /api/staff/stock-log")  # fmt: skip
async def test_every_operation_on_stock_is_logged_with_who_and_why(
    market: Market, visit: Visit
) -> None:
    goods = market.goods(5)
    market.change(goods, reason="counted", set=7)
    market.change(goods, reason="broken", withdraw=2)
    buyer = visit(market)
    bought = await buyer.buy(goods)
    dropped = expect(await buyer.reserve(goods, quantity=2))
    expect(await buyer.cancel(orderId=dropped["orderId"]))
    log = list(reversed(market.log(goods)))
    assert [(one["operation"], one["change"], one["heldChange"]) for one in log] == [
        ("deposit", 5, 0),
        ("set", 2, 0),
        ("withdraw", -2, 0),
        ("hold", -1, 1),
        ("capture", 0, -1),
        ("hold", -2, 2),
        ("release", 2, -2),
    ]
    assert [one["note"] for one in log[1:3]] == ["counted", "broken"]
    owner = (await buyer.order(bought))["userId"]
    assert [one["actor"] == owner for one in log] == [False] * 3 + [True] * 4
    assert all(one["request"] and one["at"] for one in log)
    assert [one["orderId"] for one in log[3:]] == [bought["orderId"]] * 2 + [dropped["orderId"]] * 2
    assert [one["version"] for one in log] == list(range(1, 8))
