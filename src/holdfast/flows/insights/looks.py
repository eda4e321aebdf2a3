"""What visitors look at before they book: pages of photographers and studios, times of services.
Counted in this process and added to the sums by day and hour (``db/flushing.py``); whoever looks
again within half an hour counts once.

What of it, and of products and carts, analytics services are to be told becomes an event, of those
alone who agreed. Beyond ``most`` further ones are not counted.
"""

import time
from collections import Counter
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.analytics import Act, VisitorActed, agreed_since
from holdfast.db.engine import Database
from holdfast.db.flushing import FLUSH_EVERY, Flushing
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.insights.shop_clock import SHOP_ZONE, clock_of
from holdfast.kit import shop_now

__all__ = ["Looks"]

SAME_LOOK: Final = 1800.0
MOST: Final = 20_000
Kind: TypeAlias = Literal["page", "times"]
_COUNTED: Final[dict[Act, Kind]] = {"view-profile": "page", "look-for-times": "times"}
_EACH_TIME: Final[frozenset[Act]] = frozenset({"add-to-cart"})

_ZONE: Final = sa.text(SHOP_ZONE)
# In the order of their keys, as everybody does who changes several.
_ADD: Final = sa.text("""
INSERT INTO booking_looks AS kept (subject_id, kind, day, hour, looks)
SELECT subject_id, kind, :day, :hour, looks
FROM unnest(CAST(:subjects AS uuid[]), CAST(:kinds AS text[]), CAST(:looks AS bigint[]))
    AS seen (subject_id, kind, looks)
ORDER BY subject_id, kind
ON CONFLICT (subject_id, kind, day, hour) DO UPDATE SET looks = kept.looks + excluded.looks
""")


class Looks(Flushing):
    """One of it a process, from ``start`` to ``stop``. ``told``: analytics are set up."""

    def __init__(
        self,
        database: Database,
        *,
        told: bool = False,
        every: float = FLUSH_EVERY,
        most: int = MOST,
    ) -> None:
        super().__init__("looks", every)
        self._database = database
        self._told = told
        self._most = most
        self._lately: dict[tuple[str, Act, UUID], float] = {}
        self._counts: Counter[tuple[UUID, Kind]] = Counter()
        self._acts: list[tuple[str, Act, UUID]] = []

    def saw(self, owner: str | None, address: str, act: Act, subject_id: UUID) -> None:
        """``owner``: an account or a guest; of who is neither yet, the address says who it is."""
        kind, whom = _COUNTED.get(act), owner if self._told else None
        if kind is None and whom is None:
            return
        if act not in _EACH_TIME and self._again((owner or address, act, subject_id)):
            return
        if kind is not None and (
            (subject_id, kind) in self._counts or len(self._counts) < self._most
        ):
            self._counts[subject_id, kind] += 1
        if whom is not None and len(self._acts) < self._most:
            self._acts.append((whom, act, subject_id))

    async def flush(self) -> None:
        """Write what was counted; if that fails it is kept for the next time."""
        counts, self._counts = self._counts, Counter()
        acts, self._acts = self._acts, []
        if not counts and not acts:
            return
        try:
            async with self._database.transaction() as connection:
                await _add(connection, counts)
                await _tell(connection, acts)
        except BaseException:
            self._counts.update(counts)
            self._acts = [*acts, *self._acts][: self._most]
            raise

    def _again(self, look: tuple[str, Act, UUID]) -> bool:
        now = time.monotonic()
        before = self._lately.get(look)
        if before is not None and now - before < SAME_LOOK:
            return True
        self._lately.pop(look, None)
        while self._lately and (
            len(self._lately) >= self._most or now - next(iter(self._lately.values())) >= SAME_LOOK
        ):
            del self._lately[next(iter(self._lately))]
        self._lately[look] = now
        return False


async def _add(connection: AsyncConnection, counts: Counter[tuple[UUID, Kind]]) -> None:
    if not counts:
        return
    shown = shop_now().astimezone(clock_of((await connection.execute(_ZONE)).scalar()))
    about = {
        "subjects": [subject for subject, _ in counts],
        "kinds": [kind for _, kind in counts],
        "looks": list(counts.values()),
        "day": shown.date(),
        "hour": shown.hour,
    }
    await connection.execute(_ADD, about)


async def _tell(connection: AsyncConnection, acts: list[tuple[str, Act, UUID]]) -> None:
    if not acts:
        return
    agreed = await agreed_since(connection, {owner for owner, _, _ in acts})
    facts = [
        (VisitorActed(owner, act, subject), subject)
        for owner, act, subject in acts
        if owner in agreed
    ]
    await write_events(connection, facts)
