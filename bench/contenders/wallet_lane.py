"""Holdfast's own way to buy from a wallet: the command of the flow, in the ledger's lane."""

from collections.abc import Sequence

from bench.contenders.contender import ANSWER, DIGEST, Purchase
from bench.contenders.wallet_rows import PRICE, PRODUCTS, UNIT, empty_wallets, product, spent
from holdfast.db.events import CHANNEL
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.settlement.together import paid_at_once
from holdfast.ledger import Accepted, Command, Deposit, Ledger
from holdfast.orders import OrderItem
from holdfast.wallets import wallet_key

__all__ = ["WalletLane"]


class WalletLane:
    name = "Holdfast (group commit)"

    def __init__(self, url: str) -> None:
        self._url = url

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        assert full
        await empty_wallets(self._url, (), stock)
        self._ledger = Ledger(self._url, notify={"events": CHANNEL})
        await self._ledger.start()
        for owner in keys:
            deposit = Deposit(wallet_key(owner, UNIT), stock, unit=UNIT, counterparty="world/bench")
            await self._ledger.commit(Command((deposit,)))

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        order = NewOrder(
            purchase.order,
            purchase.number,
            purchase.hold,
            purchase.hold,
            key,
            (_ITEMS[product(purchase)],),
            PRICE,
            0,
            UNIT,
        )
        taken = paid_at_once(order)
        command = Command(
            taken.operations,
            taken.riders,
            key=f"buy|{key}|{purchase.order}",
            digest=DIGEST,
            answer=ANSWER,
            actor=key,
            request=purchase.number,
        )
        return isinstance(await self._ledger.commit(command), Accepted)

    async def taken(self) -> int:
        return await spent(self._url)

    async def close(self) -> None:
        await self._ledger.close()


_ITEMS = {which: OrderItem(which, which, "Phone", {}, 1, PRICE, 0) for which in PRODUCTS}
