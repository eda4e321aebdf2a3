"""Time: owners are warned before what they have runs out, and what ran out is not used any more."""

from datetime import datetime
from typing import Final

from holdfast.flows.commit.caller import process
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.packages.certificates import give_due
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Accepted, KeyReused, Rider
from holdfast.packages import Grant, end_key, expired, grants_by_id, warned

__all__ = ["look_after_packages"]

_AT_ONCE: Final = 200
_TO_WARN: Final = """
SELECT id FROM package_grants
WHERE status = 'active' AND warned_at IS NULL AND warn_at <= $1 ORDER BY warn_at LIMIT $2
"""
_OVER: Final = """
SELECT id FROM package_grants
WHERE status = 'active' AND grace_until <= $1 ORDER BY grace_until LIMIT $2
"""


async def look_after_packages(settler: Settler, now: datetime) -> int:
    """Give, warn and end what is due; how many those were. Safe to repeat."""
    done = await give_due(settler, now)
    for statement, ends in ((_OVER, True), (_TO_WARN, False)):
        rows = await settler.database.pool.fetch(statement, now, _AT_ONCE)
        grants = await grants_by_id(settler.database.pool, [row["id"] for row in rows])
        for grant in grants.values():
            done += await _moved(settler, grant, ends=ends)
    return done


async def _moved(settler: Settler, grant: Grant, *, ends: bool) -> bool:
    left = (await settler.reader.account(grant.key)).balance
    riders: tuple[Rider, ...] = expired(grant, left) if ends else warned(grant, left)
    key = end_key(grant) if ends else f"warn-package/{grant.id}/{grant.valid_until.isoformat()}"
    outcome = await settler.ledger.commit(process("time").command((), riders, key))
    if isinstance(outcome, KeyReused):
        return False  # it was given more time at this very moment
    may_be_overtaken(outcome)
    return isinstance(outcome, Accepted)
