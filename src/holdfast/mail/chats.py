"""Chats with the shop's bot of Telegram: whose each is, and the codes by which a chat says so. An
account has one chat, a chat one account."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

CODE_MINUTES: Final = 10
"""For how long a code links a chat."""
_COLUMNS: Final = "id, owner, chat, name, created_at"
_NEW_CODE: Final = sa.text(f"""
INSERT INTO telegram_codes (owner, code_hash, expires_at, session)
SELECT :owner, :code_hash, now() + interval '{CODE_MINUTES} minutes', token_hash
FROM sessions WHERE token_hash = sha256(convert_to(:session, 'UTF8'))
ON CONFLICT (owner) DO UPDATE SET code_hash = excluded.code_hash, expires_at = excluded.expires_at,
                                  session = excluded.session
RETURNING expires_at
""")
_USE_CODE: Final = sa.text("""
DELETE FROM telegram_codes WHERE code_hash = :code_hash RETURNING owner, expires_at > now() AS good
""")
# Whoever had either is told there no more; what waits for them goes nowhere, by its id.
_UNLINK: Final = sa.text("""
DELETE FROM telegram_chats WHERE chat = :chat OR owner = :owner RETURNING id
""")
_LINK: Final = sa.text(f"""
INSERT INTO telegram_chats (id, owner, chat, name) VALUES (:id, :owner, :chat, :name)
RETURNING {_COLUMNS}
""")
_OF: Final = sa.text(f"""
SELECT {_COLUMNS} FROM telegram_chats c WHERE owner = ANY(CAST(:owners AS text[]))
AND EXISTS (SELECT FROM users u WHERE u.active AND 'user:' || u.id::text = c.owner)
""")
_AT: Final = sa.text(f"""
SELECT {_COLUMNS} FROM telegram_chats c WHERE chat = :chat
AND EXISTS (SELECT FROM users u WHERE u.active AND 'user:' || u.id::text = c.owner)
""")


class Chat(Struct, frozen=True):
    """``chat`` is Telegram's number of it, ``name`` what Telegram calls who is there."""

    id: UUID
    owner: str
    chat: int
    name: str
    created_at: datetime

    @property
    def address(self) -> str:
        """As messages name it; whoever links the chat next has another."""
        return f"telegram/{self.id}"


class Code(Struct, frozen=True):
    """With which a chat says whose it is, once, until it ``expires_at``."""

    code: str
    expires_at: datetime


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


async def new_code(connection: AsyncConnection, owner: str, session: str) -> Code | None:
    """In place of any before; None if there is no such session."""
    code = secrets.token_urlsafe(18)
    asked = {"owner": owner, "code_hash": _hash(code), "session": session}
    expires_at = await connection.scalar(_NEW_CODE, asked)
    return None if expires_at is None else Code(code, expires_at)


async def use_code(connection: AsyncConnection, code: str) -> str | None:
    """Whose it is; None if it was used, is over, ended with its session or was never one."""
    row = (await connection.execute(_USE_CODE, {"code_hash": _hash(code)})).one_or_none()
    return row.owner if row is not None and row.good else None


async def link_chat(connection: AsyncConnection, made: Chat) -> Chat:
    """Tell this person there from now on, and nobody else; nor them elsewhere."""
    await connection.execute(_UNLINK, {"chat": made.chat, "owner": made.owner})
    asked = {"id": made.id, "owner": made.owner, "chat": made.chat, "name": made.name}
    return Chat(*(await connection.execute(_LINK, asked)).one())


async def unlink_chat(
    connection: AsyncConnection, *, owner: str | None = None, chat: int | None = None
) -> bool:
    """By whose it is or by its number; False if there was none. A code that was made links no
    more."""
    if owner is not None:
        drop = sa.text("DELETE FROM telegram_codes WHERE owner = :owner")
        await connection.execute(drop, {"owner": owner})
    gone: Any = await connection.execute(_UNLINK, {"chat": chat, "owner": owner})
    return bool(gone.rowcount)


async def chats_of(connection: AsyncConnection, owners: Iterable[str]) -> dict[str, Chat]:
    """Of those who may still log in, by owner."""
    rows = await connection.execute(_OF, {"owners": sorted(owners)})
    return {row.owner: Chat(*row) for row in rows}


async def chat_numbered(connection: AsyncConnection, chat: int) -> Chat | None:
    """By Telegram's number of it, if it is somebody's who may still log in."""
    row = (await connection.execute(_AT, {"chat": chat})).one_or_none()
    return None if row is None else Chat(*row)


async def chat_at(pool: asyncpg.Pool, address: str) -> Chat | None:
    """By the address of a message."""
    asked = f"SELECT {_COLUMNS} FROM telegram_chats WHERE id = $1"
    row = await pool.fetchrow(asked, UUID(address.removeprefix("telegram/")))
    return None if row is None else Chat(*row)


async def chat_gone(pool: asyncpg.Pool, chat: Chat) -> None:
    """Whoever is there stopped the bot."""
    await pool.execute("DELETE FROM telegram_chats WHERE id = $1", chat.id)
