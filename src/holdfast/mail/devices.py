"""Phones whose app shows what their person is told, as they are kept. A token is a secret of the
app: it stands in no log, and nobody is shown it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

MOST_DEVICES: Final = 10
"""Of a person; the one registered first makes room."""
_COLUMNS: Final = "id, owner, token, name, created_at"
# Whoever has the phone in hand has its token: it is theirs from now on, under another id, so that
# nothing written for who had it before arrives.
_KEEP: Final = sa.text(f"""
INSERT INTO app_devices AS d (id, owner, token, name, session)
SELECT CAST(:id AS uuid), :owner, :token, :name, token_hash
FROM sessions WHERE token_hash = sha256(convert_to(:session, 'UTF8'))
ON CONFLICT (token) DO UPDATE SET
    id = CASE WHEN d.owner = excluded.owner THEN d.id ELSE excluded.id END,
    created_at = CASE WHEN d.owner = excluded.owner THEN d.created_at ELSE now() END,
    owner = excluded.owner, name = excluded.name, session = excluded.session
RETURNING {_COLUMNS}
""")
_MAKE_ROOM: Final = sa.text("""
DELETE FROM app_devices WHERE id IN (
    SELECT id FROM app_devices WHERE owner = :owner
    ORDER BY created_at DESC, id DESC OFFSET :most)
""")
_OF: Final = sa.text(f"""
SELECT {_COLUMNS} FROM app_devices d WHERE owner = ANY(CAST(:owners AS text[]))
AND EXISTS (SELECT FROM users u WHERE u.active AND 'user:' || u.id::text = d.owner)
ORDER BY created_at, id
""")
_DROP: Final = sa.text("DELETE FROM app_devices WHERE id = :id AND owner = :owner")


class Device(Struct, frozen=True):
    """``token`` is FCM's, of the shop's app there; ``name`` is what its app calls the phone."""

    id: UUID
    owner: str
    token: str
    name: str
    created_at: datetime

    @property
    def address(self) -> str:
        """As mails name it; whoever has the phone next has another."""
        return f"app/{self.id}"


async def keep_device(connection: AsyncConnection, made: Device, session: str) -> Device | None:
    """One that is there is not kept twice. It lasts as long as the session does; None if there is
    no such session."""
    asked = {
        "id": made.id, "owner": made.owner, "token": made.token, "name": made.name,
        "session": session,
    }  # fmt: skip
    row = (await connection.execute(_KEEP, asked)).one_or_none()
    if row is None:
        return None
    await connection.execute(_MAKE_ROOM, {"owner": made.owner, "most": MOST_DEVICES})
    return Device(*row)


async def devices_of(connection: AsyncConnection, owners: Iterable[str]) -> list[Device]:
    """Of those who may still log in, in the order in which they came."""
    rows = await connection.execute(_OF, {"owners": sorted(owners)})
    return [Device(*row) for row in rows]


async def drop_device(connection: AsyncConnection, owner: str, device: UUID) -> bool:
    """Tell it no more; False if they have none such."""
    gone: Any = await connection.execute(_DROP, {"id": device, "owner": owner})
    return bool(gone.rowcount)


async def device_at(pool: asyncpg.Pool, address: str) -> Device | None:
    """By the address of a mail."""
    asked = f"SELECT {_COLUMNS} FROM app_devices WHERE id = $1"
    row = await pool.fetchrow(asked, UUID(address.removeprefix("app/")))
    return None if row is None else Device(*row)


async def device_gone(pool: asyncpg.Pool, device: Device) -> None:
    """The app is not there any more."""
    await pool.execute("DELETE FROM app_devices WHERE id = $1", device.id)
