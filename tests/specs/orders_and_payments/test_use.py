"""How one uses it: five steps, and the document of the API."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.member import Denied, Member

Visit = Callable[..., Buyer]
TypeIn = Callable[..., Member]


@sentence("C", "Как пользоваться", "Введите User ID (любое число, например, 1) в шапке сайта.",
          at="X-User-Id, GET /api/session")  # fmt: skip
async def test_who_types_a_user_id_is_that_user(market: Market, type_in: TypeIn) -> None:
    one, again, other = type_in("1"), type_in("1"), type_in("2")
    sessions = [expect(await each.buyer.get("/api/session")) for each in (one, again, other)]
    first, second, third = [session["user"]["id"] for session in sessions]
    assert first == second != third
    assert UUID(first).version == 5
    assert [session["typedUserId"] for session in sessions] == ["1", "1", "2"]
    assert {tuple(session["roles"]) for session in sessions} == {("customer",)}
    config = expect(await one.buyer.get("/api/config"))
    assert config["typedUserIds"] is True  # the page says so in a banner


async def test_a_typed_id_is_nobodys_way_to_staff_pages(type_in: TypeIn) -> None:
    refusal(await type_in("admin").buyer.get("/api/staff/alerts"), 403, "forbidden")


async def test_a_user_id_of_many_words_is_refused(type_in: TypeIn) -> None:
    answer = await type_in("two words").buyer.get("/api/session")
    problem = refusal(answer, 422, "invalid-request")
    assert problem["field"] == "X-User-Id"


@sentence("C", "Как пользоваться", "Перейдите на вкладку «Счет» и нажмите «+ Создать счет».",
          at="POST /api/wallets")  # fmt: skip
async def test_a_wallet_is_made(type_in: TypeIn) -> None:
    someone = type_in()
    made = expect(await someone.buyer.post("/api/wallets", {"currency": "PTS"}), 201)["wallet"]
    assert (made["balance"], made["currency"]) == (0, "PTS")
    again = expect(await someone.buyer.post("/api/wallets", {"currency": "PTS"}))["wallet"]
    assert again == made  # one user, one wallet


@sentence("C", "Как пользоваться", "Пополните баланс на любую сумму.",
          at="POST /api/wallets/{id}/top-ups")  # fmt: skip
async def test_the_wallet_is_topped_up(type_in: TypeIn) -> None:
    someone = type_in()
    await someone.open()
    for amount in (1, 10**12, 57):
        expect(await someone.top_up(amount))
    assert await someone.balance() == 10**12 + 58


@sentence("C", "Как пользоваться", "Перейдите на вкладку «Заказы» и создайте заказ.",
          at="POST /api/orders")  # fmt: skip
async def test_an_order_is_made(type_in: TypeIn) -> None:
    someone = type_in()
    await someone.open(100)
    answer = await someone.order_sum(60, "A lesson")
    assert answer.status_code in (201, 202), answer.text
    order = answer.json()["order"]
    assert (order["total"], order["description"], order["items"]) == (60, "A lesson", [])
    listed = expect(await someone.buyer.get("/api/orders"))["orders"]
    assert [one["id"] for one in listed] == [order["id"]]
    await someone.ended(answer)
    assert await someone.balance() == 40


@sentence("C", "Как пользоваться", "Наблюдайте за сменой статуса (NEW -> FINISHED) и всплывающими "
          "уведомлениями.", at="POST /api/orders, order:snapshot, order:update")  # fmt: skip
async def test_the_status_turns_before_ones_eyes(type_in: TypeIn) -> None:
    someone = type_in()
    await someone.open(100)
    async with someone.watch_orders() as watcher:
        assert (await watcher.subscribe())["ok"] is True
        answer = await someone.order_sum(60)
        order = answer.json()["order"]
        assert order["phase"] == ("FINISHED" if answer.status_code == 201 else "NEW")
        await watcher.until(lambda: watcher.phase(order["id"]) == "FINISHED")
        told = watcher.known[order["id"]]
        assert (told["number"], told["status"], told["reason"]) == (order["number"], "paid", None)
    async with someone.watch_orders() as later:  # and who looks later is told the same
        await later.subscribe()
        await later.until(lambda: later.phase(order["id"]) == "FINISHED")


@sentence("C", "Как пользоваться", "Наблюдайте за сменой статуса (NEW -> FINISHED) и всплывающими "
          "уведомлениями.", at="POST /api/orders, order:update")  # fmt: skip
async def test_an_order_that_cannot_be_paid_says_why(type_in: TypeIn) -> None:
    poor, nobody = type_in(), type_in()
    await poor.open(59)
    for someone, reason in ((poor, "insufficient-funds"), (nobody, "no-wallet")):
        async with someone.watch_orders() as watcher:
            await watcher.subscribe()
            answer = await someone.order_sum(60)
            assert await someone.denied(answer) == Denied(points=reason)
            if answer.status_code == 202:
                order_id = answer.json()["order"]["id"]
                await watcher.until(lambda one=order_id: watcher.phase(one) == "CANCELLED")
                assert watcher.known[order_id]["reason"] == reason
    assert await poor.balance() == 59


@sentence(
    "C", "Как пользоваться", "Документация API Gateway", at="GET /docs, GET /api/openapi.json"
)
async def test_the_api_of_all_services_is_in_one_document(market: Market, visit: Visit) -> None:
    someone = visit(market)
    page = await someone.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    paths = expect(await someone.get("/api/openapi.json"))["paths"]
    for path in ("/api/orders", "/api/wallets", "/api/wallets/{wallet_id}/top-ups",
                 "/api/products", "/api/session", "/api/payments"):  # fmt: skip
        assert path in paths, path
        assert path in page.text


async def test_everybody_sees_their_own_orders_only(type_in: TypeIn) -> None:
    someone, other = type_in(), type_in()
    await asyncio.gather(someone.open(10), other.open(10))
    order = await someone.ended(await someone.order_sum(1))
    async with other.watch_orders() as watcher:
        await watcher.subscribe()
        theirs = await other.ended(await other.order_sum(1))
        await watcher.until(lambda: watcher.phase(theirs["id"]) == "FINISHED")
        assert set(watcher.known) == {theirs["id"]}
    refusal(await other.buyer.get(f"/api/orders/{order['id']}"), 404, "order-not-found")
