"""The shop in its services, behind one door: bought with a wallet, told on a socket, broken and
mended. Everything is real: nginx, RabbitMQ, Redis, two PostgreSQL servers, seven processes of ours.
"""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aio_pika import Message

from holdfast.db.services import EVERYWHERE, OWN
from holdfast.flows.messaging.messages import ORDERS_TO_PAY
from holdfast.people import Identity, Vouched, Voucher
from holdfast.worker.broker_queues import EXCHANGE, dead_queue
from tests.support.live import OrderWatcher, WalletWatcher
from tests.support.market import Buyer, Goods, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch
from tests.support.rabbit import channel_to
from tests.support.receiver import Received, Receiver
from tests.support.split import SplitPremises
from tools.split.door import filled_in
from tools.split.program import free_port

Visit = Callable[..., Buyer]
ROOT = Path(__file__).parents[3]
pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def premises(split: Market) -> SplitPremises:
    assert isinstance(split.premises, SplitPremises)
    return split.premises


@pytest.fixture
async def ann(split: Market, visit: Visit) -> AsyncIterator[Buyer]:
    """Somebody new, by a typed id."""
    handle = f"ann-{uuid4().hex}"
    buyer = visit(split, **{"X-User-Id": handle})
    buyer.http.headers["X-User-Id"] = handle
    yield buyer


def handle_of(buyer: Buyer) -> str:
    return str(buyer.http.headers["X-User-Id"])


async def open_wallet(buyer: Buyer, amount: int = 0) -> str:
    opened = await buyer.post("/api/wallets", {"currency": "EUR"})
    assert opened.status_code in (200, 201), opened.text
    wallet = str(opened.json()["wallet"]["id"])
    if amount:
        expect(await buyer.post(f"/api/wallets/{wallet}/top-ups", {"amount": amount}))
    return wallet


async def balance(buyer: Buyer, wallet: str) -> int:
    found = expect(await buyer.get(f"/api/wallets/{wallet}"))["wallet"]["balance"]
    return int(found)


async def buy(buyer: Buyer, goods: Goods, quantity: int = 1) -> str:
    """The id of an order paid from the wallet; taken, not decided yet."""
    asked = {"items": [goods.line(quantity)], "paymentMethod": "wallet"}
    headers = {"Prefer": "respond-async", "Idempotency-Key": uuid4().hex}
    answer = await buyer.http.post("/api/orders", json=asked, headers=headers)
    return str(expect(answer, 202)["order"]["id"])


async def decided(buyer: Buyer, order: str, seconds: float = PATIENCE) -> dict[str, str]:
    async def known() -> dict[str, str] | None:
        found = (await buyer.get(f"/api/orders/{order}")).json().get("order")
        return found if found is not None and found["phase"] != "NEW" else None

    found: dict[str, str] = await eventually(known, seconds, "the order is decided")
    return found


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
    answer = httpx.get(split.premises.url + path, timeout=PATIENCE)
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
    paths = expect(httpx.get(f"{split.url}/api/openapi.json"))["paths"]
    assert {"/api/orders", "/api/wallets", "/api/coupons"} <= set(paths)
    assert httpx.get(f"{split.url}/docs").status_code == 200
    assert "<!doctype html>" in httpx.get(split.url).text.lower()
    for name, status in (("orders", 200), ("nope", 404), ("product/nope", 404)):
        assert httpx.get(f"{split.url}/{name}").status_code == status
    assert httpx.get(f"{split.url}/metrics").status_code == 404  # each on its own port
    assert "holdfast_ledger_commands_total" in premises.metrics()
    page = httpx.get(premises.split.broker.management_url, follow_redirects=True)
    assert "RabbitMQ" in page.text


async def test_both_instances_of_orders_are_asked(
    split: Market, premises: SplitPremises, visit: Visit
) -> None:
    def asked(name: str) -> float:
        text = httpx.get(f"{premises.split.url_of(name)}/metrics").text
        lines = [one for one in text.splitlines() if 'route="/api/config"' in one]
        return sum(float(one.rsplit(" ", 1)[1]) for one in lines if "requests_total" in one)

    before = {name: asked(name) for name in premises.split.names("orders")}
    visitor = visit(split)
    await asyncio.gather(*(visitor.get("/api/config") for _ in range(40)))
    assert all(asked(name) > before[name] for name in before)


