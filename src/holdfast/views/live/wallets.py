"""Live balances: a user's wallets, to that user."""

from asyncio import gather
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.ledger import AccountState, LedgerReader
from holdfast.live import Accounts, Channel, Reads, Who
from holdfast.wallets import WALLET_PREFIX, Wallet, WalletBook, wallet_owner

__all__ = ["LIVE_WALLETS", "BalanceUpdate"]


class BalanceUpdate(Struct, frozen=True, rename="camel"):
    """What an owner is told of one wallet, in minor units of its currency."""

    wallet_id: str
    currency: str
    balance: int
    held: int
    version: int


def _source(database: Database, partitions: int) -> Reads[str, BalanceUpdate]:
    book, reader = WalletBook(database), LedgerReader(database, partitions)

    async def state(wallet: Wallet) -> BalanceUpdate:
        account = await reader.account(wallet.key)
        return BalanceUpdate(
            str(wallet.id), wallet.currency, account.balance, account.held, account.version
        )

    async def read(
        owners: Sequence[str], _: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, BalanceUpdate]]:
        found = await book.of_owners(owners)
        wallets = [wallet for some in found.values() for wallet in some]
        states = dict(zip(wallets, await gather(*map(state, wallets)), strict=True))
        return {owner: {one.key: states[one] for one in some} for owner, some in found.items()}

    return Reads(read)


def _after(state: BalanceUpdate, account: AccountState) -> BalanceUpdate:
    return BalanceUpdate(
        state.wallet_id, state.currency, account.balance, account.held, account.version
    )


LIVE_WALLETS: Final = Channel(
    name="wallets",
    event="wallet",
    about="one's own wallets",
    who=Who.USERS,
    source=_source,
    state=BalanceUpdate,
    update=BalanceUpdate,
    service="payments",
    accounts=Accounts(WALLET_PREFIX, _after, key_of=wallet_owner),
)
