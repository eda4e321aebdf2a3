"""What people are told, brought to their telephones: a channel of the one engine of mails. Each
costs money, so each is one of those that may go in a day, to a number and in all."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta

from holdfast.db.engine import Database
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.mailing.kinds import NUMBER_CODE
from holdfast.flows.mailing.mailing import Texting
from holdfast.kit import shop_now
from holdfast.kit.logs import logger
from holdfast.mail import (
    Gone,
    InDoubt,
    Mail,
    NotNow,
    Ready,
    Refused,
    SmsLimitReached,
    SmsLines,
    Stopped,
    give_sms_back,
    is_number_of,
    limit_reached,
    start_number,
    stop_number,
    take_sms,
)
from holdfast.people import is_guest

__all__ = ["SmsCarrier"]

log = logger("sms")


class SmsCarrier:
    """One message after another. Who carries them is one for all: when they are away none goes."""

    for_all = True

    def __init__(self, database: Database, texting: Texting, lines: SmsLines) -> None:
        self._database, self._texting, self._lines = database, texting, lines

    async def send(
        self, mail: Mail, ready: Ready, before_text: Callable[[], Awaitable[bool]]
    ) -> bool:
        """As :class:`~holdfast.mail.Carrier` says. A number that wants none, or is none, gets
        nothing more."""
        pool, number, code = self._database.pool, mail.address, mail.kind == NUMBER_CODE
        known = code or is_guest(mail.owner) or await is_number_of(pool, mail.owner, number)
        if not known:
            raise Gone("the number is not theirs any more")
        await self._take(number, code=code)
        try:
            went = await before_text()
            if went:
                left = (mail.late_at - shop_now()).total_seconds()
                await self._lines.to(number).send(number, ready.text.decode(), left)
        except Stopped as stopped:
            await give_sms_back(pool, number, code=code)
            await stop_number(pool, number, stopped.why)
            log.info("a number gets no more SMS", why=stopped.why, mail=str(mail.id))
            raise
        except InDoubt:
            raise  # it may have gone, and is paid for then
        except Exception:
            await give_sms_back(pool, number, code=code)
            raise
        if not went:
            await give_sms_back(pool, number, code=code)
        elif code:
            await start_number(pool, number)
        return went

    async def try_key(self) -> None:
        """As :class:`~holdfast.mail.TakesKey` says."""
        await self._lines.try_key()

    async def close(self) -> None:
        await self._lines.close()

    async def _take(self, number: str, *, code: bool) -> None:
        most = self._texting
        taken = await take_sms(
            self._database.pool, number, of_day=most.a_day, of_number=most.number_a_day, code=code
        )
        match taken:
            case "stopped":
                raise Gone("no SMS goes to this number any more")
            case "number":
                raise Refused("too many to this number in a day")
            case "day" if code:
                raise Refused("too many codes, or too many of all, in a day")
            case "day":
                await self._tell_staff()
                raise NotNow("as many as may go in a day went", _until_tomorrow())
            case "taken":
                return

    async def _tell_staff(self) -> None:
        """Once a day."""
        async with self._database.transaction() as connection:
            day = await limit_reached(connection)
            if day is not None:
                log.warning("as many SMS as may go in a day went", limit=self._texting.a_day)
                await write_event(connection, SmsLimitReached(self._texting.a_day), day)


def _until_tomorrow() -> float:
    now = shop_now()
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return (midnight - now).total_seconds() + 1.0
