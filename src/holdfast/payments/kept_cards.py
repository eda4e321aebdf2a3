"""Whose the cards are that a provider knows by their ids alone, and what it said of each when it
was kept. Numbers are the provider's; here a card is an id, a brand, last digits and an expiry."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.payments.customers import CardAsked
from holdfast.payments.provider_cards import SavedCard

__all__ = ["KeptCards", "asked_to_keep", "cards_forbidden_by"]

_MOST: Final = 20
"""Cards of one owner."""
_MOST_PAGES: Final = 5
"""Pages of one owner that are looked at, the latest."""
_PAGE_LASTS: Final = timedelta(hours=2)
_MOST_LETTERS: Final = 200
"""Of what a provider said."""

_OF: Final = f"""
SELECT provider, card, brand, last_digits, expires_month, expires_year FROM kept_cards
WHERE owner = $1 AND kept_at IS NOT NULL ORDER BY kept_at DESC, card LIMIT {_MOST}
"""
_IS_KEPT: Final = """
SELECT EXISTS (SELECT FROM kept_cards
    WHERE owner = $1 AND provider = $2 AND card = $3 AND kept_at IS NOT NULL)
"""
_BELOW_MOST: Final = f"""
(SELECT count(*) FROM kept_cards k WHERE k.owner = {{owner}} AND k.kept_at IS NOT NULL) < {_MOST}
"""
# Locked, since who takes a card off takes the wish back first.
_KEEP: Final = f"""
WITH asked AS (
    SELECT owner, unattended FROM payment_cards
    WHERE payment_id = $1 AND owner = $2 AND save FOR UPDATE)
INSERT INTO kept_cards AS c (provider, card, owner, payment_id, unattended, brand, last_digits,
                             expires_month, expires_year, kept_at)
SELECT $3, $4, a.owner, $1, a.unattended, $5, $6, $7, $8, clock_timestamp()
FROM asked a WHERE {_BELOW_MOST.format(owner="a.owner")} OR EXISTS (
    SELECT FROM kept_cards k WHERE k.provider = $3 AND k.card = $4 AND k.owner = a.owner)
ON CONFLICT (provider, card) DO UPDATE SET unattended = c.unattended OR excluded.unattended
WHERE c.owner = excluded.owner
RETURNING card
"""
_AGREED: Final = """
UPDATE kept_cards SET unattended = true
WHERE owner = $1 AND provider = $2 AND card = $3 AND kept_at IS NOT NULL RETURNING card
"""
_BEGUN: Final = """
INSERT INTO kept_cards (provider, card, owner) VALUES ($2, $3, $1)
ON CONFLICT (provider, card) DO NOTHING
"""
_OVER: Final = """
DELETE FROM kept_cards
WHERE owner = $1 AND kept_at IS NULL AND begun_at < clock_timestamp() - $2::interval
"""
_PAGES: Final = f"""
SELECT provider, card FROM kept_cards WHERE owner = $1 AND kept_at IS NULL
ORDER BY begun_at DESC, card LIMIT {_MOST_PAGES}
"""
_ENTERED: Final = f"""
UPDATE kept_cards SET kept_at = clock_timestamp(), brand = $4, last_digits = $5,
                      expires_month = $6, expires_year = $7
WHERE owner = $1 AND provider = $2 AND card = $3 AND kept_at IS NULL
  AND {_BELOW_MOST.format(owner="$1")}
"""
_NOT_ENTERED: Final = """
DELETE FROM kept_cards WHERE owner = $1 AND provider = $2 AND card = $3 AND kept_at IS NULL
"""
_TAKEN_BACK: Final = sa.text("""
UPDATE payment_cards c SET save = false, unattended = false FROM kept_cards k
WHERE k.owner = :owner AND k.provider = :provider AND k.card = :card
  AND c.payment_id = k.payment_id
""")
_FORGET: Final = sa.text("""
DELETE FROM kept_cards WHERE owner = :owner AND provider = :provider AND card = :card
RETURNING card
""")
_ASKED_TO_KEEP: Final = sa.text("""
SELECT c.payment_id FROM payment_cards c JOIN payments p ON p.id = c.payment_id
WHERE c.payment_id = ANY(CAST(:payments AS uuid[])) AND (c.save OR c.unattended)
  AND p.provider = ANY(:providers)
