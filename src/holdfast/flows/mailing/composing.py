"""Making a mail ready to go: its words in its person's language, what comes with it, and the secret
it carries, which stands nowhere else."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec.structs import replace

from holdfast.booking.calendars import CalendarEvent, visit_text
from holdfast.db.events import defaults_of
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.mailing.gathering import gathered
from holdfast.flows.mailing.kinds import NUMBER_CODE, Kind, kind_named
from holdfast.flows.mailing.kinds_of_newsletters import NEWSLETTER, NEWSLETTER_TRY
from holdfast.flows.mailing.looks import Looks, Obsolete
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.mailing.newsletter_looks import newsletter_letter
from holdfast.flows.mailing.reading_series import named_sessions
from holdfast.flows.mailing.secrets_said import secrets_of
from holdfast.kit.money import money_text
from holdfast.kit.zones import zone
from holdfast.ledger import Accepted, AlreadyDone
from holdfast.mail import (
    Enclosed,
    Frame,
    Mail,
    Notice,
    Ready,
    Sender,
    as_sms,
    chat_text,
    fill,
    filled,
    gist,
    html,
    message_of,
    plain,
    read_refusals,
    read_templates,
)
from holdfast.packages import Paper, certificate_pdf, code_from, code_hash, coded, grants_by_id
from holdfast.people import is_guest
from holdfast.shop import ShopSettings

__all__ = ["Looks", "Obsolete", "compose", "frame_of", "looks_of"]

Templates: TypeAlias = dict[tuple[str, str], str]
MOST_TITLE: Final = 120
MOST_LINE: Final = 180
MOST_MESSAGE: Final = 3500  # of Telegram's 4,096
MOST_TIMES: Final = 3  # of an SMS
WHY: Final = {
    "en": "You get this mail because of what you ordered, booked or asked for.",
    "ru": "Вы получили это письмо из-за заказа, бронирования или вашей просьбы.",
    "ko": "주문, 예약 또는 요청하신 내용과 관련하여 보내 드리는 메일입니다.",
}


LEAVE: Final = {
    "en": "Get no more mails like this",
    "ru": "Больше не присылать таких писем",
    "ko": "이런 메일 그만 받기",
}


_WHEN: Final = "Subject: {{ starts|when(zone) }}\n\n-"


async def compose(mailing: Mailing, mail: Mail) -> Ready:
    """For the channel by which it goes. Raises :class:`Obsolete`,
    :class:`~holdfast.mail.BadTemplate`."""
    kind = kind_named(mail.kind)
    if kind is None:
        raise Obsolete("there is no such kind of mail any more")
    async with mailing.settler.database.read() as connection:
        changed = await read_templates(connection)
        if kind.still is not None and not await kind.still(connection, mail):
            raise Obsolete("it is not so any more")
        if (mail.owner, mail.kind, mail.channel) in await read_refusals(connection, [mail.owner]):
            raise Obsolete("they want none of these")
    whole = await gathered(mailing.settler.database, mail, kind.about.name, kind.still)
    if whole is None:
        raise Obsolete("another tells of it")
    mail, changed = _filled_up(kind, whole), _whole_words(changed, kind, whole)
    shop = await mailing.settler.shop.now()
    if kind in (NEWSLETTER, NEWSLETTER_TRY):
        return await newsletter_letter(mailing, _sender(mailing), mail, shop)
    if mail.channel in ("push", "app"):
        return _notice(mailing, mail, kind, changed, shop)
    if mail.channel == "telegram":
        return _message(mailing, mail, kind, changed, shop)
    if mail.channel == "sms":
        return _text(mailing, mail, kind, changed, shop)
    return await _letter(mailing, _sender(mailing), mail, kind, changed, shop)


def _sender(mailing: Mailing) -> Sender:
    if mailing.sender is None:
        raise Obsolete("the shop sends no mail any more")
    return mailing.sender


def _filled_up(kind: Kind, mail: Mail) -> Mail:
    """With what is said by now of events and things of its kind, where its row is older."""
    facts = {name: what for one in kind.events for name, what in defaults_of(one).items()}
    about = kind.about
    of = {about.name: {**about.since, **mail.said.get(about.name, {})}}
    said = {"code": ""} | mail.said | of  # what is secret is not kept: a letter has it, no screen
    return replace(mail, said=said | {"fact": facts | mail.said["fact"]})


def _whole_words(changed: Templates, kind: Kind, mail: Mail) -> Templates:
    """Without the merchant's of a kind that tells of several now, if they speak of one alone."""
    if not mail.said["others"]:
        return changed
    return {key: text for key, text in changed.items() if key[0] != kind.name or "others" in text}


