"""Somebody has a browser of theirs show what they are told, or no more."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit import Problem, new_id, utc_now
from holdfast.mail import (
    Browser,
    any_browser,
    bad_subscription,
    browsers_of,
    drop_browser,
    keep_browser,
)

__all__ = [
    "Asked", "BrowserNotFound", "PushNeedsSession", "PushOff", "SubscriptionInvalid",
    "forget_browser", "keep_subscription", "read_browsers", "subscriptions",
]  # fmt: skip

_ACTIVE: Final = sa.text("""
SELECT 'user:' || id FROM users
WHERE active AND ('user:' || id::text) = ANY(CAST(:owners AS text[]))
""")


class PushOff(Problem):
    """The shop has no key to sign pushes with."""

    status = 409
    code = "push-off"
    title = "This shop sends no notifications"


class SubscriptionInvalid(Problem):
    """It is not what a browser gives, or its push service is none that may be asked."""

    status = 422
    code = "push-subscription-invalid"
    title = "This is no subscription of a browser"


class PushNeedsSession(Problem):
    """Who asks came with a token: what ends with no session would never end."""

    status = 409
    code = "push-needs-session"
    title = "Notifications last as long as a session"


class BrowserNotFound(Problem):
    """They have no such subscription."""

    status = 404
    code = "push-subscription-not-found"
    title = "There is no such subscription"


class Asked(Struct, frozen=True):
    """As a browser gives it."""

    endpoint: str
    p256dh: str
    auth: str


async def keep_subscription(
    database: Database, mailing: Mailing | None, owner: str, asked: Asked, session: str
) -> Browser:
    """Tell this browser, too, until the session ends. One that is told already is not told twice.
    Raises :class:`PushOff`, :class:`PushNeedsSession`, :class:`SubscriptionInvalid`, which names
    the field."""
    push = None if mailing is None else mailing.push
    if push is None:
        raise PushOff("Its mails come as before.")
    made = Browser(new_id(), owner, asked.endpoint, asked.p256dh, asked.auth, utc_now())
    wrong = bad_subscription(made, private=push.private)
    if wrong:
        raise SubscriptionInvalid("Use what the browser gives.", field=wrong)
    async with database.transaction() as connection:
        kept = await keep_browser(connection, made, session)
    if kept is None:
        raise PushNeedsSession("Log in in the browser that is to show them.")
    return kept


async def subscriptions(database: Database, owner: str) -> list[Browser]:
    """One's own."""
    async with database.read() as connection:
        return await browsers_of(connection, [owner])


async def forget_browser(database: Database, owner: str, browser: UUID) -> None:
    """Tell it no more. Raises :class:`BrowserNotFound`."""
    async with database.transaction() as connection:
        if not await drop_browser(connection, owner, browser):
            raise BrowserNotFound("You have no such subscription.")


async def read_browsers(connection: AsyncConnection, owners: set[str]) -> dict[str, list[Browser]]:
    """Of those who may still log in."""
    if not owners or not await any_browser(connection):
        return {}
    found: dict[str, list[Browser]] = {}
    for one in await browsers_of(connection, owners):
        found.setdefault(one.owner, []).append(one)
    if not found:
        return {}
    rows: Any = await connection.execute(_ACTIVE, {"owners": sorted(found)})
    active = set(rows.scalars())
    return {owner: some for owner, some in found.items() if owner in active}