async def test_an_instance_that_hangs_keeps_hardly_anybody_waiting(
    split: Market, premises: SplitPremises, visit: Visit
) -> None:
    """It still takes connections, so the door cannot know. Whoever meets it is answered by the
    other after two seconds; who wanted something done is told within three that nobody knows."""
    visitor, hanging = visit(split), worker_of(premises, "orders-1")
    goods = split.goods(50)
    expect(await visitor.reserve(goods))
    os.kill(hanging, signal.SIGSTOP)
    try:
        for _ in range(8):
            read, took = await timed(visitor.get("/api/config"))
            assert (read.status_code, took < 3 + SLOW) == (200, True)
            wrote, took = await timed(visitor.reserve(goods, key=uuid4().hex))
            assert took < 3 + SLOW
            if wrote.status_code != 200:
                refusal(wrote, 503, "outcome-unknown")
    finally:
        os.kill(hanging, signal.SIGCONT)


SLOW = 2.0  # seconds that a machine with much else to do adds


async def timed(asking: Coroutine[Any, Any, httpx.Response]) -> tuple[httpx.Response, float]:
    began = time.monotonic()
    return await asking, time.monotonic() - began


async def test_a_read_of_a_service_that_hangs_says_so_and_advises_no_key(
    premises: SplitPremises, ann: Buyer
) -> None:
    await open_wallet(ann)
    hanging = worker_of(premises, "payments")
    os.kill(hanging, signal.SIGSTOP)
    try:
        answer, took = await timed(ann.get("/api/wallets"))
        problem = refusal(answer, 503, "unavailable")
        assert "Idempotency-Key" not in problem["detail"]
        assert took < 2 + SLOW
    finally:
        os.kill(hanging, signal.SIGCONT)


async def waits(asked: asyncio.Task[httpx.Response], seconds: float = 2) -> bool:
    _, waiting = await asyncio.wait([asked], timeout=seconds)
    return bool(waiting)


def worker_of(premises: SplitPremises, name: str) -> int:
    """The process that serves."""
    parent = premises.services[name].pid
    (worker,) = map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return worker


async def test_what_was_never_sent_is_told_apart_from_what_may_be_done(
    premises: SplitPremises, ann: Buyer
) -> None:
    opening, payments = {"currency": "EUR"}, premises.services["payments"]
    ending = worker_of(premises, "payments")
    os.kill(ending, signal.SIGSTOP)
    asked = asyncio.create_task(ann.post("/api/wallets", opening))
    try:
        assert await waits(asked)
    finally:
        payments.kill()
    refusal(await asked, 503, "outcome-unknown")
    try:
        refusal(await ann.post("/api/wallets", opening), 503, "unavailable")
    finally:
        payments.restart()
    expect(await ann.post("/api/wallets", opening), 201)


async def test_an_instance_that_is_stopped_in_good_order_loses_nothing(
    split: Market, premises: SplitPremises, ann: Buyer
) -> None:
    """Every order is answered as taken: also those that come while it stops."""
    wallet, ending = await open_wallet(ann, 10_000), premises.services["orders-2"]
    sums = {"amount": 1, "currency": "EUR", "paymentMethod": "wallet"}
    stopped = asyncio.Event()

    async def buys(one: int) -> list[str]:
        orders: list[str] = []
        while not stopped.is_set():
            asked = sums | {"description": f"{one}, {len(orders)}"}
            answer = await ann.post("/api/orders", asked)
            assert answer.status_code in (201, 202), answer.text
            orders.append(answer.json()["order"]["id"])
        return orders

    buyers = [asyncio.create_task(buys(one)) for one in range(4)]
    try:
        first = await ann.post("/api/orders", sums | {"description": "first"})
        await decided(ann, first.json()["order"]["id"])
        await asyncio.to_thread(ending.stop)
    finally:
        stopped.set()
        made = [order for orders in await asyncio.gather(*buyers) for order in orders]
        await asyncio.to_thread(ending.restart)
    assert len(made) == len(set(made)) > 0
    for order in made:
        assert (await decided(ann, order))["phase"] == "FINISHED"
    assert await balance(ann, wallet) == 10_000 - 1 - len(made)


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


