"""Sessions that end: what was opened with one is told nothing more."""

from collections.abc import Callable

from tests.api.test_live_orders import watching
from tests.api.test_wallet_orders import buy, member
from tests.support.market import Buyer, Market, expect

Visit = Callable[..., Buyer]


async def test_a_socket_is_told_nothing_after_logout(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(2)
    async with watching(market, buyer) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        order = expect(await buy(buyer, goods), 201)["order"]["id"]
        await watcher.until(lambda: watcher.phase(order) == "FINISHED")
        expect(await buyer.post("/api/session/logout", {}))
        again = await watcher.subscribe()
        assert again.get("error", {}).get("code") == "login-required", again
