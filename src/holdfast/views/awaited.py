"""How orders are paid, and whose answer those that are not paid yet wait for."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.payments import NextAction

__all__ = ["Awaited", "Way", "ways_of"]

Awaited: TypeAlias = Literal["wallet", "provider", "staff"]

_WAYS: Final = """
SELECT DISTINCT ON (p.subject_id) p.subject_id, p.provider,
       o.status = 'pending' AND p.status IN ('pending', 'authorized') AS waits,
       CASE WHEN o.status = 'pending' AND p.status = 'pending'
            THEN nullif(p.next_action, '{}') END
FROM orders o JOIN payments p ON p.subject_id = o.id
WHERE o.id = ANY($1::uuid[]) AND (p.id = o.payment_id OR o.payment_id IS NULL)
ORDER BY p.subject_id, p.status IN ('pending', 'authorized') DESC, p.id DESC
"""
_decode: Final = msgspec.json.Decoder(NextAction).decode
_ASKED: Final[dict[str, Awaited]] = {"wallet": "wallet", "manual": "staff"}


class Way(Struct, frozen=True):
    """The provider of what paid the order, else of the last try; ``awaits`` who has not answered
    yet, ``next_action`` what its buyer has to do for that."""

    provider: str
    awaits: Awaited | None
    next_action: NextAction | None


async def ways_of(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> dict[UUID, Way]:
    """By order; one that nobody has tried to pay for is left out."""
    return {
        order_id: Way(
            provider,
            _ASKED.get(provider, "provider") if waits else None,
            None if action is None else _decode(action),
        )
        for order_id, provider, waits, action in await pool.fetch(_WAYS, order_ids)
    }
