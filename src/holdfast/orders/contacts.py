"""Where guests are told of their orders, once the address turns out to be another, and who they
said they are."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

# Locked in the order in which the ledger's lane locks them.
_CORRECT: Final = sa.text("""
UPDATE orders SET contact_email = :after WHERE id IN (
    SELECT id FROM orders WHERE owner = ANY(CAST(:owners AS text[]))
      AND lower(contact_email) = lower(:before) ORDER BY id FOR UPDATE)
""")

_SAID: Final = sa.text("""
SELECT DISTINCT contact_name, contact_phone FROM orders
WHERE owner = :owner AND booking_id IS NOT NULL
""")


async def said_with_orders(connection: AsyncConnection, owner: str) -> tuple[set[str], set[str]]:
    """What a guest said they are called, and where, each time they booked."""
    rows = (await connection.execute(_SAID, {"owner": owner})).all()
    return {row[0] for row in rows if row[0]}, {row[1] for row in rows if row[1]}


async def correct_contacts(
    connection: AsyncConnection, owners: Sequence[str], before: str, after: str | None
) -> None:
    """News of their orders go to the other address from now on, of those that went to the one."""
    about = {"owners": list(owners), "before": before, "after": after}
    await connection.execute(_CORRECT, about)
