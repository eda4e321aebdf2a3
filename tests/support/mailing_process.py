"""What writes and sends mails in a process of its own: to be killed.

``python -m tests.support.mailing_process URL SMTP_PORT [FCM_ACCOUNT FCM_URL]``
"""

import asyncio
import sys
from pathlib import Path

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.flows.mailing.kinds import MAIL_TYPES
from holdfast.flows.mailing.mailing import Mailing, Push
from holdfast.flows.mailing.writing import MailWriter
from holdfast.flows.newsletters.sending import send_newsletters
from holdfast.mail import (
    AppCarrier,
    Fcm,
    PushCarrier,
    PushKey,
    Sender,
    ServiceAccount,
    SmtpConnection,
    SmtpServer,
    Way,
)
from holdfast.worker import Mailer
from tests.support.payer import shop_parts_on

__all__ = ["KEY", "POLL", "apps_on", "mailer_on", "mailing_on", "start_mailing", "writer_of"]

ROOT = Path(__file__).parents[2]
SECRET = b"s" * 32
KEY = PushKey.made_of(SECRET)
SECONDS = 1.0
POLL = 0.05  # seconds: nobody wakes who writes and sends
LEASE = 3.0


def mailing_on(settler: object, *, private: bool = True, app: bool = False) -> Mailing:
    """Signs pushes with ``KEY``; ``private``: for push services of this machine."""
    return Mailing(
        push=Push(KEY, "mailto:orders@shop.example", private),
        settler=settler,  # type: ignore[arg-type]  # parts of a shop are a settler
        sender=Sender("orders@shop.example", ""),
        url="https://shop.example",
        secret=SECRET,
        app=app,
    )


def mailer_on(mailing: Mailing, port: int, pause: float = 0.2, *more: Way) -> Mailer:
    server = SmtpServer("127.0.0.1", port, "off", "", "", SECONDS)
    database, push = mailing.settler.database, mailing.push
    assert push is not None

    def by_push() -> PushCarrier:
        return PushCarrier(
            lambda: database.pool, push.key, push.contact, SECONDS, private=push.private
        )

    ways = (
        Way("mail", lambda: SmtpConnection(server), 2, LEASE),
        Way("push", by_push, 2, LEASE),
        *more,
    )
    return Mailer(mailing, ways, pause, POLL)


def app_way(mailing: Mailing, account: str, url: str) -> Way:
    """To phones, by a server that answers as FCM does."""
    database, sender = mailing.settler.database, ServiceAccount.read(account)

    def by_app() -> AppCarrier:
        return AppCarrier(lambda: database.pool, Fcm(sender, url, SECONDS))

    return Way("app", by_app, 2, LEASE * 2)


def apps_on(mailing: Mailing, account: str, url: str) -> Mailer:
    """To phones alone."""
    return Mailer(mailing, (app_way(mailing, account, url),), 0.2, POLL)


def writer_of(mailing: Mailing) -> Consumer:
    return Consumer(
        "mails", MAIL_TYPES, MailWriter(mailing), begin="now", collect_for=0.0, poll=POLL, span=20
    )


async def start_mailing(*words: object) -> asyncio.subprocess.Process:
    """Start the process; the words are those above."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, *map(str, words), cwd=ROOT
    )


async def main(url: str, port: str, account: str = "", fcm: str = "") -> None:
    parts = shop_parts_on(url, "http://127.0.0.1:9", 1)
    await parts.database.start()
    await parts.ledger.start()
    async with parts.database.transaction() as connection:
        await open_era(connection)
    mailing = mailing_on(parts, app=bool(account))
    more = (app_way(mailing, account, fcm),) if account else ()
    mailer = mailer_on(mailing, int(port), 0.2, *more)
    async with asyncio.TaskGroup() as together:
        together.create_task(writer_of(mailing).run(parts.database))
        together.create_task(mailer.run(lambda: True))
        while True:
            await send_newsletters(mailing)
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
