"""Staff are told of what needs a person, once when it begins and once when it ends. A storm is
gathered: so many an hour one by one, then one line with how many more."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.alerts import (
    AlertBegan,
    AlertEnded,
    AlertsGathered,
    Untold,
    open_alerts,
    tell_alerts,
    told_in_the_hour,
)
from holdfast.db.events import Fact
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.stuck.watched import WATCHED, Here, seen_now

__all__ = ["ALERTS_EVERY", "MOST_AN_HOUR", "look_for_alerts"]

ALERTS_EVERY: Final = 30.0
MOST_AN_HOUR: Final = 10
"""Beginnings and ends that are told one by one."""
_STUCK_PAGE: Final = "/staff/stuck"


async def look_for_alerts(
    here: Here, off: Collection[str] = (), keys_refused: Collection[str] = ()
) -> int:
    """Note what needs a person now and what does not any more; how often something is told.
    ``off``: what the shop wants nobody to be told of; ``keys_refused``: the channels whose carrier
    does not take the shop's key."""
    seen = await seen_now(replace(here, keys_refused=keys_refused))
    async with here.database.transaction() as connection:
        untold = await open_alerts(connection, seen, off)
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


def _fact(one: Untold) -> Fact:
    page = WATCHED[one.name].page
    if one.ended_at is not None:
        minutes = int((one.ended_at - one.began_at).total_seconds() // 60)
        return AlertEnded(one.name, one.subject, page, minutes)
    return AlertBegan(one.name, one.subject, page, one.count)
