"""Browsers that show what their person is told, as they are kept. An endpoint is a secret: whoever
knows it may write there, so it stands in no log."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

MOST_BROWSERS: Final = 10
"""Of a person; the one made first makes room."""
UNANSWERED_DAYS: Final = 3
"""In which nobody answered, after which a subscription is taken for gone."""
_COLUMNS: Final = "id, owner, endpoint, p256dh, auth, created_at"
# Whoever has the browser in hand has its endpoint: it is theirs from now on, under another id, so
# that nothing written for who had it before arrives.
_KEEP: Final = sa.text(f"""
INSERT INTO push_subscriptions AS s (id, owner, endpoint, p256dh, auth, session)
SELECT CAST(:id AS uuid), :owner, :endpoint, :p256dh, :auth, token_hash
FROM sessions WHERE token_hash = sha256(convert_to(:session, 'UTF8'))
ON CONFLICT (endpoint) DO UPDATE SET
    id = CASE WHEN s.owner = excluded.owner THEN s.id ELSE excluded.id END,
    created_at = CASE WHEN s.owner = excluded.owner THEN s.created_at ELSE now() END,
    owner = excluded.owner, p256dh = excluded.p256dh, auth = excluded.auth,
    session = excluded.session, unanswered_since = NULL
RETURNING {_COLUMNS}
""")
_MAKE_ROOM: Final = sa.text("""
DELETE FROM push_subscriptions WHERE id IN (
    SELECT id FROM push_subscriptions WHERE owner = :owner
    ORDER BY created_at DESC, id DESC OFFSET :most)
""")
_OF: Final = sa.text(f"""
SELECT {_COLUMNS} FROM push_subscriptions WHERE owner = ANY(CAST(:owners AS text[]))
ORDER BY created_at, id
""")
_DROP: Final = sa.text("DELETE FROM push_subscriptions WHERE id = :id AND owner = :owner")
_ONE: Final = f"SELECT {_COLUMNS} FROM push_subscriptions WHERE id = $1"
# What began longer ago than twice that is another outage: its pushes were over in between.
_UNANSWERED: Final = f"""
UPDATE push_subscriptions SET unanswered_since = clock_timestamp()
WHERE id = $1 AND (unanswered_since IS NULL
    OR unanswered_since < clock_timestamp() - interval '{2 * UNANSWERED_DAYS} days')
"""
_GIVEN_UP: Final = f"""
DELETE FROM push_subscriptions WHERE id = $1
    AND unanswered_since < clock_timestamp() - interval '{UNANSWERED_DAYS} days'
"""


class Browser(Struct, frozen=True):
    """A subscription: where its push service is asked, and with which keys it reads."""

    id: UUID
    owner: str
    endpoint: str
    p256dh: str
    auth: str
    created_at: datetime

    @property
    def address(self) -> str:
        """As mails name it."""
        return f"push/{self.id}"


async def keep_browser(connection: AsyncConnection, made: Browser, session: str) -> Browser | None:
    """One that is there is not kept twice. It lasts as long as the session does; None if there is
    no such session."""
    asked = {
        "id": made.id, "owner": made.owner, "endpoint": made.endpoint, "p256dh": made.p256dh,
        "auth": made.auth, "session": session,
    }  # fmt: skip
    row = (await connection.execute(_KEEP, asked)).one_or_none()
    if row is None:
        return None
    await connection.execute(_MAKE_ROOM, {"owner": made.owner, "most": MOST_BROWSERS})
    return Browser(*row)


async def browsers_of(connection: AsyncConnection, owners: Iterable[str]) -> list[Browser]:
    """In the order in which they came."""
    rows = await connection.execute(_OF, {"owners": sorted(owners)})
    return [Browser(*row) for row in rows]


async def drop_browser(connection: AsyncConnection, owner: str, browser: UUID) -> bool:
    """Tell it no more; False if they have none such."""
    gone: Any = await connection.execute(_DROP, {"id": browser, "owner": owner})
    return bool(gone.rowcount)


async def any_browser(connection: AsyncConnection) -> bool:
    """Whether anybody is told by push."""
    asked = sa.text("SELECT EXISTS (SELECT FROM push_subscriptions)")
    return bool(await connection.scalar(asked))


async def anybody_beside(connection: AsyncConnection) -> bool:
    """Whether anybody is told by push, by Telegram or by an app."""
    asked = sa.text("""
    SELECT EXISTS (SELECT FROM push_subscriptions) OR EXISTS (SELECT FROM telegram_chats)
        OR EXISTS (SELECT FROM app_devices)
    """)
    return bool(await connection.scalar(asked))


async def browser_at(pool: asyncpg.Pool, address: str) -> Browser | None:
    """By the address of a mail."""
    row = await pool.fetchrow(_ONE, UUID(address.removeprefix("push/")))
    return None if row is None else Browser(*row)


async def browser_gone(pool: asyncpg.Pool, browser: Browser) -> None:
    """Its push service knows it no more."""
    await pool.execute("DELETE FROM push_subscriptions WHERE id = $1", browser.id)


async def browser_answered(pool: asyncpg.Pool, browser: Browser) -> None:
    """Its push service is there."""
    await pool.execute(
        "UPDATE push_subscriptions SET unanswered_since = NULL"
        " WHERE id = $1 AND unanswered_since IS NOT NULL",
        browser.id,
    )


async def browser_unanswered(pool: asyncpg.Pool, browser: Browser) -> None:
    """Nobody was there; after ``UNANSWERED_DAYS`` of that it is gone."""
    await pool.execute(_UNANSWERED, browser.id)
    await pool.execute(_GIVEN_UP, browser.id)
