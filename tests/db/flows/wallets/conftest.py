"""Treasuries on one database, as several workers have them, and people with wallets."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import open_wallet
from holdfast.kit import new_id
from holdfast.kit.money import POINTS
from holdfast.ledger import Ledger, LedgerReader
from holdfast.ledger.audit import audit
from holdfast.payments import PaymentBook
from holdfast.people import Principal, user_owner
from holdfast.views.statements import Movement, statement_page
from holdfast.wallets import ChargeBook, Wallet, WalletBook
from tests.support.length import PARTITIONS
from tests.support.provider import HttpProvider, ProviderServer

STAFF = Principal(user_owner(UUID(int=1)), "user", frozenset({"manager"}))


@dataclass
class Bank:
    """``treasuries`` are two, each with a ledger of its own on the same database."""

    database: Database
    treasuries: Sequence[Treasury]
    partitions: int
    provider: ProviderServer

    @property
    def treasury(self) -> Treasury:
        return self.treasuries[0]

    def customer(self) -> Principal:
        return Principal(user_owner(new_id()), "user", frozenset({"customer"}))

    async def wallet(self, owner: Principal | None = None, currency: str = POINTS) -> Wallet:
        """A new wallet of somebody's."""
        opened = await open_wallet(self.treasury, Caller(owner or self.customer()), currency)
        return opened.standing.wallet

    async def rows(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        return [tuple(row) for row in await self.database.pool.fetch(statement, *values)]

    async def balance(self, wallet: Wallet) -> int:
        return (await self.treasury.reader.account(wallet.key)).balance

    async def journal(self, wallet: Wallet) -> int:
        """The sum of everything that ever happened to it."""
        ((total,),) = await self.rows(
            "SELECT coalesce(sum(change), 0)::bigint FROM ledger_entries WHERE key = $1", wallet.key
        )
        assert isinstance(total, int)
        return total

    async def statement(self, wallet: Wallet, limit: int = 100) -> list[Movement]:
        """The whole statement, newest first, page by page."""
        account = await self.treasury.reader.account(wallet.key)
        found: list[Movement] = []
        cursor = None
        while True:
            page = await statement_page(self.database, account, self.partitions, limit, cursor)
            assert len(page.movements) <= limit
            found += page.movements
            cursor = page.next_cursor
            if cursor is None:
                return found

    async def ledger_at(self, offset: timedelta) -> Ledger:
        """A ledger whose clock is off by so much; to be closed."""
        ledger = Ledger(self.database.url, partitions=self.partitions, clock_offset=offset)
        await ledger.start()
        return ledger


@pytest.fixture(params=PARTITIONS)
async def bank(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Bank]:
    """Its ledger must be clean after every test."""
    provider = await ProviderServer().start()
    database = Database(database_url)
    await database.start()
    treasuries = []
    for _ in range(2):
        ledger = Ledger(database_url, partitions=request.param)
        await ledger.start()
        reader = LedgerReader(database, request.param)
        treasuries.append(
            Treasury(
                ledger,
                reader,
                WalletBook(database),
                ChargeBook(database),
                PaymentBook(database),
                {"scripted": HttpProvider(provider.url)},
                gives_freely=True,
            )
        )
    yield Bank(database, treasuries, request.param, provider)
    report = await audit(database_url)
    await provider.stop()
    for treasury in treasuries:
        await treasury.ledger.close()
    await database.close()
    assert report.clean, report.text()
