"""Services, and the messages between them: what only shows where they are several processes.

Run with ``HOLDFAST_SPECS=split``. What Docker Compose is told of them is looked at anyway.
"""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aio_pika
import httpx
import pytest

from tests.specs.sentences import sentence
from tests.support.compose import services
from tests.support.live import OrderWatcher, WalletWatcher
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.member import Member
from tests.support.postgres import fetch
from tests.support.premises import WAY
from tests.support.rabbit import channel_to
from tests.support.split import SplitPremises
from tools.split import Program, Split

Visit = Callable[..., Buyer]
TypeIn = Callable[..., Member]
PATIENCE = 40.0
TO_PAY, RESULTS = "orders.to_pay", "payment.results"

in_services = pytest.mark.skipif(WAY != "split", reason="needs HOLDFAST_SPECS=split")


@sentence("C", "Запуск", "docker compose up --build", at="deploy/compose.yaml")
async def test_docker_compose_has_all_of_it_at_its_ports() -> None:
    """What each of them does, and the image they are of, is tried without Docker
    (``tests/api/operating/test_compose.py``)."""
    images = {name: str(one.get("image", "")).split(":")[0] for name, one in services().items()}
    for software in ("postgres", "rabbitmq", "redis", "nginx"):
        assert any(software in image for image in images.values()), software
    for role in ("gateway", "orders", "payments", "worker"):
        assert any(role in name for name in images), role
    ports = [str(port) for one in services().values() for port in one.get("ports", ())]
    published = {port.split(":")[0] for port in ports}
    assert {"3000", "8000", "15672"} <= published


@pytest.fixture
def split(market: Market) -> Split:
    assert isinstance(market.premises, SplitPremises)
    return market.premises.split


@asynccontextmanager
async def away(*programs: Program, kill: bool = False) -> Any:
    """They are ended, and there again afterwards."""
    for program in programs:
        await asyncio.to_thread(program.kill if kill else program.stop)
    try:
        yield
    finally:
        for program in programs:
            await asyncio.to_thread(program.restart)


async def order_at_once(someone: Member, amount: int) -> str:
    """Place an order, whose wallet is asked later; its id."""
    order: dict[str, Any] = expect(await someone.order_sum(amount, later=True), 202)["order"]
    return str(order["id"])


async def phase(someone: Member, order_id: str, wanted: str) -> None:
    async def is_so() -> bool:
        return bool((await someone.shown(order_id))["phase"] == wanted)

    await eventually(is_so, PATIENCE, f"the order is {wanted}")


@in_services
@sentence("C", "Сервисы", "API Gateway: Единая точка входа. Проксирует HTTP-запросы в нужный "
          "сервис и держит WebSocket-соединения с клиентами.",
          at="deploy/nginx.conf.template")  # fmt: skip
async def test_one_door_leads_to_the_right_service(
    market: Market, split: Split, type_in: TypeIn
) -> None:
    someone = type_in()
    await someone.open(10)
    async with someone.watch_wallets() as page, away(split.services["payments"]):
        assert (await someone.buyer.get("/api/wallets")).status_code == 503
        assert (await someone.buyer.get("/api/products")).status_code == 200
        assert (await someone.buyer.get("/")).status_code == 200
        assert page.client.connected
    assert await someone.balance() == 10


@in_services
@sentence("C", "Сервисы", "Orders Service: Работает в двух инстансах для демонстрации балансировки "
          "нагрузки.", at="deploy/nginx.conf.template")  # fmt: skip
