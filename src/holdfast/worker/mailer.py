"""Sending what is said to people, by mail, push, Telegram, SMS and the shop's app: claimed one at a
time, handed to what takes it, ended in the log.

A claim is committed before anything is sent, and once more before the text goes (``handing``), so
that whoever finds a claim that is over knows which it was. Of one that was only claimed nobody has
anything: it is sent as if for the first time. Of one that was being handed over nobody knows;
neither SMTP, a push service, Telegram, FCM nor who carries SMS can be asked. What somebody bought
or asked for is sent again, under the same Message-ID and in the same bytes (a push: under the same
topic and tag), until that was so ``MOST_DOUBTS`` times; anything else waits for staff.

It is not a job: a server that hangs would hold the four runners that also pay money back.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

import structlog

from holdfast.db.engine import is_away
from holdfast.flows.mailing.composing import Obsolete, compose
from holdfast.flows.mailing.kinds import kind_named
from holdfast.flows.mailing.mailing import Mailing
from holdfast.kit import Problem, shop_now
from holdfast.mail import (
    Away,
    BadTemplate,
    Carrier,
    Channel,
    Gone,
    InDoubt,
    KeyRefused,
    Mail,
    NotNow,
    Ready,
    Refused,
    TakesKey,
    Way,
    claim_mail,
    handing_over,
    let_go_mail,
    mail_again,
    mail_dead,
    mail_dropped,
    mail_sent,
)
from holdfast.worker.metrics import MAILS

__all__ = ["DUTY", "Mailer"]

log = structlog.get_logger("holdfast.mail")

DUTY: Final = "mail"
MOST_DOUBTS: Final = 3
LONGEST_PAUSE: Final = 3600.0
LONGEST_AWAY: Final = 60.0
POLL: Final = 1.0
IDLE: Final = 5.0  # seconds without a mail after which the connection is given back


class Mailer:
    """``pause`` is how long the first try that a server put off is put off; each next one twice as
    long. Whom nothing wakes looks for something to send every ``poll`` seconds."""

    def __init__(
        self,
        mailing: Mailing,
        ways: Sequence[Way],
        pause: float = 60.0,
        poll: float = POLL,
    ) -> None:
        self.mailing = mailing
        self._ways = tuple(ways)
        self._pause = pause
        self._poll = poll
        self._pool = mailing.settler.database
        self.keys_refused: set[Channel] = set()
        """The channels whose carrier does not take the shop's key, as it was looked at last."""
        self._news = [asyncio.Event() for way in ways for _ in range(way.lanes)]

    def wake(self) -> None:
        """There may be something to send."""
        for news in self._news:
            news.set()

    async def run(self, holds: Callable[[], bool]) -> None:
        """Send until cancelled, while this process is the one to do so."""
        async with asyncio.TaskGroup() as together:
            lanes = [way for way in self._ways for _ in range(way.lanes)]
            for number, (way, news) in enumerate(zip(lanes, self._news, strict=True)):
                lane = self._lane(way, news, holds)
                together.create_task(lane, name=f"{way.channel} lane {number}")

    async def look_at_keys(self) -> None:
        """Ask those who may be asked whether they take the shop's key. Of who does not answer it
        stays as it was."""
        for way in self._ways:
            carrier = way.opened()
            try:
                if isinstance(carrier, TakesKey):
                    await carrier.try_key()
                    self.keys_refused.discard(way.channel)
            except KeyRefused as refused:
                log.warning("the shop's key is not taken", channel=way.channel, error=str(refused))
                self.keys_refused.add(way.channel)
            except (Away, NotNow, InDoubt, Refused) as error:
                log.info(
                    "whether a key is taken is not known", channel=way.channel, error=str(error)
                )
            finally:
                await carrier.close()

    async def _lane(self, way: Way, news: asyncio.Event, holds: Callable[[], bool]) -> None:
        connection = way.opened()
        away = 0
        quiet = 0.0
        try:
            while True:
                news.clear()
                pause = self._poll
                mail: Mail | None = None
                try:
                    mail = await self._claimed(way) if holds() else None
                    if mail is not None:
                        went = await self._to_the_end(way, connection, mail, away)
                        away = 0 if went else away + 1
                        quiet, pause = 0.0, _pause_when(away)
                except Exception as error:
                    trace = None if is_away(error) else error
                    log.error(  # noqa: TRY400
                        "mails cannot be read or written", error=repr(error), exc_info=trace
                    )
                    await self._let_go(way, mail)
                if not pause:
                    continue
                if away:
                    await asyncio.sleep(pause)
                    continue
                with suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await news.wait()
                before, quiet = quiet, quiet + pause
                if before < IDLE <= quiet:
                    await connection.close()
        finally:
            await connection.close()

    async def _claimed(self, way: Way) -> Mail | None:
        return await claim_mail(self._pool.pool, way.channel, way.lease)

    async def _let_go(self, way: Way, mail: Mail | None) -> None:
        """What failed before it was handed over waits for no claim to be over, unless it fails on
        and on."""
        if mail is not None:
            after = min(POLL * 2.0 ** min(mail.tries - 1, 16), way.lease)
            with suppress(Exception):  # then it waits for that
                await let_go_mail(self._pool.pool, mail, after)

    async def _to_the_end(self, way: Way, connection: Carrier, mail: Mail, away: int) -> bool:
        """Who is stopped ends what is under way first, so that nothing is left in doubt."""
        under_way = asyncio.create_task(self._send(way, connection, mail, away))
        try:
            return await asyncio.shield(under_way)
        except asyncio.CancelledError:
            with suppress(TimeoutError):
                async with asyncio.timeout(way.lease / 6):
                    await under_way
            raise

    async def _send(self, way: Way, connection: Carrier, mail: Mail, away: int) -> bool:
        """False if the one server of all could not be talked to."""
        pool = self._pool.pool
        if not await self._may_be_sent(mail):
            return True
        ready = await self._ready(mail)
        if ready is None:
            return True

        async def before_text() -> bool:
            return await handing_over(pool, mail, ready.title, way.lease)

        try:
            sent = await connection.send(mail, ready, before_text)
        except Away as error:
            after = _pause_when(away + 1)
            await mail_again(pool, mail, str(error), after, counts=False)
            MAILS.labels("away").inc()
            log.warning("the server of mail is away", error=str(error), retry_in=after)
            return False
        except NotNow as error:
            await self._later(mail, str(error), error.after)
        except Refused as error:
            await self._refused(mail, str(error))
        except Gone as error:
            log.info("nobody is there to be told", mail=str(mail.id), why=str(error))
            await mail_dropped(pool, mail, str(error))
            MAILS.labels("gone").inc()
        except InDoubt as error:
            await self._doubted(mail, str(error), self._pause)
            return not connection.for_all
        else:
            if sent:
                await mail_sent(pool, mail)
                MAILS.labels("sent").inc()
        return True

    async def _ready(self, mail: Mail) -> Ready | None:
        """None if it is not to go, or not now."""
        try:
            return await compose(self.mailing, mail)
        except Obsolete as error:
            await mail_dropped(self._pool.pool, mail, str(error))
        except BadTemplate as error:
            await self._dead(mail, f"the template cannot be filled: {error}")
        except Problem as error:
            await mail_again(self._pool.pool, mail, f"not ready: {error.code}", self._pause)
        return None

    async def _may_be_sent(self, mail: Mail) -> bool:
        """Not if it is of no use any more, nor if a try before may have arrived that was enough."""
        if mail.late_at <= shop_now():
            await mail_dropped(self._pool.pool, mail, f"too late; {mail.error}".removesuffix("; "))
            return False
        if mail.before == "handing":
            await self._doubted(mail, "the process ended while it was handed over")
            return False
        return True

    async def _later(self, mail: Mail, error: str, asked: float | None) -> None:
        after = max(min(self._pause * 2.0 ** (mail.tries - 1), LONGEST_PAUSE), asked or 0.0)
        MAILS.labels("later").inc()
        await mail_again(self._pool.pool, mail, error, after)

    async def _refused(self, mail: Mail, error: str) -> None:
        """Any other is dropped: staff can do nothing about one browser or chat, and a mail says the
        same."""
        if mail.channel == "mail":
            await self._dead(mail, error)
            return
        log.warning("it is refused for good", mail=str(mail.id), channel=mail.channel, error=error)
        await mail_dropped(self._pool.pool, mail, error)
        MAILS.labels("refused").inc()

    async def _doubted(self, mail: Mail, error: str, after: float = 0.0) -> None:
        kind = kind_named(mail.kind)
        again = kind is not None and kind.asked_for and mail.doubts + 1 < MOST_DOUBTS
        MAILS.labels("doubt").inc()
        if again:
            await mail_again(self._pool.pool, mail, f"in doubt: {error}", after, doubt=True)
        else:
            await self._dead(mail, f"in doubt, it may have arrived: {error}", doubt=True)

    async def _dead(self, mail: Mail, error: str, *, doubt: bool = False) -> None:
        await mail_dead(self._pool.pool, mail, error, doubt=doubt)
        MAILS.labels("dead").inc()
        log.error("mail given up; staff see it", mail=str(mail.id), kind=mail.kind, error=error)


def _pause_when(away: int) -> float:
    """How long a server is left alone that was away so many times, one after the other."""
    return min(POLL * 2.0 ** (away - 1), LONGEST_AWAY) if away else 0.0
