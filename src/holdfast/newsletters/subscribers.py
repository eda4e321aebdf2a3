"""Who gets the newsletter: asked for by anybody, confirmed by who reads mail there, left at once.

Whose address it is shows a link that went there; until then nothing else goes. What was said, when
and where stays as long as the address does.
"""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.slices import delete_in_slices
from holdfast.kit import Problem, new_id

SubscriberStatus: TypeAlias = Literal["asked", "subscribed", "unsubscribed"]
Place: TypeAlias = Literal["foot", "account", "mail"]
"""Where somebody said something: under every page, on their account's, by a mail's link."""

MOST_ASKED: Final = 3
"""Times in a day that one may ask for it at an address before who reads mail there answers."""
LINK_DAYS: Final = 3
"""For so long a link confirms; then who asked is forgotten."""
KEPT_DAYS: Final = 365
"""For so long it is known of who left that they did."""
_SUBSCRIBER: Final = "subscriber:"
_COLUMNS: Final = "id, email, locale, status, link_id, asked_at, subscribed_at"

# Who is subscribed stays so: whoever asks again changes nothing. So many mails a day a stranger
# may cause there.
_ASK: Final = sa.text(f"""
INSERT INTO newsletter_subscribers AS s (id, email, locale, link_id)
VALUES (CAST(:id AS uuid), :email, :locale, CAST(:link AS uuid))
ON CONFLICT (email) DO UPDATE SET
    status = 'asked', locale = excluded.locale, link_id = excluded.link_id,
    asked_at = clock_timestamp()
WHERE s.status <> 'subscribed' AND (
    SELECT count(*) FROM newsletter_consents c
    WHERE c.subscriber_id = s.id AND c.what = 'asked'
      AND c.at > clock_timestamp() - interval '1 day') < :most
RETURNING {_COLUMNS}
""")
_BY_LINK: Final = sa.text(f"""
SELECT {_COLUMNS} FROM newsletter_subscribers
WHERE link_id = CAST(:link AS uuid) FOR UPDATE
""")
_BY_ID: Final = sa.text(f"""
SELECT {_COLUMNS} FROM newsletter_subscribers WHERE id = CAST(:id AS uuid)
""")
_BY_EMAIL: Final = sa.text(f"SELECT {_COLUMNS} FROM newsletter_subscribers WHERE email = :email")
_SUBSCRIBE: Final = sa.text("""
UPDATE newsletter_subscribers
SET status = 'subscribed', subscribed_at = clock_timestamp(), unsubscribed_at = NULL
WHERE id = CAST(:id AS uuid) AND status <> 'subscribed' RETURNING id, locale
""")
_UNSUBSCRIBE: Final = sa.text("""
UPDATE newsletter_subscribers SET status = 'unsubscribed', unsubscribed_at = clock_timestamp()
WHERE id = CAST(:id AS uuid) AND status = 'subscribed' RETURNING id, locale
""")
_WRITE_IN: Final = sa.text("""
UPDATE newsletter_subscribers SET locale = :locale
WHERE id = CAST(:id AS uuid) AND status = 'subscribed' AND locale <> :locale
""")
_SAY: Final = sa.text("""
INSERT INTO newsletter_consents (subscriber_id, id, what, place, locale, newsletter_id)
VALUES (CAST(:subscriber AS uuid), CAST(:id AS uuid), :what, :place, :locale,
        CAST(:newsletter AS uuid))
""")
_FORGET: Final = """
DELETE FROM newsletter_subscribers WHERE id IN (
    SELECT id FROM newsletter_subscribers
    WHERE status = 'asked' AND asked_at < clock_timestamp() - make_interval(days => $1)
       OR status = 'unsubscribed'
          AND unsubscribed_at < clock_timestamp() - make_interval(days => $2)
    LIMIT $3)
"""


class NewsletterLinkUnknown(Problem):
    """The link is none that confirms, or a newer one took its place."""

    status = 404
    code = "newsletter-link-unknown"
    title = "The link is not valid"


class NewsletterLinkExpired(Problem):
    """The link's time is up."""

    status = 410
    code = "newsletter-link-expired"
    title = "The link has expired"


