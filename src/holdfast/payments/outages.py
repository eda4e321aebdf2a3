"""Providers that do not answer: noted of the calls that are made anyway, so nobody is asked for it.

One row a provider while it does not answer, which all processes read; its next answer ends it.
"""

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Final

import asyncpg
import structlog
from msgspec import Struct

from holdfast.db.engine import AWAY, Database
from holdfast.kit.lately import Lately
from holdfast.payments.provider import KeyRefused

AWAY_AFTER: Final = 60.0
"""Seconds without an answer after which buyers are offered another way, and staff are told."""
FEWEST: Final = 3
"""Tries in that time, at most one counted a second: of fewer nothing is concluded."""
TRY_EVERY: Final = 15.0
"""Seconds after which one payment is begun there all the same, when nothing else asks."""
_NOTE_EVERY: Final = 1.0
_MOST: Final = 200
"""Characters of what went wrong."""

log = structlog.get_logger("holdfast.payments")

_NOW: Final = """
SELECT provider, began_at, last_at, tries, detail,
       extract(epoch FROM clock_timestamp() - began_at)::float, key_refused
FROM payment_outages ORDER BY began_at, provider
"""
_UNANSWERED: Final = """
INSERT INTO payment_outages AS o (provider, detail, key_refused) VALUES ($1, $2, $3)
ON CONFLICT (provider) DO UPDATE
SET last_at = clock_timestamp(), tries = o.tries + 1, detail = excluded.detail,
    key_refused = excluded.key_refused
"""
_ANSWERED: Final = "DELETE FROM payment_outages WHERE provider = $1"
_TRY: Final = """
WITH tried AS (
    UPDATE payment_outages SET tried_at = clock_timestamp()
    WHERE provider = $1
      AND greatest(last_at, tried_at) < clock_timestamp() - make_interval(secs => $2)
    RETURNING provider)
SELECT EXISTS (SELECT FROM tried)
    OR NOT EXISTS (SELECT FROM payment_outages WHERE provider = $1)
"""


class Outage(Struct, frozen=True):
    """A provider that has not answered for ``seconds``, in so many ``tries``; ``detail`` is what
    went wrong last. ``key_refused``: it answered, that it does not take the shop's key."""

    provider: str
    began_at: datetime
    last_at: datetime
    tries: int
    detail: str
    seconds: float
    key_refused: bool = False

    @property
    def is_away(self) -> bool:
        """Long enough for a conclusion; a refused key is one at once."""
        return self.key_refused or (self.seconds >= AWAY_AFTER and self.tries >= FEWEST)


async def outages_now(pool: asyncpg.Pool) -> list[Outage]:
    """Every provider whose last call was not answered, those silent for longest first."""
    return [Outage(*row) for row in await pool.fetch(_NOW)]


class Outages:
    """Notes and reads them. What goes wrong here stops no payment."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[str, float] = {}
        self._lately: Lately[Mapping[str, Outage]] = Lately(self._read)

    async def away(self) -> frozenset[str]:
        """Who has not answered for so long that buyers are offered another way."""
        return frozenset(one.provider for one in (await self._known()).values() if one.is_away)

    async def may_try(self, provider: str) -> bool:
        """Whether a payment may be begun at one that is away: once in a while, by one buyer."""
        try:
            may: bool = await self._database.pool.fetchval(_TRY, provider, TRY_EVERY)
        except (*AWAY, asyncpg.PostgresError) as error:
            log.debug("not known whether a provider may be tried", error=repr(error))
            return True
        return may

    async def unanswered(self, provider: str, error: BaseException) -> None:
        """A call was not answered."""
        now = time.monotonic()
        if now - self._noted.get(provider, -_NOTE_EVERY) < _NOTE_EVERY:
            return
        self._noted[provider] = now
        said = (str(error) or repr(error))[:_MOST]
        await self._write(_UNANSWERED, provider, said, isinstance(error, KeyRefused))

    async def answered(self, provider: str) -> None:
        """A call was: yes or no."""
        if provider in await self._known():
            await self._write(_ANSWERED, provider)

    async def _write(self, statement: str, *about: str | bool) -> None:
        try:
            await self._database.pool.execute(statement, *about)
        except (*AWAY, asyncpg.PostgresError) as error:
            log.debug("an outage is not noted", error=repr(error))
        self._lately.forget()

    async def _known(self) -> Mapping[str, Outage]:
        try:
            return await self._lately.now()
        except (*AWAY, asyncpg.PostgresError) as error:
            log.debug("outages are not read", error=repr(error))
            return {}

    async def _read(self) -> Mapping[str, Outage]:
        return {one.provider: one for one in await outages_now(self._database.pool)}
