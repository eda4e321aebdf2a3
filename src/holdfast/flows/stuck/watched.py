"""What of the shop staff are told of when it begins and when it ends: each by its name, with where
it is looked for, what is said of it, and the page where staff see to it."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from msgspec import Struct

from holdfast.alerts import AlertName, Seen
from holdfast.db.backup_files import last_copy
from holdfast.db.engine import Database
from holdfast.flows.stuck.deliveries import StuckDeliveries
from holdfast.flows.stuck.jobs import count_stuck_jobs
from holdfast.flows.stuck.mails import StuckMails
from holdfast.kit.clock import utc_now
from holdfast.kit.sentences import Sentence, say
from holdfast.payments import held_to_tell, outages_now, receipts_to_tell

__all__ = ["OF_THE_MACHINE", "WATCHED", "DailyCopies", "Here", "Watched", "seen_now"]

AWAY_SECONDS: Final = 180.0
"""From then on a provider that does not answer needs a person; as the rule of Prometheus has it."""
BACKUP_LATE: Final = timedelta(hours=26)
"""One is made each day; a slow one may take a while."""
ENDS_SOON: Final = timedelta(days=2)
ROOM_LEFT: Final = 5
"""Percent of a disk; with less than that it is nearly full."""
_STUCK_PAGE: Final = "/staff/stuck"
_PAYMENTS_PAGE: Final = "/staff/payments"
_HOME_PAGE: Final = "/staff"
_MOST: Final = 1000

_COUNTED: Final[Mapping[AlertName, str]] = {
    "refund-failed": """
        SELECT 'refunds', count(*) FROM (
            SELECT id FROM orders WHERE refund = 'failed'
            UNION SELECT subject_id FROM payments WHERE status = 'refund-failed' LIMIT :most) f
    """,
    "payout-refused": """
        SELECT provider, count(*) FROM payouts
        WHERE status = 'refused' AND provider IS NOT NULL GROUP BY 1 ORDER BY 1
    """,
    "dispute-due": """
        SELECT provider, count(*) FROM disputes
        WHERE status IN ('inquiry', 'open') AND due_at < clock_timestamp() + interval '2 days'
          AND due_at > clock_timestamp()
        GROUP BY 1 ORDER BY 1
    """,
    "calendar-refused": """
        SELECT r.name, count(*) FROM outside_calendars c JOIN resources r ON r.id = c.resource_id
        WHERE c.state = 'refused' GROUP BY 1 ORDER BY 1
    """,
    "jobs-late": """
        SELECT queue, count(*) FROM jobs
        WHERE next_attempt_at < now() - interval '10 minutes'
          AND (acquired_at IS NULL OR acquired_at < now() - interval '10 minutes')
        GROUP BY 1 ORDER BY 1
    """,
}


class DailyCopies(Struct, frozen=True):
    """Where copies of the shop, which lies in ``data``, are to be put each day, and since when this
    process looks for them."""

    folder: Path
    data: Path
    since: datetime

    def late(self, now: datetime) -> list[Seen]:
        """None, or that there was no copy for so many hours."""
        silent = now - last_copy(self.folder, self.data, self.since)
        if silent < BACKUP_LATE:
            return []
        return [Seen("backup-late", str(self.folder), int(silent / timedelta(hours=1)))]


class Here(Struct, frozen=True):
    """What the process that looks knows itself: its ``database``, daily ``copies``, whose key is
    not taken (channels of what people are told), and folders whose ``disks`` must have room."""

    database: Database
    copies: DailyCopies | None = None
    keys_refused: Collection[str] = ()
    disks: Collection[Path] = ()


Look = Callable[[Here], Awaitable[list[Seen]]]


class Watched(Struct, frozen=True):
    """``look``: with what it is so now. ``began`` and ``ended`` are said of the subject."""

    look: Look
    began: Callable[[str, int], Sentence]
    ended: Callable[[str], Sentence]
    page: str = _STUCK_PAGE


async def _jobs(here: Here) -> list[Seen]:
    async with here.database.read() as connection:
        found = await count_stuck_jobs(connection)
    return [Seen("stuck-job", name, number) for name, number in found.items()]


async def _deliveries(here: Here) -> list[Seen]:
    found = await StuckDeliveries(here.database).count()
    return [Seen("stuck-delivery", name, number) for name, number in found.items()]


async def _mails(here: Here) -> list[Seen]:
    found = await StuckMails(here.database).count()
    return [Seen("stuck-mail", name, number) for name, number in found.items()]


async def _away(here: Here) -> list[Seen]:
    return [
        Seen("provider-away", one.provider, int(one.seconds // 60))
        for one in await outages_now(here.database.pool)
        if one.is_away and not one.key_refused and one.seconds > AWAY_SECONDS
    ]


async def _keys(here: Here) -> list[Seen]:
    providers = [one.provider for one in await outages_now(here.database.pool) if one.key_refused]
    return [Seen("key-refused", name, 1) for name in (*here.keys_refused, *providers)]


async def _copies(here: Here) -> list[Seen]:
    return [] if here.copies is None else await asyncio.to_thread(here.copies.late, utc_now())


async def _disks(here: Here) -> list[Seen]:
    return await asyncio.to_thread(
        lambda: [seen for one in here.disks for seen in _nearly_full(one)]
    )


def _nearly_full(folder: Path) -> list[Seen]:
    try:
        found = shutil.disk_usage(folder)
    except OSError:
        return []
    left = 100 * found.free // max(found.total, 1)
    return [Seen("disk-full", str(folder), left)] if left < ROOM_LEFT else []


async def _receipts(here: Here) -> list[Seen]:
    async with here.database.read() as connection:
        found = await receipts_to_tell(connection)
    return [Seen("receipt-refused", "receipts", found)] if found else []


async def _held(here: Here) -> list[Seen]:
    async with here.database.read() as connection:
        found = await held_to_tell(connection, ENDS_SOON)
    return [Seen("money-ending", "payments", found)] if found else []


def _counted(name: AlertName) -> Look:
    async def look(here: Here) -> list[Seen]:
        statement, about = sa.text(_COUNTED[name]), {}
        if ":most" in _COUNTED[name]:
            about = {"most": _MOST}
        async with here.database.read() as connection:
            rows = await connection.execute(statement, about)
            return [Seen(name, subject, number) for subject, number in rows if number]

    return look


WATCHED: Final[Mapping[AlertName, Watched]] = {
    "stuck-job": Watched(
        _jobs,
        lambda of, count: say("Given up: the job {of} ({count})", of=of, count=count),
        lambda of: say("No longer given up: the job {of}", of=of),
    ),
    "stuck-delivery": Watched(
        _deliveries,
        lambda of, count: say("Given up: messages to {of} ({count})", of=of, count=count),
        lambda of: say("No longer given up: messages to {of}", of=of),
    ),
    "stuck-mail": Watched(
        _mails,
        lambda of, count: say("Not sent: mails of the kind {of} ({count})", of=of, count=count),
        lambda of: say("No longer unsent: mails of the kind {of}", of=of),
    ),
    "jobs-late": Watched(
        _counted("jobs-late"),
        lambda of, count: say("Late by ten minutes: the job {of} ({count})", of=of, count=count),
        lambda of: say("No longer late: the job {of}", of=of),
        _HOME_PAGE,
    ),
    "provider-away": Watched(
        _away,
        lambda of, count: say("{of} has not answered for {count} min", of=of, count=count),
        lambda of: say("{of} answers again", of=of),
        _PAYMENTS_PAGE,
    ),
    "key-refused": Watched(
        _keys,
        lambda of, _: say("{of} does not take the shop's key", of=of),
        lambda of: say("{of} takes the shop's key again", of=of),
        _HOME_PAGE,
    ),
    "backup-late": Watched(
        _copies,
        lambda _, count: say("Nothing was backed up for {count} h", count=count),
        lambda _: say("Backups are made again"),
        _HOME_PAGE,
    ),
    "disk-full": Watched(
        _disks,
        lambda of, count: say(
            "The disk of {of} is nearly full: {count} % free", of=of, count=count
        ),
        lambda of: say("The disk of {of} has room again", of=of),
        _HOME_PAGE,
    ),
    "refund-failed": Watched(
        _counted("refund-failed"),
        lambda _, count: say("Refunds that failed: {count}", count=count),
        lambda _: say("No refund is failed any more"),
        _HOME_PAGE,
    ),
    "payout-refused": Watched(
        _counted("payout-refused"),
        lambda of, count: say("Payouts that {of} refused: {count}", of=of, count=count),
        lambda of: say("No payout is refused by {of} any more", of=of),
        "/staff/payouts",
    ),
    "dispute-due": Watched(
        _counted("dispute-due"),
        lambda of, count: say(
            "Disputes at {of} to be answered within two days: {count}", of=of, count=count
        ),
        lambda of: say("No dispute at {of} is to be answered soon", of=of),
        "/staff/disputes",
    ),
    "receipt-refused": Watched(
        _receipts,
        lambda _, count: say("Receipts that the tax service did not take: {count}", count=count),
        lambda _: say("All receipts are seen to"),
        _HOME_PAGE,
    ),
    "money-ending": Watched(
        _held,
        lambda _, count: say(
            "Money that is set aside runs out within two days, or was refused: {count}", count=count
        ),
        lambda _: say("No money that is set aside runs out soon"),
        _HOME_PAGE,
    ),
    "calendar-refused": Watched(
        _counted("calendar-refused"),
        lambda of, _: say("The calendar elsewhere of {of} no longer lets the shop in", of=of),
        lambda of: say("The calendar elsewhere of {of} is connected again", of=of),
        "/staff/resources",
    ),
}


OF_THE_MACHINE: Final[tuple[AlertName, ...]] = ("backup-late", "disk-full", "jobs-late")
"""What staff's home says in words: no other page has it."""


async def seen_now(here: Here) -> list[Seen]:
    """All that needs a person now."""
    found: list[Seen] = []
    for one in WATCHED.values():
        found += await one.look(here)
    return found
