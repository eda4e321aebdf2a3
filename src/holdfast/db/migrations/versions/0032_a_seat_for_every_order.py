"""Every order that waits for its money has a hold. Those for no goods had a time of their own in
``orders``: each is given a hold of a seat, from when it was made until then."""

import json

import sqlalchemy as sa
from alembic import op

from holdfast.kit import new_id

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SEATS = 10_000
WAITING = """
SELECT id, owner, request, created_at, coalesce(expires_at, now()) AS ends_at FROM orders
WHERE status = 'pending' AND hold_id IS NULL ORDER BY owner, created_at, id
"""
STATEMENTS = (
    """
    INSERT INTO ledger_accounts (partition, key, kind, unit, balance, held, version)
    VALUES (:at_key, :key, 'capacity', 'piece', 0, 1, 1)
    ON CONFLICT (partition, key) DO UPDATE SET held = ledger_accounts.held + 1,
                                               version = ledger_accounts.version + 1
    """,
    """
    INSERT INTO ledger_entries (partition, key, version, operation, change, held_change, balance,
                                held, hold, actor, request, at)
    SELECT partition, key, version, 'hold', 0, 1, balance, held, :hold, :owner, :request, :made
    FROM ledger_accounts WHERE partition = :at_key AND key = :key
    """,
    """
    INSERT INTO ledger_holds (partition, id, state, expires_at, extended, ref, lines, created_at)
    VALUES (:at_hold, :hold, 'held', :ends, false, :ref, CAST(:lines AS jsonb), :made)
    """,
    "UPDATE orders SET hold_id = :hold WHERE id = :order",
    # They are in no batch, and nothing is wrong with that.
    "UPDATE ledger_chains SET before = before + 1 WHERE id = 0",
)


def upgrade() -> None:
    bind = op.get_bind()
    partitions = bind.scalar(sa.text("SELECT partitions FROM ledger_layout")) or 1
    for order_id, owner, request, made, ends in bind.execute(sa.text(WAITING)).all():
        key, hold = f"seat/{owner}", new_id()
        values = {
            "key": key,
            "at_key": _partition_of(key, partitions),
            "hold": hold,
            "at_hold": _partition_of(str(hold), partitions),
            "lines": json.dumps([[key, 1, SEATS, False]]),
            "ref": f"order/{order_id}",
            "order": order_id,
            "owner": owner,
            "request": request,
            "made": made,
            "ends": ends,
        }
        for statement in STATEMENTS:
            text = sa.text(statement)
            bind.execute(text, {name: values[name] for name in text.compile().params})
    op.execute("DROP INDEX ix_orders_deadline")
    op.execute("ALTER TABLE orders DROP COLUMN expires_at")


def _partition_of(key: str, partitions: int) -> int:
    """As ``ledger.partitions`` has it."""
    state = 0xCBF29CE484222325
    for byte in key.encode():
        state = ((state ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return state % partitions + 1


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
