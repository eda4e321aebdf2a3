"""One-time links: kept as SHA-256, used once, for so long and no longer."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.people.tables import one_time_links

Purpose: TypeAlias = Literal["owner", "password", "email"]

LINK_LIFETIME: Final = timedelta(hours=24)
_KEPT: Final = timedelta(days=30)  # so long it is told what became of a link


class LinkUnknown(Problem):
    """There is no such link."""

    status = 404
    code = "link-unknown"
    title = "No such link"


class LinkUsed(Problem):
    """A link works once."""

    status = 410
    code = "link-used"
    title = "The link has already been used"


class LinkExpired(Problem):
    """The link's time is up, or a newer one took its place."""

    status = 410
    code = "link-expired"
    title = "The link has expired"


class Link(Struct, frozen=True):
    purpose: Purpose
    user: UUID | None
    expires_at: datetime
    email: str | None = None
    """The address that it verifies."""


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def new_link(
    connection: AsyncConnection, purpose: Purpose, user: UUID | None = None
) -> tuple[str, datetime]:
    """A new link's token, shown this once, and when it ends."""
    token = secrets.token_urlsafe(32)
    made = await connection.execute(
        _kept(token, purpose, user).returning(one_time_links.c.expires_at)
    )
    return token, made.scalar_one()


async def keep_link(
    connection: AsyncConnection, token: str, purpose: Purpose, user: UUID, email: str | None = None
) -> None:
    """A link whose token can be made again by who has the secret; kept once."""
    await connection.execute(_kept(token, purpose, user, email).on_conflict_do_nothing())


def _kept(token: str, purpose: Purpose, user: UUID | None, email: str | None = None) -> Insert:
    return insert(one_time_links).values(
        token_hash=_hash(token),
        purpose=purpose,
        user_id=user,
        email=email,
        expires_at=sa.func.now() + LINK_LIFETIME,
    )


async def read_link(connection: AsyncConnection, token: str, *, use: bool = False) -> Link:
    """The link, if it still works; ``use`` locks it. Raises :class:`LinkUnknown`,
    :class:`LinkUsed`, :class:`LinkExpired`."""
    columns = one_time_links.c
    query = sa.select(
        columns.purpose,
        columns.user_id,
        columns.expires_at,
        columns.email,
        columns.used_at.is_not(None).label("used"),
        (columns.expires_at <= sa.func.clock_timestamp()).label("over"),
    ).where(columns.token_hash == _hash(token))
    found = (await connection.execute(query.with_for_update() if use else query)).first()
    if found is None:
        raise LinkUnknown("Check that the whole address was copied.", field="link")
    if found.used:
        raise LinkUsed("A link works once. Ask for a new one.", field="link")
    if found.over:
        raise LinkExpired("Ask for a new link.", field="link")
    return Link(found.purpose, found.user_id, found.expires_at, found.email)


async def use_link(connection: AsyncConnection, token: str, purpose: Purpose) -> Link:
    """Use a link up. Raises as :func:`read_link`; one for another purpose is unknown."""
    link = await read_link(connection, token, use=True)
    if link.purpose != purpose:
        raise LinkUnknown("This link is for something else.", field="link")
    await connection.execute(
        sa.update(one_time_links)
        .where(one_time_links.c.token_hash == _hash(token))
        .values(used_at=sa.func.now())
    )
    return link


async def end_links(connection: AsyncConnection, user: UUID) -> None:
    """No link of this user's works any more."""
    await connection.execute(
        sa.update(one_time_links)
        .where(one_time_links.c.user_id == user, one_time_links.c.used_at.is_(None))
        .values(expires_at=sa.func.least(one_time_links.c.expires_at, sa.func.now()))
    )


async def sweep_links(connection: AsyncConnection) -> int:
    """Remove links that ended long ago."""
    result = await connection.execute(
        sa.delete(one_time_links).where(one_time_links.c.expires_at < sa.func.now() - _KEPT)
    )
    return result.rowcount
