"""A member is told by SMS, or no more: a code goes to the number, and comes back by the page. It is
made of the log's secret and an id whenever it is sent or looked at, so it stands nowhere."""

import hmac

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.people.accounts import refuse_demo_account
from holdfast.kit import Problem
from holdfast.kit.phones import can_be_texted, international
from holdfast.mail import (
    MOST_CODES,
    NumberCodeWanted,
    OwnNumber,
    keep_number,
    leave_number,
    new_number_code,
    number_to_try,
    numbers_of,
)
from holdfast.people import LoginThrottle

__all__ = [
    "NumberCodeExpired", "NumberCodeWrong", "NumberInvalid", "NumberNeedsSession", "NumberNotKept",
    "SmsOff", "TooManyNumberCodes", "ask_number_code", "confirm_number", "forget_number",
    "number_of",
]  # fmt: skip


class SmsOff(Problem):
    """The shop has nobody who carries SMS."""

    status = 409
    code = "sms-off"
    title = "This shop sends no SMS"


class NumberNeedsSession(Problem):
    """Who asks came with a token: the number would outlast it."""

    status = 409
    code = "number-needs-session"
    title = "A number is confirmed by somebody who is logged in"


class NumberInvalid(Problem):
    """It is no number, or none of a mobile."""

    status = 422
    code = "number-invalid"
    title = "SMS cannot go to this number"


class TooManyNumberCodes(Problem):
    """They asked for as many as somebody may in a day."""

    status = 429
    code = "too-many-number-codes"
    title = "Too many codes were asked for"


class NumberCodeWrong(Problem):
    """It is another code."""

    status = 422
    code = "number-code-wrong"
    title = "This is not the code of the SMS"


class NumberCodeExpired(Problem):
    """The code's time is up, it was tried too often or used, or none was asked for."""

    status = 410
    code = "number-code-expired"
    title = "The code of the SMS has expired"


class NumberNotKept(Problem):
    """The account has no number."""

    status = 404
    code = "number-not-kept"
    title = "No number is kept"


def sending(mailing: Mailing | None) -> Mailing:
    """Raises :class:`SmsOff`."""
    if mailing is None or mailing.sms is None:
        raise SmsOff("Its mails come as before.")
    return mailing


async def ask_number_code(
    database: Database, mailing: Mailing | None, throttle: LoginThrottle, caller: Caller,
    typed: str, session: str, locale: str | None, *, demo: bool,
) -> str:  # fmt: skip
    """Have a code sent there, in place of any before; which number it is. Raises :class:`SmsOff`,
    :class:`NumberInvalid`, :class:`NumberNeedsSession`, :class:`TooManyNumberCodes`,
    :class:`~holdfast.people.TooManyLinks`."""
    here = sending(mailing)
    country = here.country_of(await here.settler.shop.now())
    number = international(typed, country)
    if number is None or not can_be_texted(number):
        raise NumberInvalid(
            "Write a mobile number with the country's code: +44 7400 123456.", field="number"
        )
    who = caller.principal
    async with database.read() as connection:
        user = await people.known_user(connection, who.user_id)
    refuse_demo_account(user, demo=demo)
    await throttle.attempt(number, who.address)
    async with database.transaction() as connection:
        made = await new_number_code(connection, who.id, number, session)
        if made is None:
            raise NumberNeedsSession("Log in to the shop, and confirm the number there.")
        code, count = made
        if count > MOST_CODES:
            raise TooManyNumberCodes("Ask again tomorrow.")
        fact = NumberCodeWanted(who.id, number, locale)
        await write_event(connection, fact, code, caller.request)
    return number


async def confirm_number(
    database: Database, mailing: Mailing | None, caller: Caller, code: str
) -> OwnNumber:
    """The code came back: they are told there, and nobody else. Raises :class:`SmsOff`,
    :class:`NumberCodeExpired`, :class:`NumberCodeWrong`."""
    here, who = sending(mailing), caller.principal
    async with database.transaction() as connection:  # that it was tried counts by itself
        asked = await number_to_try(connection, who.id)
    if asked is None:
        raise NumberCodeExpired("Ask for a new code.", field="code")
    given = "".join(one for one in code if one.isalnum())
    if not hmac.compare_digest(given.encode(), here.contact_code(asked.id).encode()):
        raise NumberCodeWrong("Look at the last SMS again.", field="code")
    async with database.transaction() as connection:
        kept = await keep_number(connection, who.id, asked.id)
        if kept is None:
            raise NumberCodeExpired("Ask for a new code.", field="code")
        await people.note(
            connection, who.id, "user.number-confirmed", who.id, request=caller.request
        )
    return kept


async def number_of(database: Database, owner: str) -> OwnNumber | None:
    """Where they are told, if anywhere."""
    async with database.read() as connection:
        return (await numbers_of(connection, [owner])).get(owner)


async def forget_number(database: Database, caller: Caller) -> None:
    """Tell them there no more; what waits for the number does not go. Raises
    :class:`NumberNotKept`."""
    owner = caller.principal.id
    async with database.transaction() as connection:
        if not await leave_number(connection, owner):
            raise NumberNotKept("Your account has no number.")
        await people.note(connection, owner, "user.number-left", owner, request=caller.request)
