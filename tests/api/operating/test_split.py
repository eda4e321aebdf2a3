"""The shop in its services, behind one door: bought with a wallet, told on a socket, broken and
mended. Everything is real: nginx, RabbitMQ, Redis, two PostgreSQL servers, eight processes of ours.
"""

import json
import re
from contextlib import AsyncExitStack
from http.client import HTTPConnection
from uuid import uuid4

import httpx
import pytest

from holdfast.db.services import EVERYWHERE, OWN
from holdfast.people import Identity, Vouched, Voucher
from tests.api.operating.services import (
    Visit,
    answer_of,
    balance,
    buy,
    decided,
    handle_of,
    open_wallet,
)
from tests.support.live import OrderWatcher, WalletWatcher
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.split import SplitPremises
from tools.split.door import filled_in

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_an_order_turns_from_new_to_finished_on_a_socket(split: Market, ann: Buyer) -> None:
    goods, wallet = split.goods(5), await open_wallet(ann, 1200)
    where = f"{split.url}?userId={handle_of(ann)}"
    async with OrderWatcher(where, {}) as orders, WalletWatcher(where, {}) as wallets:
        assert await orders.subscribe() == {"ok": True}
        assert await wallets.subscribe() == {"ok": True}
        await wallets.until(lambda: wallets.balance(wallet) == 1200)
        order = await buy(ann, goods, 2)
        await orders.until(lambda: orders.phase(order) == "FINISHED")
        await wallets.until(lambda: wallets.balance(wallet) == 200)
    assert split.stock(goods) == (3, 0)
    assert (await decided(ann, order))["status"] == "paid"


async def test_who_cannot_pay_is_told_why(split: Market, ann: Buyer) -> None:
    goods = split.goods(5)
    async with OrderWatcher(f"{split.url}?userId={handle_of(ann)}", {}) as orders:
        await orders.subscribe()
        first = await buy(ann, goods)
        await orders.until(lambda: orders.phase(first) == "CANCELLED")
        assert orders.known[first]["reason"] == "no-wallet"
        await open_wallet(ann, 100)
        second = await buy(ann, goods)
        await orders.until(lambda: orders.phase(second) == "CANCELLED")
        assert orders.known[second]["reason"] == "insufficient-funds"
    assert split.stock(goods) == (5, 0)


async def test_short_stock_is_refused_at_once(split: Market, ann: Buyer) -> None:
    goods, wallet = split.goods(1), await open_wallet(ann, 5000)
    asked = {"items": [goods.line(2)], "paymentMethod": "wallet"}
    refusal(await ann.post("/api/orders", asked), 409, "cannot-buy")
    assert await balance(ann, wallet) == 5000


async def test_cancelling_brings_goods_and_money_back(split: Market, ann: Buyer) -> None:
    goods, wallet = split.goods(2), await open_wallet(ann, 600)
    order = await buy(ann, goods)
    assert (await decided(ann, order))["phase"] == "FINISHED"
    expect(await ann.cancel(orderId=order))

    async def refunded() -> bool:
        found = expect(await ann.get(f"/api/orders/{order}"))["order"]
        return bool(found["refund"] == "done")

    await eventually(refunded, PATIENCE, "the refund is done")
    assert await balance(ann, wallet) == 600
    assert split.stock(goods) == (2, 0)


async def test_a_guest_buys_through_the_provider_elsewhere(split: Market, visit: Visit) -> None:
    guest, goods = visit(split), split.goods(2)
    reservation = expect(await guest.reserve(goods))
    headers = {"Cookie": "; ".join(f"{a}={b}" for a, b in guest.http.cookies.items())}
    async with OrderWatcher(split.url, headers) as orders:
        await orders.subscribe()
        await orders.until(lambda: orders.phase(reservation["orderId"]) == "NEW")
        expect(await guest.create(reservation, expect(await guest.pay(reservation))))
        await orders.until(lambda: orders.phase(reservation["orderId"]) == "FINISHED")


async def test_a_payment_into_a_wallet_finds_its_service(split: Market, ann: Buyer) -> None:
    wallet = await open_wallet(ann)
    asked = {"walletId": wallet, "amount": 700, "provider": "demo"}
    payment = expect(await ann.post("/api/payments", asked, uuid4().hex))
    topped = await ann.post(
        f"/api/wallets/{wallet}/top-ups", {"amount": 700, "paymentId": payment["paymentId"]}
    )
    assert expect(topped)["status"] == "done"
    assert await balance(ann, wallet) == 700


