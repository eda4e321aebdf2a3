"""Bearer tokens, by which programs come in as somebody: kept as SHA-256, shown once."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import new_id
from holdfast.people.credentials import secret_hash
from holdfast.people.duties import checked_duties
from holdfast.people.endings import ask_again_about
from holdfast.people.tables import api_tokens

PREFIX: Final = "hf_"  # so that leaked ones are easy to search for
MOST_TOKENS: Final = 25
"""That work at the same time, of one person; commands may make more."""
_MOST_SHOWN: Final = 100
_HINT: Final = 4


class Token(Struct, frozen=True):
    """One that works. ``hint`` are its last letters; empty: it was made before they were kept, or
    by hand. ``duties``: no others of its owner's; None: all of them. ``last_used_at`` is at most
    some minutes old while it is used; None: never."""

    id: UUID
    name: str
    hint: str
    roles: tuple[str, ...]
    duties: tuple[str, ...] | None
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


_SHOWN: Final = tuple(api_tokens.c[name] for name in Token.__struct_fields__)
_NOW: Final = sa.func.now()
_WORKS: Final = sa.and_(
    api_tokens.c.revoked_at.is_(None),
    sa.or_(api_tokens.c.expires_at.is_(None), api_tokens.c.expires_at > _NOW),
)


async def new_token(
    connection: AsyncConnection,
    user: UUID,
    name: str,
    roles: Iterable[str],
    lifetime: timedelta | None,
    duties: Iterable[str] | None = None,
    key: tuple[str, bytes] | None = None,
) -> str:
    """A new bearer token, shown this once; ``key``: of the request that makes it, if it has one,
    and of no other. Raises :class:`~holdfast.people.duties.UnknownDuty`."""
    token = PREFIX + secrets.token_urlsafe(32)
    made_by, digest = (None, None) if key is None else key
    await connection.execute(
        sa.insert(api_tokens).values(
            id=new_id(),
            token_hash=secret_hash(token),
            user_id=user,
            name=name,
            hint=token[-_HINT:],
            roles=sorted(set(roles)),
            duties=None if duties is None else checked_duties(duties),
            expires_at=None if lifetime is None else _NOW + lifetime,
            key=made_by,
            digest=digest,
        )
    )
    return token


async def token_made_under(connection: AsyncConnection, key: str) -> bytes | None:
    """The digest of the request that made one with this key; None: none did."""
    made = sa.select(api_tokens.c.digest).where(api_tokens.c.key == key)
    digest: bytes | None = await connection.scalar(made)
    return digest


async def tokens_of(connection: AsyncConnection, user: UUID) -> list[Token]:
    """The user's that work, the newest first."""
    rows = await connection.execute(
        sa.select(*_SHOWN)
        .where(api_tokens.c.user_id == user, _WORKS)
        .order_by(api_tokens.c.created_at.desc(), api_tokens.c.id)
        .limit(_MOST_SHOWN)
    )
    return [_token(row) for row in rows]


async def end_token(connection: AsyncConnection, user: UUID, token_id: UUID) -> Token | None:
    """End one of the user's; None: the user has none such that is not ended."""
    await ask_again_about(connection, user)
    row = (
        await connection.execute(
            sa.update(api_tokens)
            .where(
                api_tokens.c.id == token_id,
                api_tokens.c.user_id == user,
                api_tokens.c.revoked_at.is_(None),
            )
            .values(revoked_at=_NOW)
            .returning(*_SHOWN)
        )
    ).first()
    return None if row is None else _token(row)


async def revoke_tokens(connection: AsyncConnection, user: UUID, name: str | None = None) -> int:
    """End the user's bearer tokens, or only those called ``name``; how many there were."""
    ended = (
        sa.update(api_tokens)
        .where(api_tokens.c.user_id == user, api_tokens.c.revoked_at.is_(None))
        .values(revoked_at=_NOW)
    )
    if name is not None:
        ended = ended.where(api_tokens.c.name == name)
    await ask_again_about(connection, user)
    return (await connection.execute(ended)).rowcount


def _token(row: sa.Row[tuple[object, ...]]) -> Token:
    duties = row.duties
    return Token(
        row.id,
        row.name,
        row.hint,
        tuple(row.roles),
        None if duties is None else tuple(duties),
        row.created_at,
        row.expires_at,
        row.last_used_at,
    )