class Subscriber(Struct, frozen=True):
    """An address, and whether the newsletter goes there."""

    id: UUID
    email: str
    locale: str
    status: SubscriberStatus
    link_id: UUID
    asked_at: datetime
    subscribed_at: datetime | None

    @property
    def is_subscribed(self) -> bool:
        return self.status == "subscribed"

    @property
    def owner(self) -> str:
        """As the log of mails names them."""
        return subscriber_owner(self.id)

    def link_is_over(self, now: datetime) -> bool:
        """Of who confirmed it, it still says that they did."""
        return not self.is_subscribed and now >= self.asked_at + timedelta(days=LINK_DAYS)


def subscriber_owner(subscriber_id: UUID) -> str:
    """As the log of mails names them."""
    return f"{_SUBSCRIBER}{subscriber_id}"


def subscriber_in(owner: str) -> UUID | None:
    """Whose mail it is, if the log of mails names a subscriber."""
    return UUID(owner.removeprefix(_SUBSCRIBER)) if owner.startswith(_SUBSCRIBER) else None


async def ask_for_it(
    connection: AsyncConnection, email: str, locale: str, place: Place
) -> Subscriber | None:
    """Asked for at this address, with a new link in place of any before; None: it goes there
    already, or was asked for too often in a day, and nothing happens."""
    asked = {
        "id": new_id(), "email": email.lower(), "locale": locale, "link": new_id(),
        "most": MOST_ASKED,
    }  # fmt: skip
    row = (await connection.execute(_ASK, asked)).one_or_none()
    if row is None:
        return None
    await _say(connection, row.id, "asked", place, locale)
    return Subscriber(*row)


async def subscriber_by_link(connection: AsyncConnection, link_id: UUID) -> Subscriber:
    """Whom this link confirms, or confirmed; nobody else changes them meanwhile. Raises
    :class:`NewsletterLinkUnknown`."""
    row = (await connection.execute(_BY_LINK, {"link": link_id})).one_or_none()
    if row is None:
        raise NewsletterLinkUnknown("Use the link of the last mail, or ask once more.")
    return Subscriber(*row)


async def subscriber_by_id(connection: AsyncConnection, subscriber_id: UUID) -> Subscriber | None:
    row = (await connection.execute(_BY_ID, {"id": subscriber_id})).one_or_none()
    return None if row is None else Subscriber(*row)


async def subscriber_at(connection: AsyncConnection, email: str) -> Subscriber | None:
    """Who gets it at this address, or asked for it, or left."""
    row = (await connection.execute(_BY_EMAIL, {"email": email.lower()})).one_or_none()
    return None if row is None else Subscriber(*row)


async def subscribe(connection: AsyncConnection, subscriber_id: UUID, place: Place) -> None:
    """From now on it goes there; nothing happens if it does."""
    row = (await connection.execute(_SUBSCRIBE, {"id": subscriber_id})).one_or_none()
    if row is not None:
        await _say(connection, row.id, "confirmed", place, row.locale)


async def subscribe_shown(connection: AsyncConnection, email: str, locale: str) -> None:
    """From now on it goes in this language to the address of an account, which is known to be
    theirs who asks."""
    found = await ask_for_it(connection, email, locale, "account")
    found = found or await subscriber_at(connection, email)
    if found is not None:
        await subscribe(connection, found.id, "account")
        await write_in(connection, found.id, locale)


async def write_in(connection: AsyncConnection, subscriber_id: UUID, locale: str) -> None:
    """What is written from now on goes there in this language; nothing happens if nothing goes
    there. What they said stays in the language that they said it in."""
    await connection.execute(_WRITE_IN, {"id": subscriber_id, "locale": locale})


async def unsubscribe(
    connection: AsyncConnection, subscriber_id: UUID, place: Place, newsletter: UUID | None = None
) -> None:
    """Nothing goes there any more; ``newsletter`` is the one with the link. Nothing happens if
    nothing does."""
    row = (await connection.execute(_UNSUBSCRIBE, {"id": subscriber_id})).one_or_none()
    if row is not None:
        await _say(connection, row.id, "withdrawn", place, row.locale, newsletter)


async def forget_subscribers(pool: asyncpg.Pool) -> int:
    """Who never confirmed it, and who left long ago; how many that were."""
    return await delete_in_slices(pool, _FORGET, LINK_DAYS, KEPT_DAYS)


async def _say(
    connection: AsyncConnection, subscriber: UUID, what: str, place: Place, locale: str,
    newsletter: UUID | None = None,
) -> None:  # fmt: skip
    said = {
        "subscriber": subscriber, "id": new_id(), "what": what, "place": place, "locale": locale,
        "newsletter": newsletter,
    }  # fmt: skip
    await connection.execute(_SAY, said)
