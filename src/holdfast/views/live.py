"""What the live feed reads from the database."""

from asyncio import gather
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from holdfast.catalog import stock_key
from holdfast.db.engine import Database
from holdfast.ledger import LedgerReader
from holdfast.live import (
    HoldReading,
    ProductReading,
    Sources,
    Stock,
    SupplySource,
    VariantReading,
    WalletReading,
    WalletSource,
)
from holdfast.promotions import CAMPAIGN_PREFIX, campaign_key
from holdfast.views.stock import full_supply, on_sale_ids, read_stock
from holdfast.wallets import WALLET_PREFIX, Wallet, WalletBook, wallet_owner

__all__ = ["live_sources", "supply_source", "wallet_source"]

_PAGE: Final = 5000
_OPEN_HOLDS: Final = """
SELECT id, expires_at, lines FROM ledger_holds
WHERE partition = $1 AND state = 'held' AND (expires_at, id) > ($2, $3)
ORDER BY expires_at, id LIMIT $4
"""
_FIRST: Final = (datetime.fromisoformat("1970-01-01T00:00:00Z"), UUID(int=0))


def live_sources(database: Database, partitions: int = 1) -> Sources:
    """The feed's reads, on the pool of hot reads."""

    async def products(ids: Sequence[UUID]) -> Sequence[ProductReading]:
        found = await read_stock(database.pool, list(ids), partitions)
        return [
            ProductReading(
                product_id,
                tuple(
                    VariantReading(
                        variant_id,
                        stock_key(variant_id),
                        Stock(one.stock, one.held, one.version),
                        full_supply(one.delivered, one.low_at),
                    )
                    for variant_id, one in product.variants.items()
                    if one.active
                ),
            )
            for product_id, product in found.items()
            if product.active
        ]

    async def all_ids(limit: int) -> Sequence[UUID]:
        return await on_sale_ids(database.pool, limit)

    async def open_holds() -> AsyncIterator[HoldReading]:
        for partition in range(1, partitions + 1):
            after = _FIRST
            while True:
                rows = await database.pool.fetch(_OPEN_HOLDS, partition, *after, _PAGE)
                for hold_id, expires_at, lines in rows:
                    yield hold_id, expires_at, [line[0] for line in msgspec.json.decode(lines)]
                if len(rows) < _PAGE:
                    break
                after = (rows[-1]["expires_at"], rows[-1]["id"])

    return Sources(products, all_ids, open_holds)


def wallet_source(database: Database, partitions: int = 1) -> WalletSource:
    """The reads of live balances, on the pool of hot reads."""
    book, reader = WalletBook(database), LedgerReader(database, partitions)

    async def reading(wallet: Wallet) -> WalletReading:
        account = await reader.account(wallet.key)
        state = Stock(account.balance, account.held, account.version)
        return WalletReading(wallet.id, wallet.key, wallet.currency, state)

    async def wallets(owners: Sequence[str]) -> Mapping[str, Sequence[WalletReading]]:
        found = await book.of_owners(owners)
        read = await gather(*(reading(one) for some in found.values() for one in some))
        of_key = {one.key: one for one in read}
        return {owner: [of_key[one.key] for one in some] for owner, some in found.items()}

    return WalletSource(wallets, WALLET_PREFIX, wallet_owner)


def supply_source(database: Database, partitions: int = 1) -> SupplySource:
    """The reads of what campaigns have left."""
    reader = LedgerReader(database, partitions)

    async def supplies(ids: Sequence[UUID]) -> Mapping[UUID, Stock]:
        accounts = await gather(*(reader.account(campaign_key(one)) for one in ids))
        return {
            campaign_id: Stock(account.balance, account.held, account.version)
            for campaign_id, account in zip(ids, accounts, strict=True)
            if account.version  # a campaign begins with its supply
        }

    return SupplySource(supplies, CAMPAIGN_PREFIX)
