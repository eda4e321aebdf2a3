"""A consumer of events: one mail an event, kind and person, one push a browser of theirs, one
message to their chat, one SMS to their number and one notice a phone with the shop's app, written
in the transaction that moves its cursor, under an id made of the three (with the browser, the chat,
the number or the phone): whoever reads the event again writes nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.events import defaults_of
from holdfast.db.reading import Event
from holdfast.flows.mailing.bounds import bounded, daily, is_earned
from holdfast.flows.mailing.kinds import KINDS, LINKS, Kind
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.mailing.pushing import read_browsers
from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_accounts import Reads, read_locales
from holdfast.flows.mailing.told import phones_of
from holdfast.flows.people.reaching import Person, read_guests, read_persons
from holdfast.kit import shop_now
from holdfast.kit.locales import choose_locale
from holdfast.kit.sentences import all_in_language
from holdfast.mail import (
    Channel,
    NewMail,
    NumberCodeWanted,
    anybody_beside,
    chats_of,
    devices_of,
    names_a_site,
    numbers_of,
    reachable,
    read_refusals,
    write_mails,
)
from holdfast.packages import CertificateGiven
from holdfast.people import (
    AccountChanged,
    AccountClosed,
    ClosingCodeWanted,
    ContactCodeWanted,
    GuestErased,
    is_guest,
    keep_link,
)
from holdfast.shop import read_settings
from holdfast.waiting import contacts_of

__all__ = ["MailWriter"]

_OF_TYPE: Final = {
    fact.TYPE: tuple(kind for kind in KINDS if fact in kind.events)
    for one in KINDS
    for fact in one.events
}
_TO_AN_ADDRESS: Final = frozenset(
    one.TYPE for one in (ContactCodeWanted, ClosingCodeWanted, AccountClosed, GuestErased)
)
"""Where that goes is said by the event, and nobody is called by a name."""
_DEFAULTS: Final = {fact.TYPE: defaults_of(fact) for one in KINDS for fact in one.events}


class MailWriter:
    """What a :class:`~holdfast.db.cursors.Consumer` calls."""

    def __init__(self, mailing: Mailing) -> None:
        self._mailing = mailing

    async def __call__(self, connection: AsyncConnection, events: Sequence[Event]) -> None:
        wanted = _wanted(events) if await self._reaches_anybody(connection) else []
        if not wanted:
            return
        by_mail = self._mailing.sender is not None
        told = await _read(connection, wanted)
        owners = {owner for one in told.values() for owner in (one.owner, *one.others)}
        persons = await read_persons(connection, owners)
        guests = await _guests(connection, wanted, told)
        waiting = await _who_wait(connection, wanted, told)
        beside = await self._beside(connection, owners)
        refusals = await read_refusals(connection, owners)
        shop = await read_settings(connection)
        phones = await phones_of(connection, self._mailing, owners, shop)
        locales = await _locales(connection, wanted, told)
        new: list[NewMail] = []
        for event, kind in wanted:
            found = told.get((kind.about.name, _of(event, kind)))
            if found is None:
                continue
            for owner in (found.owner, *found.others):
                theirs = self._places(event, kind, beside.get(owner, ()))
                phone = phones.get(owner) if self._mailing.goes_by(kind.name, "sms") else None
                if not (by_mail or theirs or phone):
                    continue
                person = persons.get(owner)
                if is_guest(owner) and kind.asked_for:
                    order = kind.about.order_of(event.subject, found.said, event.data)
                    person = guests.get(order or "") or person
                    if kind.about.waits:
                        person = waiting.get(owner) or person
                locale = found.locale or _read_by(owner, event, kind, locales)
                language = choose_locale(locale, None, shop.languages)
                mail = self._mail(event, kind, found, owner, person, language)
                if mail is None:
                    continue
                # Without an address nobody knows where mail would reach them.
                made = [mail] if by_mail and mail.address and "mail" in kind.channels else []
                if phone and not (made and not mail.refused):
                    theirs.append(("sms", phone))
                made += _beside(mail, theirs)
                new += [
                    replace(one, refused="they want none of these")
                    if (owner, kind.name, one.channel) in refusals
                    else one
                    for one in made
                ]
        new = await bounded(connection, await daily(connection, new))
        await write_mails(connection, new)
        for one in new:
            if one.kind in LINKS and not one.refused:
                token, purpose = self._mailing.token(one.id), LINKS[one.kind].purpose
                email = one.address if purpose == "email" else None
                await keep_link(connection, token, purpose, UUID(one.subject_id), email)

    async def _reaches_anybody(self, connection: AsyncConnection) -> bool:
        told = self._mailing
        if told.sender is not None or told.sms is not None:
            return True
        return await anybody_beside(connection)

    async def _beside(
        self, connection: AsyncConnection, owners: set[str]
    ) -> dict[str, list[tuple[Channel, str]]]:
        """Where else people are told, by channel and address."""
        found: dict[str, list[tuple[Channel, str]]] = {}
        if self._mailing.push is not None:
            for owner, browsers in (await read_browsers(connection, owners)).items():
                found.setdefault(owner, []).extend(("push", one.address) for one in browsers)
        if self._mailing.telegram:
            for owner, chat in (await chats_of(connection, owners)).items():
                found.setdefault(owner, []).append(("telegram", chat.address))
        if self._mailing.sms is not None:
            for owner, one in (await numbers_of(connection, owners)).items():
                if not one.stopped:
                    found.setdefault(owner, []).append(("sms", one.number))
        if self._mailing.app:
            for device in await devices_of(connection, owners):
                found.setdefault(device.owner, []).append(("app", device.address))
        return found

    def _places(
        self, event: Event, kind: Kind, beside: Sequence[tuple[Channel, str]]
    ) -> list[tuple[Channel, str]]:
        """Those by which this kind goes; a number that is to be confirmed is the event's."""
        if event.type == NumberCodeWanted.TYPE:
            return [("sms", str(event.data["number"]))]
        return [
            one
            for one in beside
            if one[0] in kind.channels and self._mailing.goes_by(kind.name, one[0])
        ]

    def _mail(
        self, event: Event, kind: Kind, found: Told, owner: str, person: Person | None,
        locale: str,
    ) -> NewMail | None:  # fmt: skip
        fact = {**_DEFAULTS[event.type], **event.data}
        told = kind.about.of_event(all_in_language(found.said_to(owner), locale), fact)
        of = all_in_language(told, locale)  # what is said of the event as well
        said: dict[str, Any] = {kind.about.name: of, "fact": fact}
        if not kind.when(said) or (kind.not_to_doer and event.data.get("by") == owner):
            return None
        if event.type in _TO_AN_ADDRESS:
            person = Person(str(event.data.get("email") or ""), "")
        if event.type == AccountChanged.TYPE:  # whoever changed the address since is not told
            person = Person(str(event.data["email"]), "" if person is None else person.name)
        if event.type == CertificateGiven.TYPE:
            gift = _gift(event)
            person = gift or person
            locale = str(event.data.get("language") or locale)
        person = person or Person("", "")
        address = reachable(person.address)
        # Anybody orders in a stranger's name: no mail of the shop's leads elsewhere by it.
        name = "" if names_a_site(person.name) else person.name
        said["person"] = {"name": name}
        places = {**event.data, **of, "id": event.subject}
        said["url"] = self._mailing.url + kind.about.path.format_map(places)
        at = event.position
        together = "" if kind.together is None else kind.together.part_of(of)
        return NewMail(
            event=f"{event.type} {at.era}.{at.id} {event.at.isoformat()}",
            kind=kind.name,
            subject_id=event.subject,
            owner=owner,
            address=address or person.address[:254],
            name=name,
            locale=locale,
            said=said,
            late_at=_late_at(event, kind),
            due_at=_due_at(event, kind, said, together),
            together=together,
            bounded=kind.bounded and not is_earned(said),
            refused="" if address else "mail cannot go to this address",
        )