def _notice(
    mailing: Mailing, mail: Mail, kind: Kind, changed: Templates, shop: ShopSettings
) -> Ready:
    """What a browser or an app shows: a title, one line, and where a press leads. It names nobody:
    others see the screen, too."""
    frame = frame_of(mailing.url, shop, mail.locale)
    said = mail.said | {"shop": _shop_said(frame), "person": {"name": ""}}
    written = filled(changed, kind.name, mail.locale, said)
    shown = Notice(
        id=str(mail.id),
        kind=kind.name,
        title=written.title[:MOST_TITLE],
        body=gist(written.body, MOST_LINE),
        url=str(mail.said["url"]).removeprefix(mailing.url),
        lang=mail.locale,
    )
    return Ready(written.title, msgspec.json.encode(shown), urgent=kind.asked_for)


def _message(
    mailing: Mailing, mail: Mail, kind: Kind, changed: Templates, shop: ShopSettings
) -> Ready:
    """What a chat shows: the mail's words, whole; nobody else sees them."""
    said = mail.said | {"shop": _shop_said(frame_of(mailing.url, shop, mail.locale))}
    written = filled(changed, kind.name, mail.locale, said)
    text = chat_text(written.title, written.body, MOST_MESSAGE)
    return Ready(written.title, text.encode(), urgent=kind.asked_for)


def _text(
    mailing: Mailing, mail: Mail, kind: Kind, changed: Templates, shop: ShopSettings
) -> Ready:
    """What an SMS says: the title, and the link to a page of their own account. Who has none, and
    no link then, is told who writes, when it is and where. No secret but the code for the
    number."""
    frame = frame_of(mailing.url, shop, mail.locale)
    said = mail.said | {"shop": _shop_said(frame), "person": {"name": ""}}
    if kind.name == NUMBER_CODE:
        said["code"] = mailing.contact_code(UUID(mail.subject_id))
        written = filled(changed, kind.name, mail.locale, said)
        return Ready(written.title, as_sms(gist(written.body, MOST_LINE)).encode())
    title = filled(changed, kind.name, mail.locale, said).title
    if not is_guest(mail.owner):
        return Ready(title, as_sms(title, str(said["url"])).encode(), urgent=kind.asked_for)
    parts = [f"{frame.shop}: {title}"]
    booking = said.get(kind.about.name, {})
    times = [one for one in (booking, *said["others"]) if "starts" in one]
    for one in times[:MOST_TIMES]:
        when = fill(_WHEN, {"starts": one["starts"], "zone": one["zone"]}, mail.locale).title
        parts += [when] if when not in title else []
    if len(times) > MOST_TIMES:
        parts.append(f"+ {len(times) - MOST_TIMES}")
    place = booking.get("place", "")
    parts += [place] if place and place not in title else []
    return Ready(title, as_sms(", ".join(parts)).encode(), urgent=kind.asked_for)


async def _letter(
    mailing: Mailing, whose: Sender, mail: Mail, kind: Kind, changed: Templates,
    shop: ShopSettings,
) -> Ready:  # fmt: skip
    said = dict(mail.said)
    enclosed: list[Enclosed] = []
    said |= secrets_of(mailing, mail, kind)
    if kind.encloses == "certificate":
        code = await _own_code(mailing, mail)
        said["code"] = code
        paper = await asyncio.to_thread(certificate_pdf, _paper(mail, said, code, shop))
        enclosed.append(Enclosed("certificate.pdf", "application/pdf", paper))
    if kind.encloses in ("visit", "visit-off") or (
        kind.encloses in ("visits", "visits-off") and said["others"]
    ):
        enclosed.append(_visit(whose, mail, kind, said))
    if kind.encloses == "series-off":
        enclosed.append(_series_off(whose, mail, said))
    frame, leave = frame_of(mailing.url, shop, mail.locale), ""
    if kind.may_be_refused:
        link = mailing.leave_link(mail.owner, mail.kind)
        leave = f"{mailing.url}/hooks/mail/{link}"
        words = LEAVE.get(mail.locale, LEAVE["en"])
        frame = replace(frame, leave=f"{mailing.url}/unsubscribe#{link}", leave_word=words)
    looks = looks_of(changed, kind, mail.locale, said, frame)
    sender = Sender(whose.address, whose.name or shop.name)
    text = message_of(
        mail, sender, mail.address, looks.title, looks.plain, looks.html, enclosed, leave
    )
    return Ready(looks.title, text, sender.address, kind.asked_for)


