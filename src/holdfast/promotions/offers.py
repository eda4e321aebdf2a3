"""Promotions as stored, and those in force as every cart asks for them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.kit import shop_now
from holdfast.kit.lately import Lately
from holdfast.promotions.promotion import MAX_LIVE, Promotion
from holdfast.promotions.rows import decode_ids, discount_columns, discount_terms

_COLUMNS: Final = (
    f"p.id, {discount_columns('p')}, p.code, p.quantity, p.per_customer, p.opens_at, p.closes_at,"
    " p.created_at, e.at, p.first_order, p.groups::text"
)
_FROM: Final = "promotions p LEFT JOIN promotion_ends e ON e.promotion_id = p.id"
_ONE: Final = f"SELECT {_COLUMNS} FROM {_FROM} WHERE p.id = $1"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM {_FROM}
WHERE ($1::uuid IS NULL OR p.id < $1) AND ($3::text IS NULL OR p.groups ? $3)
ORDER BY p.id DESC LIMIT $2
"""
_LIVE: Final = f"""
SELECT {_COLUMNS} FROM {_FROM}
WHERE e.at IS NULL AND (p.closes_at IS NULL OR p.closes_at > clock_timestamp())
ORDER BY p.id DESC LIMIT $1
"""
_CODED: Final = f"""
SELECT EXISTS (SELECT FROM {_FROM} WHERE p.code = $1 AND e.at IS NULL
    AND (p.closes_at IS NULL OR p.closes_at > clock_timestamp()))
"""


class PromotionBook:
    """Promotions of one process's database. Those that are not over are read at most once a
    second, so a cart asks for nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._live: Lately[tuple[Promotion, ...]] = Lately(self.live)

    async def in_force(self, code: str | None = None) -> list[Promotion]:
        """Those in force, as of a moment ago; the newest first. A ``code`` that is not among them
        may have been made by another process just now: it is looked for."""
        live = await self._live.now()
        if code is not None and all(one.code != code for one in live) and await self._made(code):
            self.forget()
            live = await self._live.now()
        if not live:
            return []
        now = shop_now()
        return [one for one in live if one.phase(now) == "open"]

    async def _made(self, code: str) -> bool:
        return bool(await self._database.pool.fetchval(_CODED, code))

    async def live(self) -> tuple[Promotion, ...]:
        """Those that are not over, the newest first."""
        return tuple(map(_of, await self._database.pool.fetch(_LIVE, MAX_LIVE)))

    async def get(self, promotion_id: UUID) -> Promotion | None:
        row = await self._database.pool.fetchrow(_ONE, promotion_id)
        return None if row is None else _of(row)

    async def page(
        self, before: UUID | None, limit: int, group: UUID | None = None
    ) -> list[Promotion]:
        """Newest first, before the given one; of a ``group`` those that are for it."""
        named = None if group is None else str(group)
        return [_of(row) for row in await self._database.pool.fetch(_PAGE, before, limit, named)]

    def forget(self) -> None:
        """One was made or ended just now: read them anew."""
        self._live.forget()


def _of(row: Sequence[Any]) -> Promotion:
    return Promotion(
        id=row[0],
        **discount_terms(row[1:12]),
        code=row[12],
        quantity=row[13],
        per_customer=row[14],
        opens_at=row[15],
        closes_at=row[16],
        created_at=row[17],
        ended_at=row[18],
        first_order=row[19],
        groups=None if row[20] is None else decode_ids(row[20]),
    )