def _beside(mail: NewMail, places: Sequence[tuple[Channel, str]]) -> list[NewMail]:
    """The same, for each browser and phone of its person, their chat and their number."""
    return [replace(mail, channel=by, address=at, refused="") for by, at in places]


def _wanted(events: Sequence[Event]) -> list[tuple[Event, Kind]]:
    """What there is to say of them, unless it is too late for it."""
    now = shop_now()
    return [
        (event, kind)
        for event in events
        for kind in _OF_TYPE.get(event.type, ())
        if _late_at(event, kind) > now
    ]


def _late_at(event: Event, kind: Kind) -> datetime:
    return event.at + timedelta(days=kind.days)


def _due_at(event: Event, kind: Kind, said: Mapping[str, Any], together: str) -> datetime | None:
    if together and kind.together is not None:
        return event.at + timedelta(minutes=kind.together.minutes)
    if kind.at is not None:
        return kind.at(event.at, said)
    return event.at + timedelta(days=kind.after) if kind.after else None


def _gift(event: Event) -> Person | None:
    address = str(event.data.get("toEmail") or "")
    return Person(address, str(event.data.get("toName") or "")) if address else None


async def _read(
    connection: AsyncConnection, wanted: Sequence[tuple[Event, Kind]]
) -> Mapping[tuple[str, str], Told]:
    """What is said of each subject, with one statement for all of a sort."""
    sorts: dict[str, tuple[About, set[str]]] = {}
    for event, kind in wanted:
        if kind.about.read is not None:
            sorts.setdefault(kind.about.name, (kind.about, set()))[1].add(_of(event, kind))
    found: dict[tuple[str, str], Told] = {}
    for name, (about, ids) in sorts.items():
        assert about.read is not None
        read: Mapping[str, Any] = await about.read(connection, sorted(ids))
        found |= {(name, one): told for one, told in read.items()}
    for event, kind in wanted:
        if kind.about.read is None:
            owner = str(event.data.get("owner") or event.data.get("user") or "")
            locale = str(event.data.get("language") or event.data.get("locale") or "") or None
            found[kind.about.name, _of(event, kind)] = Told(owner, locale, {})
    return found


