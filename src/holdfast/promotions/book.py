"""Campaigns and coupons as stored: gathered reads, and what may be remembered because it never
changes."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.promotions.campaign import Campaign
from holdfast.promotions.coupon import Coupon
from holdfast.promotions.rows import discount_columns, discount_terms

REMEMBERED: Final = 4096  # campaigns

FRESH: Final = 2.0  # seconds for which it is believed that staff have not ended one

_CAMPAIGN_COLUMNS: Final = (
    f"c.id, {discount_columns('c')}, c.quantity, "
    "c.per_customer, c.opens_at, c.closes_at, c.valid_days, c.created_at, e.at, c.thanks"
)
_FROM: Final = "coupon_campaigns c LEFT JOIN coupon_campaign_ends e ON e.campaign_id = c.id"
_CAMPAIGNS: Final = f"SELECT {_CAMPAIGN_COLUMNS} FROM {_FROM} WHERE c.id = ANY($1::uuid[])"
_PAGE: Final = f"""
SELECT {_CAMPAIGN_COLUMNS} FROM {_FROM}
WHERE ($1::uuid IS NULL OR c.id < $1)
  AND ($2::timestamptz IS NULL OR c.opens_at <= $2 AND (c.closes_at IS NULL OR c.closes_at > $2)
       AND e.at IS NULL AND NOT c.thanks)
ORDER BY c.id DESC LIMIT $3
"""
_COUPON_COLUMNS: Final = "id, campaign_id, owner, issued_at, expires_at"
_COUPONS: Final = f"SELECT {_COUPON_COLUMNS} FROM coupons WHERE id = ANY($1::uuid[])"
_OF_OWNER: Final = f"""
SELECT {_COUPON_COLUMNS} FROM coupons
WHERE owner = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
# The newest with the count beside it; a row for each that asked, also for who has none.
_STANDINGS: Final = """
SELECT a.campaign, a.owner, clock_timestamp(), coalesce(c.given, 0), c.id, c.issued_at, c.expires_at
FROM unnest($1::uuid[], $2::text[]) AS a(campaign, owner)
LEFT JOIN LATERAL (
    SELECT id, issued_at, expires_at, count(*) OVER () AS given FROM coupons
    WHERE campaign_id = a.campaign AND owner = a.owner ORDER BY id DESC LIMIT 1) c ON true
"""
# A plan made while there are no coupons yet would look at all of them for each who asks, and be
# kept through the very stampede that brings them.
_BY_INDEX: Final = "BEGIN; SET LOCAL enable_seqscan = off"
_CLOCK: Final = "SELECT clock_timestamp()"

_Asked: TypeAlias = tuple[UUID, str]


_ANY: Final = "SELECT EXISTS (SELECT FROM coupon_campaigns)"


class AlreadyGiven(Struct, frozen=True):
    """What a customer has been given of a campaign at ``at``, by the database's clock: how many,
    and the newest."""

    at: datetime
    given: int
    newest: Coupon | None


