"""Where guests are told of their orders, once the address turns out to be another."""

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


async def correct_contacts(
    connection: AsyncConnection, owners: Sequence[str], before: str, after: str | None
) -> None:
    """News of their orders go to the other address from now on, of those that went to the one."""
    about = {"owners": list(owners), "before": before, "after": after}
    await connection.execute(_CORRECT, about)
