"""A purchase from a wallet, as each way of the usual ones writes it: by hand, in one statement.

What is bought is one unit of one of fifty products; whose wallet pays is the account that a load is
about. The rows are those of ``holdfast.flows.settlement.together``: both balances, the payment's
refundable account, three entries, the order, its item, its payment, the event and the idempotency
record.
"""

from collections.abc import Sequence
from typing import ClassVar, Final
from uuid import UUID

import asyncpg

from bench.contenders.contender import ANSWER, DIGEST, Purchase
from bench.contenders.rows import SETTINGS
from holdfast.catalog import stock_key
from holdfast.payments import refundable_key
from holdfast.wallets import wallet_key

__all__ = [
    "PRICE", "PRODUCTS", "UNIT", "WalletRowLock", "WalletVersionCheck", "empty_wallets", "product",
    "spent",
]  # fmt: skip

UNIT: Final = "PTS"
PRICE: Final = 1
PRODUCTS: Final = tuple(UUID(int=(0x0198C5B07A3E7C3A << 64) + n) for n in range(50))

_ACCOUNTS: Final = """
SELECT key, balance, version FROM ledger_accounts
WHERE partition = 1 AND key = ANY($1::text[]) ORDER BY key
"""
# $1 stock, $2 wallet, $3 refundable, $4 order, $5 number, $6 payment, $7 owner, $8 product,
# $9 digest, $10 answer; then what a way adds.
_WRITE: Final = f"""
WITH s AS ({{stock}}), w AS ({{wallet}}),
r AS (INSERT INTO ledger_accounts (partition, key, kind, unit, balance, version)
      SELECT 1, $3::text, 'store', '{UNIT}', {PRICE}, 1 FROM w RETURNING balance, version),
e AS (INSERT INTO ledger_entries (partition, key, version, operation, change, held_change, balance,
                                  held, counterparty, note, actor, request, at)
      SELECT 1, v.*, $7::text, $5::text, clock_timestamp() FROM (
          SELECT $1::text, s.version, 'withdraw', -1::bigint, 0::bigint, s.balance, 0::bigint,
                 NULL, 'order/' || ($4::uuid)::text || ' bought' FROM s
          UNION ALL SELECT $2::text, w.version, 'withdraw', -{PRICE}::bigint, 0::bigint, w.balance,
                 0::bigint, 'order/' || ($4::uuid)::text, NULL FROM w
          UNION ALL SELECT $3::text, r.version, 'deposit', {PRICE}::bigint, 0::bigint, r.balance,
                 0::bigint, 'order/' || ($4::uuid)::text, NULL FROM r) AS v),
i AS (INSERT INTO ledger_idempotency (partition, key, digest, answer, expires_at)
      SELECT 1, 'buy|' || $7::text || '|' || ($4::uuid)::text, $9::bytea, $10::text,
             clock_timestamp() + interval '24 h' FROM w),
o AS (INSERT INTO orders (id, number, owner, status, total, currency, payment_id, request, paid_at)
      SELECT $4::uuid, $5::text, $7::text, 'paid', {PRICE}, '{UNIT}', $6::uuid, $5::text,
             clock_timestamp() FROM w),
l AS (INSERT INTO order_items
          (order_id, line, product_id, variant_id, product_name, options, quantity, price)
      SELECT $4::uuid, 0, $8::uuid, $8::uuid, 'Phone', '{{{{}}}}', 1, {PRICE} FROM w),
p AS (INSERT INTO payments
          (id, purpose, subject_id, provider, reference, amount, currency, status, settled_at)
      SELECT $6::uuid, 'order', $4::uuid, 'wallet', ($6::uuid)::text, {PRICE}, '{UNIT}',
             'succeeded', clock_timestamp() FROM w)
INSERT INTO events (type, subject, data, request)
SELECT 'order.paid', ($4::uuid)::text, jsonb_build_object(
       'paymentId', ($6::uuid)::text, 'total', {PRICE}, 'currency', '{UNIT}', 'rescued', false),
       $5::text FROM w RETURNING 1
"""
_TAKE: Final = """
UPDATE ledger_accounts SET balance = balance - {units}, version = version + 1
WHERE partition = 1 AND key = {key} {guard} RETURNING balance, version
"""


