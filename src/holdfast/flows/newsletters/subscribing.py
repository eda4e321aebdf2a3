"""Somebody asks for the newsletter, confirms it by the link that was mailed there, and leaves it.

Whoever asks is told the same, whether the address is known or not: nobody learns by it who gets the
newsletter.
"""

import hmac
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import newsletters, people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.mailing.guest_contact import ContactInvalid
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit import Problem, shop_now
from holdfast.kit.locales import choose_locale
from holdfast.mail import reachable
from holdfast.newsletters import (
    NewsletterLinkExpired,
    NewsletterLinkUnknown,
    NewsletterWanted,
    Place,
    Subscriber,
)
from holdfast.people import LoginThrottle, Principal
from holdfast.shop import read_settings

__all__ = [
    "EmailUnverified", "NewsletterOff", "OwnNewsletter", "ask_for_newsletter",
    "confirm_newsletter", "own_newsletter", "want_newsletter",
]  # fmt: skip


class NewsletterOff(Problem):
    """The shop has no newsletter to ask for."""

    status = 409
    code = "newsletter-off"
    title = "This shop has no newsletter"


class EmailUnverified(Problem):
    """Whether the address of the account is theirs, nobody knows."""

    status = 409
    code = "email-unverified"
    title = "The address of the account is not confirmed"


class OwnNewsletter(Struct, frozen=True):
    """Whether it goes to the address of an account, and in which language. None: the address is not
    confirmed, so what goes there is not told."""

    subscribed: bool | None
    locale: str | None = None


async def ask_for_newsletter(
    database: Database, throttle: LoginThrottle, caller: Caller, email: str, locale: str | None
) -> None:
    """Have a link mailed there, by which they confirm that they want it. Raises
    :class:`NewsletterOff`, :class:`~holdfast.flows.mailing.guest_contact.ContactInvalid`,
    :class:`~holdfast.people.TooManyLinks`."""
    address = reachable(email)
    if not address:
        raise ContactInvalid("Mail cannot go to this address.", field="email")
    await throttle.attempt(address.lower(), caller.principal.address)
    async with database.transaction() as connection:
        await _ask(connection, caller, address, await _language(connection, locale), "foot")


async def confirm_newsletter(database: Database, mailing: Mailing, link: str) -> Subscriber:
    """The link came back: from now on it goes there. Used again it changes nothing. Raises
    :class:`~holdfast.newsletters.NewsletterLinkUnknown`,
    :class:`~holdfast.newsletters.NewsletterLinkExpired`."""
    try:
        link_id = UUID(link.partition(".")[0])
    except ValueError:
        raise NewsletterLinkUnknown("Copy the whole link from the mail.") from None
    ours = mailing.newsletter_link(link_id)
    if not hmac.compare_digest(ours.encode(), link.encode(errors="replace")):
        raise NewsletterLinkUnknown("Copy the whole link from the mail.")
    async with database.transaction() as connection:
        found = await newsletters.subscriber_by_link(connection, link_id)
        if found.link_is_over(shop_now()):
            raise NewsletterLinkExpired("Ask for the newsletter once more.")
        await newsletters.subscribe(connection, found.id, "mail")
    return found


async def own_newsletter(database: Database, who: Principal) -> OwnNewsletter:
    """Of somebody with an account."""
    async with database.read() as connection:
        user = await people.known_user(connection, who.user_id)
        if not await people.email_verified(connection, user.id):
            return OwnNewsletter(None)
        found = await newsletters.subscriber_at(connection, user.email)
    if found is None or not found.is_subscribed:
        return OwnNewsletter(subscribed=False)
    return OwnNewsletter(subscribed=True, locale=found.locale)


async def want_newsletter(
    database: Database, throttle: LoginThrottle, caller: Caller, locale: str | None, *, wanted: bool
) -> OwnNewsletter:
    """As :func:`own_newsletter` says after it; who gets it already gets it in that language from
    now on. Who has not confirmed the address yet has a link mailed there. Raises
    :class:`NewsletterOff`, :class:`EmailUnverified`, and what :func:`ask_for_newsletter` does."""
    async with database.read() as connection:
        user = await people.known_user(connection, caller.principal.user_id)
        verified = await people.email_verified(connection, user.id)
    if not verified:
        if not wanted:
            raise EmailUnverified("Use the link at the end of a newsletter.")
        await throttle.attempt(user.email, caller.principal.address)
    async with database.transaction() as connection:
        language = await _language(connection, locale)
        if not verified:
            await _ask(connection, caller, user.email, language, "account")
            return OwnNewsletter(None)
        if wanted:
            await _must_be_on(connection)
            await newsletters.subscribe_shown(connection, user.email, language)
            return OwnNewsletter(subscribed=True, locale=language)
        found = await newsletters.subscriber_at(connection, user.email)
        if found is not None:
            await newsletters.unsubscribe(connection, found.id, "account")
    return OwnNewsletter(subscribed=False)


async def _ask(
    connection: AsyncConnection, caller: Caller, email: str, locale: str, place: Place
) -> None:
    await _must_be_on(connection)
    found = await newsletters.ask_for_it(connection, email, locale, place)
    if found is not None:
        await write_event(connection, NewsletterWanted(found.link_id), found.id, caller.request)


async def _must_be_on(connection: AsyncConnection) -> None:
    if not (await read_settings(connection)).newsletter:
        raise NewsletterOff("Nobody can ask for it now.")


async def _language(connection: AsyncConnection, asked: str | None) -> str:
    """That in which they read, as far as the shop writes it."""
    return choose_locale(asked, None, (await read_settings(connection)).languages)
