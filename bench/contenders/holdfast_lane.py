"""The ledger itself, as the server uses it."""

from collections.abc import Sequence

import asyncpg

from bench.contenders.contender import ANSWER, DIGEST, OWNER, PRODUCT, TTL, Purchase
from bench.contenders.rows import empty
from holdfast.db.events import CHANNEL
from holdfast.ledger import Accepted, Command, Deposit, Hold, Insert, Ledger, Line, tell
from holdfast.orders import ORDER_ITEMS, ORDERS, OrderReserved

__all__ = ["HoldfastLane"]


class HoldfastLane:
    name = "Holdfast (group commit)"

    def __init__(self, url: str) -> None:
        self._url = url
        self._full = False

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        self._full = full
        await empty(self._url)
        self._ledger = Ledger(self._url, notify={"events": CHANNEL})
        await self._ledger.start()
        for key in keys:
            await self._ledger.commit(Command((Deposit(key, stock),)))

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        hold = Hold(purchase.hold, (Line(key, 1),), TTL, f"order/{purchase.order}")
        command = self._complete(purchase, hold) if self._full else Command((hold,), actor=OWNER)
        return isinstance(await self._ledger.commit(command), Accepted)

    @staticmethod
    def _complete(purchase: Purchase, hold: Hold) -> Command:
        request = purchase.number
        order = (
            purchase.order, purchase.number, OWNER, purchase.hold, 9900, 0, "RUB", None, None,
            None, request, 0, 0, None, None, None,
        )  # fmt: skip
        item = (
            purchase.order,
            0,
            PRODUCT,
            PRODUCT,
            "Phone",
            '{"color":"Black"}',
            1,
            9900,
            0,
            0,
            None,
            None,
        )
        told = tell(OrderReserved(purchase.hold, 9900, "RUB"), purchase.order)
        return Command(
            (hold,),
            (Insert(ORDERS, (order,)), Insert(ORDER_ITEMS, (item,)), told),
            key=f"reserve|{OWNER}|{purchase.hold}",
            digest=DIGEST,
            answer=ANSWER,
            actor=OWNER,
            request=request,
        )

    async def taken(self) -> int:
        connection = await asyncpg.connect(self._url)
        try:
            found: int = await connection.fetchval("SELECT sum(held)::bigint FROM ledger_accounts")
            return found
        finally:
            await connection.close()

    async def close(self) -> None:
        await self._ledger.close()