async def test_logging_in_and_out_through_the_door(split: Market, visit: Visit) -> None:
    visitor = visit(split)
    who = {"email": "customer@example.com", "password": "holdfast-customer"}
    expect(await visitor.post("/api/session/login", who))
    assert expect(await visitor.get("/api/session"))["user"]["email"] == who["email"]
    refusal(await visitor.get("/api/staff/stock-log"), 403, "forbidden")
    expect(await visitor.post("/api/session/logout", None))
    assert expect(await visitor.get("/api/session"))["guest"] is True
    refusal(await visitor.get("/api/wallets"), 401, "login-required")


async def test_staff_see_wallets_of_the_other_service(split: Market, ann: Buyer) -> None:
    wallet = await open_wallet(ann, 50)
    user = expect(await ann.get("/api/session"))["user"]["id"]
    listed = expect(split.staff.get(f"/api/staff/users/{user}/wallets"))["wallets"]
    assert [(one["id"], one["balance"]) for one in listed] == [(wallet, 50)]
    corrected = split.staff.post(
        f"/api/staff/wallets/{wallet}/corrections", json={"amount": 5, "reason": "a test"}
    )
    assert expect(corrected)["wallet"]["balance"] == 55


async def test_a_request_has_one_name_in_all_services(
    split: Market, ann: Buyer, premises: SplitPremises
) -> None:
    """The door's: whatever a client calls it stands beside."""
    forged, theirs = "f" * 32, f"mine-{uuid4()}"
    headers = {"X-Holdfast-Request": forged, "X-Request-Id": theirs}
    asked = {"items": [split.goods(3).line()]}
    answer = await ann.http.post("/api/orders/reserve", json=asked, headers=headers)
    reserved = expect(answer)
    ours = answer.headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", ours)
    assert ours != forged
    assert answer.headers["x-client-request-id"] == theirs
    rows = await fetch(
        split.database_url,
        f"SELECT DISTINCT request FROM ledger_entries WHERE hold = '{reserved['reservationId']}'",
    )
    assert [row[0] for row in rows] == [ours]
    # One that cannot be answered has the same name wherever it failed.
    nothing = await ann.http.get("/internal/identities", headers=headers)
    named = nothing.headers["x-request-id"]
    assert nothing.json()["requestId"] == named
    assert re.fullmatch("[0-9a-f]{32}", named)


async def test_the_door_believes_no_plain_principal(split: Market, premises: SplitPremises) -> None:
    identity = Identity(uuid4(), "x@example.com", "X", frozenset({"admin"}))
    forged = Voucher(b"a secret of somebody else").sign(Vouched(f"user:{identity.user}", identity))
    real = Voucher(premises.split.secret.encode()).sign(Vouched(f"user:{identity.user}", identity))
    for word in (forged, f"user:{identity.user}", real):  # what is sent from outside is removed
        headers = {"X-Holdfast-Principal": word}
        said = expect(httpx.get(f"{split.url}/api/session", headers=headers))
        assert said["user"] is None
    said = expect(httpx.get(f"{split.url}/api/session", headers={"Authorization": "Basic x"}))
    assert said["user"] is None
    wrong = httpx.get(f"{split.url}/api/session", headers={"Authorization": "Bearer hf_wrong"})
    refusal(wrong, 401, "invalid-token")


@pytest.mark.parametrize(
    "path",
    ["/internal/principal", "/internal/live/holds", "//internal/live/holds", "/_principal",
     "/api/../internal/live/holds", "/%69nternal/live/holds", "/x/..%2finternal/live/holds"],
)  # fmt: skip
def test_nothing_internal_is_behind_the_door(split: Market, path: str) -> None:
    with httpx.Client() as client:
        asked = client.build_request("GET", split.url)
        asked.url = asked.url.copy_with(raw_path=path.encode())
        answer = client.send(asked)
    assert "x-holdfast-principal" not in answer.headers
    refusal(answer, 404, "not-found")


@pytest.mark.parametrize("path", ["/api/products", "/api/wallets", "/health/live"])
def test_a_page_of_a_named_origin_works_through_the_door(split: Market, path: str) -> None:
    """Each service answers by itself; the door hands on what they say."""
    origin = {"Origin": "https://partner.example"}
    asked = httpx.options(
        split.premises.url + path,
        headers={**origin, "Access-Control-Request-Method": "POST"},
        timeout=PATIENCE,
    )
    read = httpx.get(split.premises.url + path, headers=origin, timeout=PATIENCE)
    assert asked.status_code == 204
    for answer in (asked, read):
        assert answer.headers["access-control-allow-origin"] == "https://partner.example"
        assert answer.headers["access-control-allow-credentials"] == "true"


@pytest.mark.parametrize(
    ("path", "says"),
    [("/docs", "Guide"), ("/docs/sockets", "stock:update"), ("/docs/reference", "reference"),
     ("/api/asyncapi.json", "asyncapi"), ("/api/openapi.json", "openapi")],
)  # fmt: skip
def test_the_documentation_is_behind_the_door(split: Market, path: str, says: str) -> None:
    answer = answer_of(split.premises.url + path)
    assert answer.status_code == 200
    assert says in answer.text


