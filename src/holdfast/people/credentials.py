"""Sessions and bearer tokens: secrets kept as SHA-256, read through a short bounded cache.

A session or token that was ended elsewhere may be honoured by this process for `CACHE_SECONDS`.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.people.tables import api_tokens, sessions

__all__ = [
    "CACHE_SECONDS", "PREFIX", "SESSION_DAYS", "Credentials", "Identity", "new_token",
    "open_session", "revoke_tokens", "sweep_sessions",
]  # fmt: skip

SESSION_DAYS: Final = 30
CACHE_SECONDS: Final = 10.0
PREFIX: Final = "hf_"  # of bearer tokens, so that leaked ones are easy to search for
_CACHE: Final = 10_000

_Kind: TypeAlias = Literal["session", "token"]

_BY_SESSION = """
    SELECT s.token_hash, u.id, u.email, u.name, u.roles,
           s.last_seen < now() - interval '5 minutes' AS stale
      FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = ANY($1::bytea[]) AND s.expires_at > now() AND u.active
"""
# In order, so that two processes wait for, not on, each other.
_SEEN = """
    UPDATE sessions SET last_seen = now(), expires_at = now() + make_interval(days => $2)
     WHERE token_hash IN (SELECT token_hash FROM sessions WHERE token_hash = ANY($1::bytea[])
                          ORDER BY token_hash FOR UPDATE)
"""
_BY_BEARER = """
    SELECT t.token_hash, u.id, u.email, u.name,
           ARRAY(SELECT unnest(t.roles) INTERSECT SELECT unnest(u.roles)) AS roles
      FROM api_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.token_hash = ANY($1::bytea[]) AND t.revoked_at IS NULL AND u.active
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


async def revoke_tokens(connection: AsyncConnection, user: UUID, name: str | None = None) -> int:
    """End the user's bearer tokens, or only those called ``name``; how many there were."""
    ended = (
        sa.update(api_tokens)
        .where(api_tokens.c.user_id == user, api_tokens.c.revoked_at.is_(None))
        .values(revoked_at=sa.func.now())
    )
    if name is not None:
        ended = ended.where(api_tokens.c.name == name)
    return (await connection.execute(ended)).rowcount


async def sweep_sessions(connection: AsyncConnection) -> int:
    """Remove sessions that are over."""
    result = await connection.execute(
        sa.delete(sessions).where(sessions.c.expires_at < sa.func.now())
    )
    return result.rowcount


class Credentials:
    """Who holds this session or token? Those whom the cache does not know are asked for together,
    so that a crowd that comes at once costs a handful of queries."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[tuple[_Kind, str], tuple[float, Identity | None]] = OrderedDict()
        self._sessions: Gather[bytes, Identity] = Gather(self._load_sessions)
        self._tokens: Gather[bytes, Identity] = Gather(self._load_tokens)

    async def session(self, token: str) -> Identity | None:
        return await self._find("session", token)

    async def token(self, token: str) -> Identity | None:
        return await self._find("token", token)

    async def end_session(self, token: str) -> None:
        self._known.pop(("session", token), None)
        await self._database.pool.execute(
            "DELETE FROM sessions WHERE token_hash = $1", _hash(token)
        )

    async def _find(self, kind: _Kind, secret: str) -> Identity | None:
        known = self._known.get((kind, secret))
        now = time.monotonic()
        if known is not None and known[0] >= now:
            return known[1]
        stored = self._sessions if kind == "session" else self._tokens
        identity = await stored.get(_hash(secret))
        self._known[kind, secret] = now + CACHE_SECONDS, identity
        self._known.move_to_end((kind, secret))
        while len(self._known) > _CACHE:
            self._known.popitem(last=False)
        return identity

    async def _load_sessions(self, hashes: Sequence[bytes]) -> Mapping[bytes, Identity]:
        rows = await self._database.pool.fetch(_BY_SESSION, hashes)
        stale = [row[0] for row in rows if row["stale"]]
        if stale:
            await self._database.pool.execute(_SEEN, stale, SESSION_DAYS)
        return {row[0]: _identity(row) for row in rows}

    async def _load_tokens(self, hashes: Sequence[bytes]) -> Mapping[bytes, Identity]:
        rows = await self._database.pool.fetch(_BY_BEARER, hashes)
        return {row[0]: _identity(row) for row in rows}


def _identity(row: asyncpg.Record) -> Identity:
    return Identity(row["id"], row["email"], row["name"], frozenset(row["roles"]))
