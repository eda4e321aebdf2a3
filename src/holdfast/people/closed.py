"""Accounts that are closed: the row stays, since orders and the journal name it, and says nothing
of its person any more. Their address of mail may sign up again."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.people.endings import ask_again_about
from holdfast.people.facts import AccountClosed
from holdfast.people.handles import NO_PASSWORD
from holdfast.people.tables import users

__all__ = [
    "DELETED_NAME", "OF_CLOSED", "AccountClosed", "ClosedAlready", "blank_account",
    "closed_address", "is_closed",
]  # fmt: skip

OF_CLOSED: Final = "@closed.invalid"
DELETED_NAME: Final = "Deleted account"
"""What stands wherever the name of its person stood; pages say it in their reader's language."""


class ClosedAlready(Problem):
    """The account is closed: nothing is done to it any more."""

    status = 409
    code = "account-closed"
    title = "This account is closed"


def closed_address(user: UUID) -> str:
    """What stands in place of a mail address; no mail goes there, and nobody signs up with it."""
    return f"{user}{OF_CLOSED}"


def is_closed(email: str) -> bool:
    """Whether the account with this address is closed."""
    return email.endswith(OF_CLOSED)


async def blank_account(connection: AsyncConnection, user: UUID) -> None:
    """Nobody comes in as this user any more, and the row says nothing of who it was."""
    blank = sa.update(users).where(users.c.id == user)
    await connection.execute(
        blank.values(
            email=closed_address(user),
            name=DELETED_NAME,
            password_hash=NO_PASSWORD,
            roles=["customer"],
            duties=None,
            active=False,
            email_verified_at=None,
            locale=None,
            closed_at=sa.func.coalesce(users.c.closed_at, sa.func.now()),
        )
    )
    await ask_again_about(connection, user)