async def test_two_instances_of_orders_share_the_work_and_stand_in_for_each_other(
    market: Market, split: Split, type_in: TypeIn
) -> None:
    someone = type_in()
    await someone.open(100)
    first, second = split.names("orders")

    async def answered(name: str) -> float:
        async with httpx.AsyncClient(timeout=20) as client:
            said = (await client.get(f"{split.url_of(name)}/metrics")).text
        return sum(
            float(line.split()[-1])
            for line in said.split("\n")
            if line.startswith("holdfast_http_requests_total") and "/api/orders" in line
        )

    before = await answered(first), await answered(second)
    for _ in range(10):
        expect(await someone.buyer.get("/api/orders"))
    assert await answered(first) > before[0]
    assert await answered(second) > before[1]
    async with away(split.services[first], kill=True):
        for _ in range(10):
            expect(await someone.buyer.get("/api/orders"))
        order_id = await order_at_once(someone, 10)
        await phase(someone, order_id, "FINISHED")


@in_services
@sentence("C", "Сервисы", "Payments Service: Управление счетами и транзакциями.",
          at="holdfast payments")  # fmt: skip
async def test_wallets_are_in_a_database_of_their_own(market: Market, type_in: TypeIn) -> None:
    someone = type_in()
    wallet_id = await someone.open(10)
    asked = "SELECT count(*) FROM wallets WHERE id = $1::text::uuid"
    (there,) = await fetch(market.premises.wallets_url, asked, wallet_id)
    assert there[0] == 1
    order = await someone.ended(await someone.order_sum(3))
    asked = "SELECT count(*) FROM orders WHERE id = $1::text::uuid"
    (here,) = await fetch(market.database_url, asked, order["id"])
    assert here[0] == 1
    foreign = {market.database_url: "wallets", market.premises.wallets_url: "orders"}
    for url, table in foreign.items():
        assert await fetch(url, "SELECT 1 WHERE to_regclass($1::text) IS NOT NULL", table) == []


@in_services
@sentence("C", "Как пользоваться", "Можно мониторить очереди orders.to_pay и payment.results.",
          at="RabbitMQ's management page")  # fmt: skip
@sentence("C", "Асинхронность и надежность", "Вместо прямых HTTP-вызовов между сервисами "
          "используется RabbitMQ.", at="orders.to_pay, payment.results")  # fmt: skip
async def test_an_order_waits_in_the_queue_while_payments_are_away(
    split: Split, type_in: TypeIn
) -> None:
    someone = type_in()
    await someone.open(100)
    guest = httpx.AsyncClient(
        base_url=split.broker.management_url, auth=("guest", "guest"), timeout=20
    )
    async with guest:

        async def waiting(queue: str) -> int:
            return int(expect(await guest.get(f"/api/queues/%2F/{queue}")).get("messages", -1))

        async with away(split.services["payments"]):
            orders = [await order_at_once(someone, 10) for _ in range(3)]

            async def seen() -> bool:
                return await waiting(TO_PAY) >= 3

            await eventually(seen, PATIENCE, "the queue is seen to hold them")
            assert [(await someone.shown(one))["phase"] for one in orders] == ["NEW"] * 3
        for order_id in orders:
            await phase(someone, order_id, "FINISHED")

        async def empty() -> bool:
            return await waiting(TO_PAY) == await waiting(RESULTS) == 0

        await eventually(empty, PATIENCE, "the queues are empty")
    assert await someone.balance() == 70


@in_services
@sentence("C", "Асинхронность и надежность", "При создании заказа в Orders Service , он сразу "
          "создаётся в одной транзакции с заказом сохраняется запись в таблицу outbox_messages. "
          "Отдельный фоновый процесс (worker_outbox.py) вычитывает эти записи и отправляет их в "
          "брокер.", at="POST /api/orders, holdfast worker, table events")  # fmt: skip
@sentence("C", "Асинхронность и надежность", "Это гарантирует, что даже если брокер упадет в "
          "момент заказа, сообщение не потеряется и уйдет позже.",
          at="POST /api/orders")  # fmt: skip