async def test_what_breaks_comes_back_and_every_order_is_decided(
    split: Market, premises: SplitPremises, ann: Buyer
) -> None:
    goods, wallet = split.goods(40), await open_wallet(ann, 40 * 500)
    services, orders = premises.services, []

    async def some() -> None:
        for _ in range(3):
            key = uuid4().hex
            asked = {"items": [goods.line()], "paymentMethod": "wallet"}

            async def taken(key: str = key, asked: Any = asked) -> str | None:
                answer = await ann.post("/api/orders", asked, key)
                assert answer.status_code in (201, 202, 503), answer.text
                return None if answer.status_code == 503 else str(answer.json()["order"]["id"])

            orders.append(await eventually(taken, PATIENCE, "the order is taken"))

    for name in ("orders-1", "payments", "gateway-1", "worker"):
        await some()
        services[name].kill()
        await some()
        services[name].restart()
    for program in (premises.split.broker.server, premises.split.redis):
        program.stop()
        await some()
        program.restart()
    ended = [await decided(ann, order) for order in orders]
    assert len(set(orders)) == len(orders) == 30
    assert {one["phase"] for one in ended} == {"FINISHED"}
    assert await balance(ann, wallet) == 10 * 500
    assert split.stock(goods) == (10, 0)
    ((paid,),) = await fetch(
        premises.wallets_url, f"SELECT count(*) FROM wallet_charges WHERE state = 'paid'"
        f" AND order_id = ANY('{{{','.join(orders)}}}')",
    )  # fmt: skip
    assert paid == 30


async def test_a_letter_that_payments_cannot_read_is_told_by_payments(
    split: Market, premises: SplitPremises
) -> None:
    receiver = await Receiver(port=split.trouble).start()
    try:
        async with channel_to(premises.split.broker.url) as channel:
            exchange = await channel.get_exchange(EXCHANGE.name)
            await exchange.publish(Message(b"broken", message_id="broken/1"), ORDERS_TO_PAY)

            async def told() -> list[Received]:
                return receiver.received

            (message,) = await eventually(told, PATIENCE, "it is told")
            dead = await channel.get_queue(dead_queue(ORDERS_TO_PAY))
            await eventually(
                lambda: dead.get(no_ack=True, fail=False), PATIENCE, "it lies there, and is taken"
            )
    finally:
        await receiver.stop()
    assert message.type == "holdfast.letters.dead.v1"
    assert message.event["source"] == "urn:holdfast:payments"
    assert message.event["data"] == {
        "queue": ORDERS_TO_PAY, "messageId": "broken/1", "reason": "it has no seal", "count": 1,
    }  # fmt: skip


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


def test_make_split_brings_it_up_twice_and_leaves_nothing(scratch: Path) -> None:
    """With databases of its own. What was kept the first time is there the second time."""
    folder, port = scratch / "split", free_port()
    words = [sys.executable, "-m", "tools.split", "--port", str(port), "--data", str(folder)]
    wallets = []
    for _ in range(2):
        with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            said = []
            for line in running.stdout:
                said.append(line)
                if "Ctrl-c ends everything" in line:
                    break
            try:
                assert any(line.split()[-1:] == [f"http://127.0.0.1:{port}"] for line in said), said
                with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
                    client.headers["X-User-Id"] = "1"
                    opened = client.post("/api/wallets", json={"currency": "PTS"})
                    wallets.append(opened.json()["wallet"]["id"])
            finally:
                running.send_signal(signal.SIGINT)
            assert running.wait(90) == 0
        assert _belonging_to(folder) == []
    assert len(set(wallets)) == 1


def _belonging_to(folder: Path) -> list[str]:
    """Command lines of processes that were started for this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (process / "cmdline").read_text().replace("\0", " ")
            where = str((process / "cwd").readlink())
            if str(folder) in line or str(folder) in where:
                found.append(line)
    return found
