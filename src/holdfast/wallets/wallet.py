"""A wallet as a value, the ledger's key of what is in it, and its gathered reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.kit.errors import Problem

WALLET_PREFIX: Final = "wallet/"

_COLUMNS: Final = "id, owner, currency, created_at"
_BY_ID: Final = f"SELECT {_COLUMNS} FROM wallets WHERE id = ANY($1::uuid[])"
_OF_OWNERS: Final = f"""
SELECT {_COLUMNS} FROM wallets WHERE owner = ANY($1::text[]) ORDER BY owner, currency
"""


class WalletNotFound(Problem):
    """No such wallet of yours."""

    status = 404
    code = "wallet-not-found"
    title = "No such wallet"


class Wallet(Struct, frozen=True):
    """Who has it, and in which currency. What is in it is its ledger account's to say: free in
    ``balance``, set aside for what is being paid in ``held``, minor units of the currency."""

    id: UUID
    owner: str
    currency: str
    created_at: datetime

    @property
    def key(self) -> str:
        """Its ledger account."""
        return wallet_key(self.owner, self.currency)


def wallet_key(owner: str, currency: str) -> str:
    """The ledger account of an owner's wallet; a store whose unit is the currency."""
    return f"{WALLET_PREFIX}{owner}/{currency}"


def wallet_owner(key: str) -> str:
    """Whose wallet a ledger account of :func:`wallet_key` is."""
    return key.removeprefix(WALLET_PREFIX).rpartition("/")[0]


class WalletBook:
    """Fresh wallets, gathered."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_id: Gather[UUID, Wallet] = Gather(self._load)
        self._of_owner: Gather[str, list[Wallet]] = Gather(self._load_of_owners)

    async def get(self, wallet_id: UUID) -> Wallet | None:
        return await self._by_id.get(wallet_id)

    async def of_owner(self, owner: str) -> list[Wallet]:
        """An owner's wallets, by currency."""
        return await self._of_owner.get(owner) or []

    async def find(self, owner: str, currency: str) -> Wallet | None:
        """The owner's wallet in this currency."""
        found = [one for one in await self.of_owner(owner) if one.currency == currency]
        return found[0] if found else None

    async def of_owners(self, owners: Sequence[str]) -> Mapping[str, Sequence[Wallet]]:
        """The wallets of several owners, in one query; who has none is left out."""
        return await self._load_of_owners(owners)

    async def _load(self, ids: Sequence[UUID]) -> Mapping[UUID, Wallet]:
        return {row[0]: Wallet(*row) for row in await self._database.pool.fetch(_BY_ID, ids)}

    async def _load_of_owners(self, owners: Sequence[str]) -> Mapping[str, list[Wallet]]:
        found: dict[str, list[Wallet]] = {}
        for row in await self._database.pool.fetch(_OF_OWNERS, owners):
            found.setdefault(row["owner"], []).append(Wallet(*row))
        return found