def product(purchase: Purchase) -> UUID:
    """What is bought: as good as random, and the same for every way."""
    return PRODUCTS[purchase.order.int % len(PRODUCTS)]


async def empty_wallets(url: str, owners: Sequence[str], money: int) -> None:
    """Empty what purchases are written to; every owner has so much, every product as many."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "TRUNCATE ledger_accounts, ledger_holds, ledger_entries, ledger_idempotency, "
            "ledger_heads, orders, order_items, payments, events"
        )
        keys = [wallet_key(owner, UNIT) for owner in owners]
        await connection.execute(
            "INSERT INTO ledger_accounts (partition, key, kind, unit, balance) "
            f"SELECT 1, k, 'store', '{UNIT}', $2 FROM unnest($1::text[]) AS k",
            keys,
            money,
        )
        await connection.execute(
            "INSERT INTO ledger_accounts (partition, key, kind, unit, balance) "
            "SELECT 1, k, 'store', 'piece', $2 FROM unnest($1::text[]) AS k",
            [stock_key(one) for one in PRODUCTS],
            money,
        )
    finally:
        await connection.close()


async def spent(url: str) -> int:
    """What stands on the refundable accounts of all payments: all that was taken."""
    connection = await asyncpg.connect(url)
    try:
        found: int | None = await connection.fetchval(
            "SELECT sum(balance)::bigint FROM ledger_accounts WHERE key LIKE 'refundable/%'"
        )
        return (found or 0) // PRICE
    finally:
        await connection.close()


class _OnPool:
    """A pool of ``connections``; the account named by a load is a wallet's owner."""

    guards: ClassVar[tuple[str, str]] = ("", "")

    def __init__(self, url: str, connections: int) -> None:
        self._url = url
        self.connections = connections
        stock, wallet = self.guards
        self._write = _WRITE.format(
            stock=_TAKE.format(units=1, key="$1::text", guard=stock),
            wallet=_TAKE.format(
                units=PRICE, key="$2::text", guard=f"AND EXISTS (SELECT FROM s) {wallet}"
            ),
        )

    async def open(self, keys: Sequence[str], stock: int, *, full: bool) -> None:
        assert full
        await empty_wallets(self._url, keys, stock)
        self._pool: asyncpg.Pool = await asyncpg.create_pool(
            self._url,
            min_size=self.connections,
            max_size=self.connections,
            max_inactive_connection_lifetime=0,
            server_settings=SETTINGS,
        )

    @staticmethod
    def _values(owner: str, purchase: Purchase) -> tuple[object, ...]:
        item, payment = product(purchase), purchase.hold
        keys = (stock_key(item), wallet_key(owner, UNIT), refundable_key(payment))
        about = (purchase.order, purchase.number, payment, owner, item)
        return (*keys, *about, DIGEST, ANSWER)

    async def taken(self) -> int:
        return await spent(self._url)

    async def close(self) -> None:
        await self._pool.close()


class WalletRowLock(_OnPool):
    """Lock both rows in key order, look, decide in the application, write, commit."""

    name = "row lock (SELECT ... FOR UPDATE)"

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        given = self._values(key, purchase)
        async with self._pool.acquire() as connection, connection.transaction():
            found = await connection.fetch(f"{_ACCOUNTS} FOR UPDATE", given[:2])
            if len(found) < 2 or any(row["balance"] < PRICE for row in found):
                return False
            return await connection.fetchval(self._write, *given) is not None


class WalletVersionCheck(_OnPool):
    """Read both without a lock, write if both versions are still the same, otherwise all of it
    once more. Two rows are guarded, so there is something to undo when only the first was: the
    statement is a transaction's only one, and that is rolled back."""

    name = "version check with retry"
    guards = ("AND version = $11::bigint", "AND version = $12::bigint")

    async def purchase(self, key: str, purchase: Purchase) -> bool:
        given = self._values(key, purchase)
        async with self._pool.acquire() as connection:
            while True:
                found = await connection.fetch(_ACCOUNTS, given[:2])
                if len(found) < 2 or any(row["balance"] < PRICE for row in found):
                    return False
                versions = [row["version"] for row in found]  # "stock/" sorts before "wallet/"
                transaction = connection.transaction()
                await transaction.start()
                if await connection.fetchval(self._write, *given, *versions) is not None:
                    await transaction.commit()
                    return True
                await transaction.rollback()