async def test_orders_made_while_the_broker_is_away_are_paid_when_it_is_back(
    split: Split, type_in: TypeIn
) -> None:
    someone = type_in()
    await someone.open(100)
    async with someone.watch_orders() as page:
        await page.subscribe()
        async with away(split.broker.server):
            orders = [await order_at_once(someone, 10) for _ in range(3)]
            for order_id in orders:
                await page.until(lambda one=order_id: page.phase(one) == "NEW")
        for order_id in orders:
            await page.until(lambda one=order_id: page.phase(one) == "FINISHED", PATIENCE)
    assert await someone.balance() == 70


@in_services
@sentence("C", "Асинхронность и надежность", "В Payments Service при получении сообщения сначала "
          "проверяется его уникальный ID в таблице inbox_messages.",
          at="orders.to_pay, table inbox")  # fmt: skip
@sentence("C", "Асинхронность и надежность", "Если сообщение уже обрабатывалось, оно игнорируется.",
          at="orders.to_pay, holdfast_messages_total")  # fmt: skip
async def test_a_message_that_comes_again_moves_nothing(
    market: Market, split: Split, type_in: TypeIn
) -> None:
    someone = type_in()
    await someone.open(100)

    def repeated() -> float:
        said = market.premises.metrics().split("\n")
        return sum(
            float(line.split()[-1])
            for line in said
            if line.startswith("holdfast_messages_total")
            and f'queue="{TO_PAY}"' in line
            and 'outcome="repeated"' in line
        )

    before = await asyncio.to_thread(repeated)
    async with away(split.services["payments"]):
        order_id = await order_at_once(someone, 60)
        async with channel_to(split.broker.url) as channel:
            await send_again(channel, order_id, 3)
    await phase(someone, order_id, "FINISHED")

    async def all_read() -> bool:
        return await asyncio.to_thread(repeated) >= before + 3

    await eventually(all_read, PATIENCE, "the repeated messages are counted")
    assert await someone.balance() == 40
    assert [one["change"] for one in await someone.statement()] == [100, -60]


async def send_again(channel: Any, order_id: str, times: int) -> None:
    """Put copies of an order's message beside it."""
    queue = await channel.declare_queue(TO_PAY, passive=True)

    async def take() -> Any:
        return await queue.get(fail=False)

    incoming = await eventually(take, PATIENCE, "the message is in its queue")
    assert order_id.encode() in incoming.body
    await incoming.nack(requeue=True)
    for _ in range(times):
        copy = aio_pika.Message(
            incoming.body,
            headers=dict(incoming.headers),
            content_type=incoming.content_type,
            message_id=incoming.message_id,
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        await channel.default_exchange.publish(copy, routing_key=TO_PAY)


@in_services
@sentence("C", "WebSocket и масштабирование", "Это позволяет пользователю получать пуш-уведомления "
          "независимо от того, к какому инстансу бэкенда он подключен.",
          at="order:update")  # fmt: skip
async def test_a_user_is_told_at_whichever_gateway(split: Split, type_in: TypeIn) -> None:
    someone = type_in()
    wallet_id = await someone.open(100)
    async with AsyncExitStack() as stack:
        for name in split.names("gateway"):
            where = split.url_of(name)
            orders = await stack.enter_async_context(OrderWatcher(where, someone.headers))
            wallet = await stack.enter_async_context(WalletWatcher(where, someone.headers))
            await orders.subscribe()
            await wallet.subscribe()
            before = await someone.balance()
            order_id = await order_at_once(someone, 10)
            await orders.until(lambda page=orders, one=order_id: page.phase(one) == "FINISHED")
            await wallet.until(
                lambda page=wallet, left=before - 10: page.balance(wallet_id) == left
            )


@in_services
async def test_while_redis_is_away_orders_are_made_and_told_later(
    split: Split, type_in: TypeIn
) -> None:
    someone = type_in()
    await someone.open(100)
    async with someone.watch_orders() as page:
        await page.subscribe()
        async with away(split.redis, kill=True):
            order_id = await order_at_once(someone, 10)
            await phase(someone, order_id, "FINISHED")
        await page.until(lambda: page.phase(order_id) == "FINISHED", PATIENCE)
