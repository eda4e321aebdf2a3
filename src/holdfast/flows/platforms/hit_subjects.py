"""What visitors looked at, as a hit may call it. A photographer has no name there: it is a
person's."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.sinks import MOST_CHARACTERS, HitItem

__all__ = ["items_of"]

_SEEN: Final = sa.text("""
SELECT id, name, 'product' AS kind FROM products WHERE id = ANY(CAST(:ids AS uuid[]))
UNION ALL SELECT id, terms ->> 'name', 'service' FROM services
    WHERE id = ANY(CAST(:ids AS uuid[]))
UNION ALL SELECT id, CASE kind WHEN 'photographer' THEN '' ELSE name END, kind FROM resources
    WHERE id = ANY(CAST(:ids AS uuid[]))
""")


async def items_of(connection: AsyncConnection, ids: Sequence[str]) -> Mapping[UUID, HitItem]:
    """Of products, services, studios and photographers, by id."""
    rows = await connection.execute(_SEEN, {"ids": list(ids)})
    return {
        row.id: HitItem(str(row.id), (row.name or "")[:MOST_CHARACTERS], row.kind) for row in rows
    }
