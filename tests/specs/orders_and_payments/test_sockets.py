"""Sockets: word of an order, whichever instance one's browser hangs on."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from tests.specs.sentences import sentence
from tests.support.market import Market
from tests.support.member import Member

TypeIn = Callable[..., Member]


@sentence("C", "WebSocket и масштабирование", "API Gateway (и другие инстансы) слушают Redis и "
          "пересылают уведомление конкретному пользователю в WebSocket.",
          at="order:update")  # fmt: skip
@sentence("C", "WebSocket и масштабирование", "Это позволяет пользователю получать пуш-уведомления "
          "независимо от того, к какому инстансу бэкенда он подключен.", at="order:update, "
          "wallet:update")  # fmt: skip
async def test_every_open_page_of_a_user_is_told_and_nobody_elses(
    market: Market, type_in: TypeIn
) -> None:
    someone, other = type_in(), type_in()
    wallet_id = await someone.open(100)
    await other.open(100)
    async with AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(someone.watch_orders()) for _ in range(6)]
        wallets = [await stack.enter_async_context(someone.watch_wallets()) for _ in range(6)]
        stranger = await stack.enter_async_context(other.watch_orders())
        await asyncio.gather(*(page.subscribe() for page in (*pages, *wallets, stranger)))
        order = await someone.ended(await someone.order_sum(60))
        theirs = await other.ended(await other.order_sum(1))
        for page in pages:
            await page.until(lambda page=page: page.phase(order["id"]) == "FINISHED")
            assert theirs["id"] not in page.known
        for wallet in wallets:
            await wallet.until(lambda wallet=wallet: wallet.balance(wallet_id) == 40)
        await stranger.until(lambda: stranger.phase(theirs["id"]) == "FINISHED")
        assert order["id"] not in stranger.known


@sentence("C", "WebSocket и масштабирование", "Когда статус заказа меняется, воркер публикует "
          "событие в Redis.", at="order:update")  # fmt: skip
async def test_each_change_of_an_order_is_told(market: Market, type_in: TypeIn) -> None:
    """Reserved, then cancelled; reserved, then paid; refunded: told as it happens."""
    someone, goods = type_in(), market.goods(3)
    async with someone.watch_orders() as page:
        await page.subscribe()

        def told(order_id: str) -> tuple[str, str | None, str]:
            known = page.known.get(order_id, {"phase": "", "reason": "", "refund": ""})
            return known["phase"], known["reason"], known["refund"]

        first = (await someone.buyer.reserve(goods)).json()
        await page.until(lambda: told(first["orderId"]) == ("NEW", None, "none"))
        await someone.buyer.cancel(orderId=first["orderId"])
        await page.until(lambda: told(first["orderId"]) == ("CANCELLED", "buyer", "none"))
        second = await someone.buyer.buy(goods)
        await page.until(lambda: told(second["orderId"]) == ("FINISHED", None, "none"))
        await someone.buyer.cancel(orderId=second["orderId"])
        await page.until(lambda: told(second["orderId"])[:2] == ("CANCELLED", "refunded"))