""")
_FORBIDDEN: Final = """
INSERT INTO cards_forbidden (provider, detail) VALUES ($1, $2)
ON CONFLICT (provider) DO UPDATE SET detail = excluded.detail, told_at = clock_timestamp()
"""
_ALLOWED: Final = "DELETE FROM cards_forbidden WHERE provider = $1"
_WHO_FORBIDS: Final = sa.text("SELECT provider FROM cards_forbidden ORDER BY provider")


class KeptCards:
    """Reads and writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, owner: str) -> list[tuple[str, SavedCard]]:
        """Providers, each with a card it keeps; the latest first."""
        rows = await self._pool.fetch(_OF, owner)
        return [(provider, SavedCard(*card)) for provider, *card in rows]

    async def is_kept(self, owner: str, provider: str, card: str) -> bool:
        found: bool = await self._pool.fetchval(_IS_KEPT, owner, provider, card)
        return found

    async def keep(
        self, payment_id: UUID, asked: CardAsked, provider: str, card: SavedCard
    ) -> SavedCard | None:
        """The card that a payment was made with, whose owner asked for that; None if they want it
        no more, or have too many. A card that paid as a kept one is kept again by nothing."""
        if asked.card is not None:
            row = await self._pool.fetchval(_AGREED, asked.owner, provider, card.id)
        else:
            row = await self._pool.fetchval(
                _KEEP, payment_id, asked.owner, provider, card.id, card.brand, card.last_digits,
                card.expires_month, card.expires_year,
            )  # fmt: skip
        return None if row is None else card

    async def agreed(self, owner: str, provider: str, card: str) -> None:
        """Its owner agrees that it is charged while they are not there."""
        await self._pool.execute(_AGREED, owner, provider, card)

    async def page_begun(self, owner: str, provider: str, card: str) -> None:
        """Its owner was sent to a page on which it is entered."""
        await self._pool.execute(_BEGUN, owner, provider, card)

    async def pages_of(self, owner: str) -> list[tuple[str, str]]:
        """Providers, each with a card that may be entered by now. Pages that are over are
        forgotten."""
        await self._pool.execute(_OVER, owner, _PAGE_LASTS)
        return [(row[0], row[1]) for row in await self._pool.fetch(_PAGES, owner)]

    async def entered(self, owner: str, provider: str, card: SavedCard) -> None:
        """It is kept from now on, unless they have too many."""
        await self._pool.execute(
            _ENTERED, owner, provider, card.id, card.brand, card.last_digits,
            card.expires_month, card.expires_year,
        )  # fmt: skip

    async def not_entered(self, owner: str, provider: str, card: str) -> None:
        """Nothing came of its page."""
        await self._pool.execute(_NOT_ENTERED, owner, provider, card)

    async def forget(self, owner: str, provider: str, card: str) -> bool:
        """Here it is not known any more, and what its owner agreed to with it is taken back. False
        if it was not kept."""
        about = {"owner": owner, "provider": provider, "card": card}
        async with self._database.transaction() as connection:
            await connection.execute(_TAKEN_BACK, about)
            return (await connection.execute(_FORGET, about)).scalar() is not None

    async def forbidden(self, provider: str, said: str) -> None:
        """The provider does not let this shop keep cards: staff are told until it does."""
        await self._pool.execute(_FORBIDDEN, provider, said[:_MOST_LETTERS])

    async def allowed(self, provider: str) -> None:
        """It does, by what it has just done."""
        await self._pool.execute(_ALLOWED, provider)

    @property
    def _pool(self) -> asyncpg.Pool:
        return self._database.pool


async def asked_to_keep(
    connection: AsyncConnection, payments: Sequence[UUID], providers: Collection[str]
) -> list[UUID]:
    """Those of these payments by these providers whose buyers asked for their card to be kept."""
    about = {"payments": list(payments), "providers": sorted(providers)}
    return list((await connection.execute(_ASKED_TO_KEEP, about)).scalars())


async def cards_forbidden_by(connection: AsyncConnection) -> list[str]:
    """Providers that do not let this shop keep cards, though its settings say so."""
    return list((await connection.execute(_WHO_FORBIDS)).scalars())