def _read_by(owner: str, event: Event, kind: Kind, locales: Mapping[str, Reads]) -> str | None:
    """In which language it was asked for, they read the pages, or they ordered last; who works
    here and chose none reads the shop's."""
    reads = locales.get(owner, Reads(None, None))
    if kind.about.work:
        return reads.chose
    return str(event.data.get("locale") or "") or reads.chose or reads.ordered


async def _locales(
    connection: AsyncConnection,
    wanted: Sequence[tuple[Event, Kind]],
    told: Mapping[tuple[str, str], Told],
) -> Mapping[str, Reads]:
    """What people read where nothing that is said tells."""
    owners = [
        owner
        for event, kind in wanted
        if (found := told.get((kind.about.name, _of(event, kind)))) and found.locale is None
        for owner in (found.owner, *found.others)
    ]
    return await read_locales(connection, owners)


async def _guests(
    connection: AsyncConnection,
    wanted: Sequence[tuple[Event, Kind]],
    told: Mapping[tuple[str, str], Told],
) -> Mapping[str, Person]:
    """Where guests are told of their orders, by order."""
    orders = [
        order
        for event, kind in wanted
        if (found := told.get((kind.about.name, _of(event, kind)))) and is_guest(found.owner)
        if (order := kind.about.order_of(event.subject, found.said, event.data))
    ]
    return await read_guests(connection, orders)


async def _who_wait(
    connection: AsyncConnection,
    wanted: Sequence[tuple[Event, Kind]],
    told: Mapping[tuple[str, str], Told],
) -> Mapping[str, Person]:
    """Where guests are told of what they wait for."""
    owners = [
        found.owner
        for event, kind in wanted
        if kind.about.waits
        if (found := told.get((kind.about.name, _of(event, kind)))) and is_guest(found.owner)
    ]
    found_at = await contacts_of(connection, owners)
    return {owner: Person(email, "") for owner, email in found_at.items()}


def _of(event: Event, kind: Kind) -> str:
    """What is said is of a subject, of what else the event names, or of one event alone."""
    if kind.about.read is None:
        return f"{event.position.era}.{event.position.id}"
    return str(event.data[kind.about.by]) if kind.about.by else event.subject
