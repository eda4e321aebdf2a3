"""How orders are paid, and whose answer those that are not paid yet wait for."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

__all__ = ["Awaited", "Way", "ways_of"]

Awaited: TypeAlias = Literal["wallet", "provider", "staff"]

_WAYS: Final = """
SELECT DISTINCT ON (p.subject_id) p.subject_id, p.provider, p.status
FROM orders o JOIN payments p ON p.subject_id = o.id
WHERE o.id = ANY($1::uuid[]) AND (p.id = o.payment_id OR o.payment_id IS NULL)
ORDER BY p.subject_id, p.status = 'pending' DESC, p.id DESC
"""
_ASKED: Final[dict[str, Awaited]] = {"wallet": "wallet", "manual": "staff"}


class Way(Struct, frozen=True):
    """The provider of what paid the order, else of the last try; ``awaits`` who has not answered
    yet."""

    provider: str
    awaits: Awaited | None


async def ways_of(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> dict[UUID, Way]:
    """By order; one that nobody has tried to pay for is left out."""
    if not order_ids:
        return {}
    return {
        order_id: Way(provider, _ASKED.get(provider, "provider") if status == "pending" else None)
        for order_id, provider, status in await pool.fetch(_WAYS, order_ids)
    }
