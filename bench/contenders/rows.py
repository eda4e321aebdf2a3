"""The rows a purchase leaves on PostgreSQL, as one statement's parts.

``FROM a`` names the part that took the unit and yields balance, held and version: where it took
none, nothing else is written. One round trip writes everything, which no ORM does and a careful
programmer might.
"""

import asyncpg

from bench.contenders.contender import ANSWER, DIGEST, OWNER, PRODUCT, TTL, Purchase

__all__ = ["SETTINGS", "empty", "values", "write"]

# As the ledger's lane has them: plans by index whatever the tables held when they were planned.
SETTINGS = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "jit": "off",
}

_HOLD = f"""
h AS (INSERT INTO ledger_holds (partition, id, state, expires_at, ref, lines, created_at)
      SELECT 1, $2::uuid, 'held', clock_timestamp() + interval '{TTL} s',
             'order/' || ($3::uuid)::text,
             jsonb_build_array(jsonb_build_array($1::text, 1, null, true)), clock_timestamp()
      FROM a)
"""
_FULL = f"""
i AS (INSERT INTO ledger_idempotency
          (partition, key, digest, answer, hold_expires_at, expires_at)
      SELECT 1, 'reserve|{OWNER}|' || ($2::uuid)::text, $5::bytea, $6::text,
             clock_timestamp() + interval '{TTL} s', clock_timestamp() + interval '24 h' FROM a),
o AS (INSERT INTO orders (id, number, owner, hold_id, total, currency, request)
      SELECT $3::uuid, $4::text, '{OWNER}', $2::uuid, 9900, 'RUB', $4::text FROM a),
l AS (INSERT INTO order_items
          (order_id, line, product_id, variant_id, product_name, options, quantity, price)
      SELECT $3::uuid, 0, '{PRODUCT}', '{PRODUCT}', 'Phone', '{{"color":"Black"}}', 1, 9900 FROM a),
e AS (INSERT INTO events (type, subject, data, request)
      SELECT 'order.reserved', ($3::uuid)::text, jsonb_build_object(
             'holdId', ($2::uuid)::text, 'total', 9900, 'currency', 'RUB'), $4::text FROM a)
"""  # fmt: skip
_ENTRY = f"""
INSERT INTO ledger_entries (partition, key, version, operation, change, held_change, balance,
                            held, hold, actor, request, at)
SELECT 1, $1::text, a.version, 'hold', -1, 1, a.balance, a.held, $2::uuid, '{OWNER}', $4::text,
       clock_timestamp() FROM a RETURNING 1
"""


def write(take: str, *, full: bool) -> str:
    """The statement: ``take`` (as part ``a``), then all rows of the purchase."""
    parts = (take, _HOLD, _FULL) if full else (take, _HOLD)
    return f"WITH {', '.join(parts)} {_ENTRY}"


def values(key: str, purchase: Purchase, *, full: bool) -> tuple[object, ...]:
    """The parameters of :func:`write`."""
    bare = (key, purchase.hold, purchase.order, purchase.number)
    return (*bare, DIGEST, ANSWER) if full else bare


async def empty(url: str) -> None:
    """Empty what purchases are written to, so that everybody begins alike."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "TRUNCATE ledger_accounts, ledger_holds, ledger_entries, ledger_idempotency, "
            "ledger_heads, orders, order_items, events"
        )
    finally:
        await connection.close()
