"""Files that come and go: begun, whole, replaced, and deleted a day later."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.digital.files import kept_as

_BEGIN: Final = sa.text("""
INSERT INTO digital_files (id, variant_id, name, place, brought_by)
VALUES (:id, :variant, :name, :place, :actor)
""")
# One after another, so that of two that end at once the later is the one.
_LOCK: Final = sa.text("SELECT id FROM variants WHERE id = :variant FOR UPDATE")
_REPLACED: Final = sa.text("""
UPDATE digital_files SET state = 'going', replaced_at = clock_timestamp()
WHERE variant_id = :variant AND state = 'ready'
""")
_FINISH: Final = sa.text("UPDATE digital_files SET state = 'ready', bytes = :bytes WHERE id = :id")
_BROKEN_OFF: Final = sa.text("""
UPDATE digital_files SET state = 'going', replaced_at = clock_timestamp()
WHERE id = :id AND state = 'unfinished'
""")
_LEFT: Final = sa.text("""
UPDATE digital_files SET state = 'going', replaced_at = brought_at
WHERE state = 'unfinished' AND brought_at < :before
""")
_GOING: Final = sa.text("""
SELECT id, place FROM digital_files WHERE state = 'going' AND replaced_at < :before
ORDER BY id LIMIT :most
""")
_GONE: Final = sa.text("UPDATE digital_files SET state = 'gone' WHERE id = ANY(:ids)")
_KEPT_FOR: Final = timedelta(days=1)
"""Whoever is fetching it has it to the end."""


async def begin_file(
    connection: AsyncConnection, file_id: UUID, variant_id: UUID, name: str, place: str, actor: str
) -> None:
    """It is on its way into the store."""
    about = {"id": file_id, "variant": variant_id, "name": name, "place": place, "actor": actor}
    await connection.execute(_BEGIN, about)


async def finish_file(
    connection: AsyncConnection, file_id: UUID, variant_id: UUID, size: int
) -> None:
    """It is whole: from now on it is the variant's, in place of what was."""
    await connection.execute(_LOCK, {"variant": variant_id})
    await connection.execute(_REPLACED, {"variant": variant_id})
    await connection.execute(_FINISH, {"id": file_id, "bytes": size})


async def break_off(connection: AsyncConnection, file_id: UUID) -> None:
    """It never became whole."""
    await connection.execute(_BROKEN_OFF, {"id": file_id})


async def files_going(
    connection: AsyncConnection, now: datetime, most: int
) -> list[tuple[UUID, str]]:
    """Those that were replaced, or only begun, a day ago: ids, and names in the store."""
    before = now - _KEPT_FOR
    await connection.execute(_LEFT, {"before": before})
    rows = await connection.execute(_GOING, {"before": before, "most": most})
    return [(row.id, kept_as(row.place)) for row in rows]


async def files_gone(connection: AsyncConnection, ids: list[UUID]) -> None:
    """They are deleted from the store."""
    await connection.execute(_GONE, {"ids": ids})
