"""Telling every process that a session, token or user was ended or changed.

Each remembers for seconds who somebody is. What changes that says so in its own transaction
(NOTIFY: heard at the commit, by every process that listens), so that nobody is taken for logged in
whose session is over.
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

CHANNEL: Final = "people"
EVERYBODY: Final = "everybody"


async def ask_again_about(connection: AsyncConnection, user: UUID) -> None:
    """Tell every process, at the commit, that what it remembers of this user is out of date."""
    await connection.execute(sa.select(sa.func.pg_notify(CHANNEL, str(user))))


async def ask_again_about_all(connection: AsyncConnection) -> None:
    """The same of everybody: what is asked of them has changed."""
    await connection.execute(sa.select(sa.func.pg_notify(CHANNEL, EVERYBODY)))
