"""Orders without goods of a data directory from before each had a hold: they end as others do."""

import re
from pathlib import Path
from uuid import UUID

from holdfast.db.migrate import upgrade
from holdfast.db.migrations import versions
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.settlement.settle import settle
from holdfast.kit import new_id, short_code
from holdfast.orders import seat_key
from holdfast.people import Principal
from tests.db.flows.buying import a_customer, sweep_all
from tests.db.flows.messaging.conftest import Shop
from tests.db.flows.stage import Stage

BEFORE = (
    "ALTER TABLE orders ADD COLUMN expires_at timestamptz",
    "CREATE INDEX ix_orders_deadline ON orders (expires_at)",
    "ALTER TABLE payments DROP COLUMN method, DROP COLUMN return_url, DROP COLUMN next_action",
    "ALTER TABLE orders RENAME COLUMN money_moved_at TO part_refunded_at",
    "UPDATE alembic_version SET version_num = '0031'",
)
ORDER = """
INSERT INTO orders
    (id, number, owner, total, currency, description, request, created_at, expires_at)
VALUES ($1, $2, $3, 60, 'EUR', 'A lesson', 'r-old', now() - interval '9 minutes',
        now() + $4 * interval '1 minute')
"""
PAYMENT = """
INSERT INTO payments (id, purpose, subject_id, provider, reference, amount, currency, status)
VALUES ($1, 'order', $2, 'wallet', 'message/' || $1::uuid, 60, 'EUR', 'pending')
"""


def later_tables() -> list[str]:
    """What later steps made: those run once more."""
    steps = [step for step in Path(versions.__file__).parent.glob("0*.py") if step.name > "0033"]
    return [name for step in steps for name in re.findall(r"CREATE TABLE (\w+)", step.read_text())]


async def older(stage: Stage, buyer: Principal, minutes: int) -> tuple[UUID, UUID]:
    """An order that has so many minutes left, and its payment."""
    order, payment, pool = new_id(), new_id(), stage.database.pool
    await pool.execute(ORDER, order, short_code(), buyer.id, minutes)
    await pool.execute(PAYMENT, payment, order)
    return order, payment


async def test_orders_from_before_each_had_a_hold_still_end(shop: Shop) -> None:
    stage, buyer = shop.stage, a_customer()
    for statement in (*BEFORE, *(f"DROP TABLE {table}" for table in later_tables())):
        await stage.database.pool.execute(statement)
    over, _ = await older(stage, buyer, -1)
    dropped, _ = await older(stage, buyer, 5)
    bought, payment_id = await older(stage, buyer, 5)
    waits, _ = await older(stage, buyer, 5)
    assert await upgrade(stage.database.url)

    assert await sweep_all(stage) == 1
    await cancel(stage, Caller(buyer), order_id=dropped)
    payment = await stage.payments.get(payment_id)
    assert payment is not None
    await settle(stage, payment)

    found = [await shop.look(order) for order in (over, dropped, bought, waits)]
    assert [(one.status, one.reason) for one in found] == [
        ("cancelled", "expired"), ("cancelled", "buyer"), ("paid", None), ("pending", None),
    ]  # fmt: skip
    seat = await stage.reader.account(seat_key(buyer.id))
    assert (seat.balance, seat.held) == (0, 1)
