"""Sessions and bearer tokens: secrets kept as SHA-256, read through a short bounded cache.

A session or token that was ended elsewhere may be honoured by this process for `CACHE_SECONDS`.
"""

import hashlib
import secrets
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.people.tables import api_tokens, sessions

__all__ = [
    "CACHE_SECONDS", "PREFIX", "SESSION_DAYS", "Credentials", "Identity", "new_token",
    "open_session", "sweep_sessions",
]  # fmt: skip

SESSION_DAYS: Final = 30
CACHE_SECONDS: Final = 10.0
PREFIX: Final = "hf_"  # of bearer tokens, so that leaked ones are easy to search for
_CACHE: Final = 10_000

_BY_SESSION = """
    SELECT u.id, u.email, u.name, u.roles, s.last_seen < now() - interval '5 minutes' AS stale
      FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = $1 AND s.expires_at > now() AND u.active
"""
_SEEN = """
    UPDATE sessions SET last_seen = now(), expires_at = now() + make_interval(days => $2)
     WHERE token_hash = $1
"""
_BY_BEARER = """
    SELECT u.id, u.email, u.name,
           ARRAY(SELECT unnest(t.roles) INTERSECT SELECT unnest(u.roles)) AS roles, false AS stale
      FROM api_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND u.active
       AND (t.expires_at IS NULL OR t.expires_at > now())
"""


class Identity(Struct, frozen=True):
    """Who a session or token belongs to, with the roles it carries."""

    user: UUID
    email: str
    name: str
    roles: frozenset[str]


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


async def open_session(connection: AsyncConnection, user: UUID) -> str:
    """A new session's token."""
    token = secrets.token_urlsafe(32)
    await connection.execute(
        sa.insert(sessions).values(
            token_hash=_hash(token),
            user_id=user,
            expires_at=sa.func.now() + timedelta(days=SESSION_DAYS),
        )
    )
    return token


async def new_token(
    connection: AsyncConnection,
    user: UUID,
    name: str,
    roles: Iterable[str],
    lifetime: timedelta | None,
) -> str:
    """A new bearer token, shown this once."""
    token = PREFIX + secrets.token_urlsafe(32)
    await connection.execute(
        sa.insert(api_tokens).values(
            token_hash=_hash(token),
            user_id=user,
            name=name,
            roles=sorted(set(roles)),
            expires_at=None if lifetime is None else sa.func.now() + lifetime,
        )
    )
    return token


async def sweep_sessions(connection: AsyncConnection) -> int:
    """Remove sessions that are over."""
    result = await connection.execute(
        sa.delete(sessions).where(sessions.c.expires_at < sa.func.now())
    )
    return result.rowcount


class Credentials:
    """Who holds this session or token?"""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, tuple[float, Identity | None]] = {}

    def remembered(self, secret: str) -> Identity | None:
        """The answer from the cache, if it is fresh and there is somebody."""
        known = self._known.get(secret)
        if known is None or known[0] < time.monotonic():
            return None
        return known[1]

    async def session(self, token: str) -> Identity | None:
        return await self._find(token, _BY_SESSION)

    async def token(self, token: str) -> Identity | None:
        return await self._find(token, _BY_BEARER)

    async def end_session(self, token: str) -> None:
        self._known.pop(token, None)
        await self._database.pool.execute(
            "DELETE FROM sessions WHERE token_hash = $1", _hash(token)
        )

    async def _find(self, secret: str, query: str) -> Identity | None:
        known = self._known.get(secret)
        now = time.monotonic()
        if known is not None and known[0] >= now:
            return known[1]
        row = await self._database.pool.fetchrow(query, _hash(secret))
        identity = (
            None
            if row is None
            else Identity(row["id"], row["email"], row["name"], frozenset(row["roles"]))
        )
        if row is not None and row["stale"]:
            await self._database.pool.execute(_SEEN, _hash(secret), SESSION_DAYS)
        if len(self._known) >= _CACHE:
            self._known.clear()
        self._known[secret] = now + CACHE_SECONDS, identity
        return identity