def looks_of(
    changed: Templates,
    kind: Kind,
    locale: str,
    said: dict[str, Any],
    frame: Frame,
) -> Looks:
    """Of what is said, in the shop's frame. Raises :class:`~holdfast.mail.BadTemplate`."""
    all_said = said | {"shop": _shop_said(frame)}
    written = filled(changed, kind.name, locale, all_said)
    return Looks(
        written.title, plain(written.body, frame), html(written.body, written.title, frame)
    )


def _shop_said(frame: Frame) -> dict[str, str]:
    return {"name": frame.shop, "url": frame.url, "zone": frame.zone}


def frame_of(url: str, shop: ShopSettings, locale: str) -> Frame:
    """What stands around the words."""
    frame = Frame(shop.name, url, locale, foot=WHY.get(locale, WHY["en"]), zone=shop.dispatch.zone)
    return frame if shop.accent is None else replace(frame, accent=shop.accent)


def _visit(whose: Sender, mail: Mail, kind: Kind, all_said: dict[str, Any]) -> Enclosed:
    """The same events as calendars that follow the shop show. A file that cancels may be of one
    event alone: of several it publishes them as cancelled."""
    said, off = all_said[kind.about.name], kind.encloses.endswith("-off")
    all_of = [{"id": mail.subject_id} | said, *all_said["others"]]
    events = [_event(mail, one, all_said["url"], off=off) for one in all_of]
    method = "CANCEL" if off and len(events) == 1 else "PUBLISH"
    content = visit_text(events, method, whose.address)
    return Enclosed("booking.ics", "text/calendar", content, method)


def _series_off(whose: Sender, mail: Mail, all_said: dict[str, Any]) -> Enclosed:
    """All of its sessions that are off. A file that cancels may be of one event alone, so this one
    publishes them as cancelled."""
    service = {"service": all_said["series"]["service"]}
    events = [
        _event(mail, service | one, all_said["url"], off=True) for one in named_sessions(all_said)
    ]
    content = visit_text(events, "PUBLISH", whose.address)
    return Enclosed("booking.ics", "text/calendar", content, "PUBLISH")


def _event(mail: Mail, said: Mapping[str, Any], url: str, *, off: bool) -> CalendarEvent:
    return CalendarEvent(
        uid=f"{said['id']}@holdfast",
        sequence=2 * said["moves"] + int(off),
        starts_at=datetime.fromisoformat(said["starts"]),
        ends_at=datetime.fromisoformat(said["ends"]),
        title=said["service"],
        changed_at=mail.created_at,
        status="CANCELLED" if off else "CONFIRMED",
        note="\n".join(one for one in (said["who"], said["number"]) if one),
        place=said["place"],
        address=url,
    )


async def _own_code(mailing: Mailing, mail: Mail) -> str:
    """The code of this mail's certificate: made when it is first written out, in place of any
    before, and the same whenever it is written out again."""
    code = code_from(mailing.code_bytes(mail.id))
    settler = mailing.settler
    found = await grants_by_id(settler.database.pool, [UUID(mail.subject_id)])
    grant = found.get(UUID(mail.subject_id))
    if grant is None or not grant.is_active:
        raise Obsolete("the certificate can not be used any more")
    if grant.code_hash == code_hash(code):
        return code
    if mail.title:  # it was written out before: its code is one that came before the one there is
        raise Obsolete("the certificate has another code since")
    key = f"mail-code/{mail.id}"
    command = process("mail").command((), (coded(grant, code_hash(code)),), key)
    outcome = await settler.ledger.commit(command)
    if isinstance(outcome, AlreadyDone):
        raise Obsolete("the certificate has another code since")
    if not isinstance(outcome, Accepted):
        raise refuse(outcome)
    return code


def _paper(mail: Mail, said: dict[str, Any], code: str, shop: ShopSettings) -> Paper:
    prepaid, fact = said["prepaid"], said["fact"]
    worth = prepaid["worth"]
    return Paper(
        language=mail.locale,
        shop=shop.name,
        name=prepaid["name"],
        worth=worth
        if isinstance(worth, str)
        else money_text(worth["amount"], worth["currency"], mail.locale, signs=False),
        code=code,
        to_name=fact["toName"],
        message=fact["message"],
        until=datetime.fromisoformat(prepaid["until"]).astimezone(zone(shop.dispatch.zone)).date(),
    )
