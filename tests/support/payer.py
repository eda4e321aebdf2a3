"""A shop's parts as a process has them; and a process that begins a payment: to be killed.

``python -m tests.support.payer URL PROVIDER_URL PARTITIONS RESERVATION OWNER KEY``
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from holdfast.cart import CartBook
from holdfast.catalog import KeptCategories, Shelf
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.held_orders import HeldOrders
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.settlement.by_message import ByMessage
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.settlement.together import Together
from holdfast.flows.shop_parts import ShopParts
from holdfast.ledger import Ledger, LedgerReader
from holdfast.locations import CurrentLocations, Stocks
from holdfast.orders import OrderBook
from holdfast.payments import MANUAL, ManualProvider, PaymentBook
from holdfast.people import Principal
from holdfast.promotions import CouponBook, PromotionBook
from holdfast.shop import CurrentSettings
from holdfast.wallets import WalletBook
from tests.support.provider import HttpProvider

__all__ = ["shop_parts_on", "start_payer"]

HOLD_SECONDS = 600.0
ROOT = Path(__file__).parents[2]


def shop_parts_on(
    url: str, provider_url: str, partitions: int, *, by_message: bool = False
) -> ShopParts:
    database = Database(url)
    payments = PaymentBook(database)
    return ShopParts(
        database=database,
        shop=CurrentSettings(database),
        ledger=Ledger(url, partitions=partitions),
        reader=LedgerReader(database, partitions),
        stocks=Stocks(LedgerReader(database, partitions), CurrentLocations(database)),
        shelf=Shelf(database),
        orders=OrderBook(database),
        payments=payments,
        held_orders=HeldOrders(database, partitions),
        coupons=CouponBook(database),
        promotions=PromotionBook(database),
        categories=KeptCategories(database),
        settlement=(
            ByMessage(payments, HOLD_SECONDS) if by_message else Together(WalletBook(database))
        ),
        providers={"scripted": HttpProvider(provider_url), MANUAL: ManualProvider(database)},
        next_release_at=lambda _: None,
        hold_seconds=HOLD_SECONDS,
        caps=None,
        carts=CartBook(database),
    )


async def start_payer(*words: object) -> asyncio.subprocess.Process:
    """Start the process; the words are those above."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, *map(str, words), cwd=ROOT
    )


async def main(
    url: str, provider_url: str, partitions: str, reservation: str, owner: str, key: str
) -> None:
    parts = shop_parts_on(url, provider_url, int(partitions))
    await parts.database.start()
    await parts.ledger.start()
    buyer = Principal(owner, "guest", address="192.0.2.1")
    await begin_payment(
        parts,
        Caller(buyer, key=scoped_key("pay", owner, key, b"")),
        UUID(reservation),
        "scripted",
    )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
