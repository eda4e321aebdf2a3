"""Which mails somebody wants: said on their account's page, or by the link in a mail, without a
login. What serves a purchase cannot be refused by mail; any push, message of a chat, SMS or
notice of an app can."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.mailing.kinds import REFUSABLE, kind_named
from holdfast.flows.mailing.kinds_of_newsletters import NEWSLETTER
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.mail import Channel, read_refusals, want_mails
from holdfast.newsletters import (
    subscribe,
    subscriber_by_id,
    subscriber_in,
    unsubscribe,
    write_in,
)
from holdfast.people import STAFF_ROLES, Principal
from holdfast.shop import read_settings

__all__ = [
    "MailKindUnknown", "MailLinkUnknown", "MailNeeded", "Wanting", "read_left", "want_by_link",
    "want_kind", "wanted_kinds",
]  # fmt: skip

_STAFF = frozenset({"manager", "admin"})
_SELLERS = frozenset({"seller"})
_STUDIO = _STAFF | {"photographer"}
_OF_ROLES: Final[Mapping[str, frozenset[str]]] = {
    "stock-low": _STAFF | _SELLERS, "dispute-opened": _STAFF, "payout-paid": _SELLERS,
    "payout-failed": _SELLERS, "payout-account": _SELLERS, "seller-standing": _SELLERS,
    "seller-order": _SELLERS, "seller-order-off": _SELLERS,
    "seller-dispute": _SELLERS,
    "request-asked": _STUDIO, "request-asked-again": _STUDIO, "session-booked": _STUDIO,
    "session-moved": _STUDIO, "session-cancelled": _STUDIO, "calendar-refused": _STUDIO,
    "calendar-asks": _STUDIO, "sms-limit": _STAFF, "alert-began": _STAFF, "alert-ended": _STAFF,
    "alerts-gathered": _STAFF, "order-to-send": _STAFF, "order-held": _STAFF,
    "request-waits": _STAFF, "seller-applied": _STAFF, "return-asked": _STAFF | _SELLERS,
    "question-asked": _STAFF | _SELLERS, "refund-there": _STAFF,
}  # fmt: skip
"""Kinds that only who has one of these roles may get."""


class MailKindUnknown(Problem):
    """There is no such kind of mail."""

    status = 404
    code = "mail-kind-not-found"
    title = "There is no such kind of mail"


class MailNeeded(Problem):
    """Who buys needs this kind of mail; it cannot be refused."""

    status = 409
    code = "mail-needed"
    title = "This mail cannot be turned off"


class MailLinkUnknown(Problem):
    """The link is none of a mail of ours."""

    status = 404
    code = "mail-link-unknown"
    title = "The link is not valid"


class Wanting(Struct, frozen=True):
    """Whether they want mails of this kind, or pushes; the newsletter, in which language."""

    kind: str
    channel: Channel
    wanted: bool
    locale: str | None = None


async def wanted_kinds(
    database: Database, mailing: Mailing | None, who: Principal
) -> list[Wanting]:
    """Of all that can be refused, those that somebody with these roles may get."""
    async with database.read() as connection:
        refused = await read_refusals(connection, [who.id])
    beside = () if mailing is None else mailing.channels
    channels: tuple[Channel, ...] = ("mail", *(one for one in beside if one != "mail"))
    return [
        Wanting(one, channel, (who.id, one, channel) not in refused)
        for channel in channels
        for one in REFUSABLE[channel]
        if one not in _OF_ROLES or _without_duties(who, one).has_any(_OF_ROLES[one])
        if mailing is None or mailing.goes_by(one, channel)
    ]


def _without_duties(who: Principal, kind: str) -> Principal:
    """Who they are to this kind: of staff, if it is of their duties."""
    found = kind_named(kind)
    duty = None if found is None else found.about.duty
    if duty is None or not who.is_narrowed or who.may(duty):
        return who
    return replace(who, roles=who.roles - STAFF_ROLES)


async def want_kind(
    database: Database, owner: str, kind: str, channel: Channel = "mail", *, wanted: bool
) -> Wanting:
    """Want it from now on, or no more. Raises :class:`MailKindUnknown`, :class:`MailNeeded`."""
    found = kind_named(kind)
    if found is None or channel not in found.channels:
        raise MailKindUnknown(say("There is no kind “{kind}”.", kind=kind))
    if kind not in REFUSABLE[channel]:
        raise MailNeeded("Who buys needs these mails.")
    async with database.transaction() as connection:
        await want_mails(connection, owner, kind, channel, wanted=wanted)
    return Wanting(kind, channel, wanted)


async def read_left(database: Database, mailing: Mailing | None, link: str) -> Wanting:
    """What a mail's link is about. Raises :class:`MailLinkUnknown`."""
    owner, kind = _of_link(mailing, link)
    async with database.read() as connection:
        if kind == NEWSLETTER.name:
            return await _told(connection, _subscriber(owner)[0])
        refused = await read_refusals(connection, [owner])
    return Wanting(kind, "mail", (owner, kind, "mail") not in refused)


async def want_by_link(
    database: Database,
    mailing: Mailing | None,
    link: str,
    *,
    wanted: bool,
    locale: str | None = None,
) -> Wanting:
    """As :func:`want_kind`, for whom the mail with this link went to; the newsletter, in this
    language from now on."""
    owner, kind = _of_link(mailing, link)
    if kind == NEWSLETTER.name:
        return await _want_newsletter(database, owner, locale, wanted=wanted)
    return await want_kind(database, owner, kind, wanted=wanted)


def _of_link(mailing: Mailing | None, link: str) -> tuple[str, str]:
    found = None if mailing is None else mailing.left(link)
    if found is None or found[1] not in (*REFUSABLE["mail"], NEWSLETTER.name):
        raise MailLinkUnknown("Copy the whole link from the mail.")
    return found


async def _want_newsletter(
    database: Database, owner: str, locale: str | None, *, wanted: bool
) -> Wanting:
    """Who gets the newsletter asked for it: that they want it no more is said there."""
    subscriber, newsletter = _subscriber(owner)
    async with database.transaction() as connection:
        if wanted:
            await subscribe(connection, subscriber, "mail")
            if locale is not None and locale in (await read_settings(connection)).languages:
                await write_in(connection, subscriber, locale)
        else:
            await unsubscribe(connection, subscriber, "mail", newsletter)
        return await _told(connection, subscriber)


async def _told(connection: AsyncConnection, subscriber: UUID) -> Wanting:
    found = await subscriber_by_id(connection, subscriber)
    if found is None or not found.is_subscribed:
        return Wanting(NEWSLETTER.name, "mail", wanted=False)
    return Wanting(NEWSLETTER.name, "mail", wanted=True, locale=found.locale)


def _subscriber(owner: str) -> tuple[UUID, UUID]:
    """Who it is, and in which newsletter the link was."""
    told, _, newsletter = owner.partition(" ")
    subscriber = subscriber_in(told)
    assert subscriber is not None, "the link is one that we made"
    return subscriber, UUID(newsletter)
