"""Whose secret a database knows: a mark of it stands there from the first start on. A server with
another one would take nobody's cookie, and open nothing that is kept sealed."""

import hmac
from typing import Final

import asyncpg
import sqlalchemy as sa

from holdfast.db.metadata import metadata

__all__ = ["forget_secret", "is_of", "settle_secret"]

secret_mark = sa.Table(
    "secret_mark",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("mark", sa.Text, nullable=False),
    sa.CheckConstraint("one", name="one"),
)

_THERE: Final = "SELECT to_regclass('secret_mark') IS NOT NULL"
_SETTLE: Final = "INSERT INTO secret_mark (mark) VALUES ($1) ON CONFLICT DO NOTHING"
_KNOWN: Final = "SELECT mark FROM secret_mark"
_FORGET: Final = "DELETE FROM secret_mark"


async def is_of(connection: asyncpg.Connection, secret: bytes) -> bool:
    """Whether the database is of this secret, or of none yet."""
    if not await connection.fetchval(_THERE):
        return True
    known: str | None = await connection.fetchval(_KNOWN)
    return known is None or hmac.compare_digest(known, _mark(secret))


async def settle_secret(connection: asyncpg.Connection, secret: bytes) -> bool:
    """It is of this one from now on, unless of another by now."""
    await connection.execute(_SETTLE, _mark(secret))
    return await is_of(connection, secret)


async def forget_secret(connection: asyncpg.Connection) -> None:
    """The next start's secret is the database's."""
    await connection.execute(_FORGET)


def _mark(secret: bytes) -> str:
    return hmac.digest(secret, b"whose database", "sha256").hex()