class CouponBook:
    """Campaigns and coupons of one process's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._campaigns: OrderedDict[UUID, tuple[float, Campaign]] = OrderedDict()
        self._gone: OrderedDict[UUID, None] = OrderedDict()
        self._read: Gather[UUID, Campaign] = Gather(self._load_campaigns)
        self._coupons: Gather[UUID, Coupon] = Gather(self._load_coupons)
        self._given: Gather[_Asked, AlreadyGiven] = Gather(self._load_given)

    # --- campaigns --------------------------------------------------------------------------

    async def campaign(self, campaign_id: UUID) -> Campaign | None:
        """The campaign; of one that staff ended it may be said for ``FRESH`` seconds that it goes
        on, but nothing is left of it then."""
        known = self._campaigns.get(campaign_id)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await self._read.get(campaign_id)
        if found is not None:
            self._campaigns[campaign_id] = time.monotonic() + FRESH, found
            self._campaigns.move_to_end(campaign_id)
            _bound(self._campaigns)
        return found

    def forget(self, campaign_id: UUID) -> None:
        """Read it anew the next time: it was ended just now."""
        self._campaigns.pop(campaign_id, None)

    async def campaigns(self, ids: Sequence[UUID]) -> dict[UUID, Campaign]:
        """Several at once; unknown ids are left out."""
        found = await asyncio.gather(*map(self.campaign, dict.fromkeys(ids)))
        return {one.id: one for one in found if one is not None}

    async def page(
        self, before: UUID | None, limit: int, *, open_at: datetime | None = None
    ) -> list[Campaign]:
        """Campaigns, newest first, before the given one; with ``open_at`` those open then."""
        rows = await self._database.pool.fetch(_PAGE, before, open_at, limit)
        return [_campaign_of(row) for row in rows]

    def mark_gone(self, campaign_id: UUID) -> None:
        """Remember that nothing is left, as committed: supply never comes back."""
        self._gone[campaign_id] = None
        _bound(self._gone)

    def known_gone(self, campaign_id: UUID) -> bool:
        """Whether it is known here that nothing is left. False says nothing."""
        return campaign_id in self._gone

    # --- coupons ----------------------------------------------------------------------------

    async def any_campaign(self) -> bool:
        """Whether there ever was a campaign."""
        return bool(await self._database.pool.fetchval(_ANY))

    async def coupon(self, coupon_id: UUID) -> Coupon | None:
        return await self._coupons.get(coupon_id)

    async def of_owner(self, owner: str, before: UUID | None, limit: int) -> list[Coupon]:
        """A customer's coupons, newest first, before the given one."""
        rows = await self._database.pool.fetch(_OF_OWNER, owner, before, limit)
        return [Coupon(*row) for row in rows]

    async def given_to(self, campaign_id: UUID, owner: str) -> AlreadyGiven:
        """What the customer has of the campaign, committed before some moment after this call."""
        found = await self._given.get((campaign_id, owner))
        assert found is not None  # there is a row for each that asked
        return found

    async def now(self) -> datetime:
        """The database's clock, by which windows and ends are judged."""
        found: datetime = await self._database.pool.fetchval(_CLOCK)
        return found

    # --- reading ----------------------------------------------------------------------------

    async def _load_campaigns(self, ids: Sequence[UUID]) -> Mapping[UUID, Campaign]:
        rows = await self._database.pool.fetch(_CAMPAIGNS, ids)
        return {row[0]: _campaign_of(row) for row in rows}

    async def _load_coupons(self, ids: Sequence[UUID]) -> Mapping[UUID, Coupon]:
        return {row[0]: Coupon(*row) for row in await self._database.pool.fetch(_COUPONS, ids)}

    async def _load_given(self, asked: Sequence[_Asked]) -> Mapping[_Asked, AlreadyGiven]:
        campaigns, owners = zip(*asked, strict=True)
        async with self._database.pool.acquire() as connection:
            try:
                await connection.execute(_BY_INDEX)
                rows = await connection.fetch(_STANDINGS, campaigns, owners)
            finally:
                await connection.execute("ROLLBACK")  # nothing was written
        found = {}
        for campaign_id, owner, at, given, coupon_id, issued_at, expires_at in rows:
            newest = (
                None
                if coupon_id is None
                else Coupon(coupon_id, campaign_id, owner, issued_at, expires_at)
            )
            found[campaign_id, owner] = AlreadyGiven(at, given, newest)
        return found


def _campaign_of(row: Sequence[Any]) -> Campaign:
    return Campaign(
        id=row[0],
        **discount_terms(row[1:12]),
        quantity=row[12],
        per_customer=row[13],
        opens_at=row[14],
        closes_at=row[15],
        valid_days=row[16],
        created_at=row[17],
        ended_at=row[18],
        thanks=row[19],
    )


def _bound(remembered: OrderedDict[UUID, Any]) -> None:
    while len(remembered) > REMEMBERED:
        remembered.popitem(last=False)
