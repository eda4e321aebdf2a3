"""Staff are told of what needs a person, once when it begins and once when it ends. A storm is
gathered: so many an hour one by one, then one line with how many more."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.alerts import (
    AlertBegan,
    AlertEnded,
    AlertName,
    AlertsGathered,
    Seen,
    Untold,
    open_alerts,
    tell_alerts,
    told_in_the_hour,
)
from holdfast.db.backup_files import last_copy
from holdfast.db.engine import Database
from holdfast.db.events import Fact
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.stuck.deliveries import StuckDeliveries
from holdfast.flows.stuck.jobs import count_stuck_jobs
from holdfast.flows.stuck.mails import StuckMails
from holdfast.kit.clock import utc_now
from holdfast.payments import outages_now

__all__ = ["ALERTS_EVERY", "MOST_AN_HOUR", "DailyCopies", "look_for_alerts"]

ALERTS_EVERY: Final = 30.0
MOST_AN_HOUR: Final = 10
"""Beginnings and ends that are told one by one."""
AWAY_SECONDS: Final = 180.0
"""From then on a provider that does not answer needs a person; as the rule of Prometheus has it."""
BACKUP_LATE: Final = timedelta(hours=26)
"""One is made each day; a slow one may take a while."""
_STUCK_PAGE: Final = "/staff/stuck"
_PAYMENTS_PAGE: Final = "/staff/payments"
_HOME_PAGE: Final = "/staff"
_PAGES: Final[Mapping[AlertName, str]] = {
    "provider-away": _PAYMENTS_PAGE,
    "backup-late": _HOME_PAGE,
    "key-refused": _HOME_PAGE,
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


async def look_for_alerts(
    database: Database, copies: DailyCopies | None = None, keys_refused: Collection[str] = ()
) -> int:
    """Note what needs a person now and what does not any more; how often something is told.
    ``keys_refused``: the channels whose carrier does not take the shop's key."""
    seen = await _seen(database)
    seen += [Seen("key-refused", channel, 1) for channel in keys_refused]
    if copies is not None:
        seen += await asyncio.to_thread(copies.late, utc_now())
    async with database.transaction() as connection:
        untold = await open_alerts(connection, seen)
        if not untold:
            return 0
        alone, gathered = await told_in_the_hour(connection)
        room = max(MOST_AN_HOUR - alone, 0)
        some, rest = untold[:room], [] if gathered else untold[room:]
        facts: list[tuple[Fact, UUID]] = [(_fact(one), one.id) for one in some]
        if rest:
            facts.append((AlertsGathered(len(rest), _STUCK_PAGE), rest[0].id))
        await write_events(connection, facts)
        by_one_line = [isinstance(fact, AlertsGathered) for fact, _ in facts]
        await tell_alerts(connection, {one.id for one in (*some, *rest)}, by_one_line)
    return len(facts)


async def _seen(database: Database) -> list[Seen]:
    async with database.read() as connection:
        jobs = await count_stuck_jobs(connection)
    found = [Seen("stuck-job", name, number) for name, number in jobs.items()]
    for name, number in (await StuckDeliveries(database).count()).items():
        found.append(Seen("stuck-delivery", name, number))
    for name, number in (await StuckMails(database).count()).items():
        found.append(Seen("stuck-mail", name, number))
    for one in await outages_now(database.pool):
        if one.key_refused:
            found.append(Seen("key-refused", one.provider, 1))
        elif one.is_away and one.seconds > AWAY_SECONDS:
            found.append(Seen("provider-away", one.provider, int(one.seconds // 60)))
    return found


def _fact(one: Untold) -> Fact:
    page = _PAGES.get(one.name, _STUCK_PAGE)
    if one.ended_at is not None:
        minutes = int((one.ended_at - one.began_at).total_seconds() // 60)
        return AlertEnded(one.name, one.subject, page, minutes)
    return AlertBegan(one.name, one.subject, page, one.count)