def test_the_door_answers_what_it_must_as_problems(split: Market) -> None:
    large = httpx.post(f"{split.url}/api/orders", content=b"x" * 1_100_000)
    assert refusal(large, 413, "body-too-large")["detail"] == "At most 256 kB."
    picture = httpx.post(
        f"{split.url}/api/staff/pictures",
        content=b"x" * 12_000_000,
        headers={"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.8"},
    )
    told = refusal(picture, 413, "body-too-large")
    assert (told["title"], told["detail"]) == ("Тело запроса слишком большое", "Не больше 8 МБ.")
    assert picture.headers["vary"] == "Accept-Language"
    long = httpx.get(f"{split.url}/api/config", headers={"X-Long": "x" * 100_000})
    refusal(long, 422, "invalid-request")


def test_an_address_that_is_too_long_is_told_so(split: Market) -> None:
    status, kind, body = asked_plainly(split, "/api/config?" + "x" * 100_000, {})
    assert (status, kind) == (422, "application/problem+json")
    assert json.loads(body)["code"] == "invalid-request"


def test_headers_that_no_http_has_are_refused_and_not_put_off(split: Market) -> None:
    """They will never be better: whoever is told to come again would come again for nothing."""
    status, _, _ = asked_plainly(split, "/api/session", {"X-User-Id": "\x7f"})
    assert status == 400


def asked_plainly(split: Market, path: str, headers: dict[str, str]) -> tuple[int, str, bytes]:
    """Status, content type and body, of a request that httpx would not send."""
    url = httpx.URL(split.url)
    connection = HTTPConnection(url.host, url.port, timeout=20)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers["Content-Type"], answer.read()
    finally:
        connection.close()


def test_one_address_for_the_shop_its_document_and_metrics(
    split: Market, premises: SplitPremises
) -> None:
    paths = expect(answer_of(f"{split.url}/api/openapi.json"))["paths"]
    assert {"/api/orders", "/api/wallets", "/api/coupons"} <= set(paths)
    assert answer_of(f"{split.url}/docs").status_code == 200
    assert "<!doctype html>" in httpx.get(split.url).text.lower()
    for name, status in (("orders", 200), ("nope", 404), ("product/nope", 404)):
        assert httpx.get(f"{split.url}/{name}").status_code == status
    assert f'<link rel="canonical" href="{split.url}/">' in httpx.get(split.url).text
    assert f"{split.url}/sitemap/pages.xml" in httpx.get(f"{split.url}/sitemap.xml").text
    assert httpx.get(f"{split.url}/metrics").status_code == 404  # each on its own port
    assert "holdfast_ledger_commands_total" in premises.metrics()
    page = httpx.get(premises.split.broker.management_url, follow_redirects=True)
    assert "RabbitMQ" in page.text


async def test_whichever_gateway_a_socket_hangs_on(split: Market, visit: Visit) -> None:
    goods = split.goods(20)
    async with AsyncExitStack() as stack:
        told = []
        for _ in range(4):  # the door takes the gateways in turn
            handle = f"many-{uuid4().hex}"
            buyer = visit(split, **{"X-User-Id": handle})
            buyer.http.headers["X-User-Id"] = handle
            await open_wallet(buyer, 500)
            watcher = OrderWatcher(f"{split.url}?userId={handle}", {})
            await stack.enter_async_context(watcher)
            assert await watcher.subscribe() == {"ok": True}
            told.append((watcher, await buy(buyer, goods)))
        for watcher, order in told:
            await watcher.until(lambda one=watcher, its=order: one.phase(its) == "FINISHED")
    stock = split.watch()
    async with stock:
        await stock.subscribe([goods.product_id])  # type: ignore[list-item]
        await stock.until(lambda: stock.stock(goods.variant_id) == 16)  # type: ignore[arg-type]


async def test_each_services_database_has_its_own_tables_and_no_others(
    premises: SplitPremises,
) -> None:
    for url, service in ((premises.database_url, "orders"), (premises.wallets_url, "payments")):
        found = await fetch(
            url,
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN"
            " (SELECT inhrelid::regclass::text FROM pg_inherits)",
        )
        there = {row[0] for row in found} - {"alembic_version"}
        assert there == {*EVERYWHERE, *OWN[service]}, service


def test_the_configuration_says_nothing_of_this_machine() -> None:
    text = filled_in("8000", ["orders-1:8000", "orders-2:8000"], ["payments:8000"], ["g:8000"])
    assert "${" not in text.replace("${...}", "")
    assert "server orders-2:8000 max_fails=1 fail_timeout=2s;" in text
