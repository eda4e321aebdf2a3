"""Cards that a provider keeps for buyers who asked for it: as whom it knows them, if it does,
and the payments that may be made with them."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit import Problem
from holdfast.ledger import Insert
from holdfast.payments.card_tables import PAYMENT_CARDS

_ASKED: Final = "SELECT owner, save, unattended, card FROM payment_cards WHERE payment_id = $1"
_REFERENCE: Final = "SELECT reference FROM payment_customers WHERE owner = $1 AND provider = $2"
_ALL: Final = "SELECT provider, reference FROM payment_customers WHERE owner = $1 ORDER BY provider"
_KEEP: Final = """
INSERT INTO payment_customers (owner, provider, reference) VALUES ($1, $2, $3)
ON CONFLICT (owner, provider) DO NOTHING
"""
_REPLACE: Final = """
UPDATE payment_customers SET reference = $4, created_at = clock_timestamp()
WHERE owner = $1 AND provider = $2 AND reference = $3
"""


class CardNotFound(Problem):
    """One has no such card."""

    status = 404
    code = "card-not-found"
    title = "There is no such card"


class CardsNotKept(Problem):
    """The provider does not keep cards."""

    status = 422
    code = "cards-not-kept"
    title = "Cards are not saved there"


class NotChargedLater(Problem):
    """Nothing is paid again by itself there: the order is of no repeat order, or the provider
    charges no card while its owner is not there."""

    status = 422
    code = "not-charged-later"
    title = "The card is not charged again"


class CardAsked(Struct, frozen=True):
    """Whose cards a payment may be made with; ``save``: they asked for its card to be kept,
    ``unattended``: and agreed that it is charged while they are not there. ``card``: which is
    charged so by this payment."""

    owner: str
    save: bool
    unattended: bool = False
    card: str | None = None


def with_cards(payment_id: UUID, asked: CardAsked) -> Insert:
    """It is begun as one that the owner's cards may be used for."""
    row = (payment_id, asked.owner, asked.save, asked.unattended, asked.card, None, None)
    return Insert(PAYMENT_CARDS, (row,))


def by_card(payment_id: UUID, asked: CardAsked, order_id: UUID, nth: int) -> Insert:
    """It is begun as the ``nth`` that charges a kept card for the order, the first being 1: a
    ``Conflict`` if another is that already."""
    row = (payment_id, asked.owner, asked.save, asked.unattended, asked.card, order_id, nth)
    return Insert(PAYMENT_CARDS, (row,))


class Customers:
    """As whom providers know buyers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def asked(self, payment_id: UUID) -> CardAsked | None:
        """None of a payment that names nobody."""
        row = await self._database.pool.fetchrow(_ASKED, payment_id)
        return None if row is None else CardAsked(*row)

    async def reference(self, owner: str, provider: str) -> str | None:
        """None of who never asked for a card to be kept there."""
        found: str | None = await self._database.pool.fetchval(_REFERENCE, owner, provider)
        return found

    async def all_of(self, owner: str) -> list[tuple[str, str]]:
        """Providers, each with the reference there."""
        return [(row[0], row[1]) for row in await self._database.pool.fetch(_ALL, owner)]

    async def keep(self, owner: str, provider: str, reference: str) -> str:
        """The first that was kept stays: this one, or that of who was quicker."""
        await self._database.pool.execute(_KEEP, owner, provider, reference)
        return await self.reference(owner, provider) or reference

    async def replace(self, owner: str, provider: str, gone: str, reference: str) -> str:
        """In place of one that the provider knows no more; that of who was quicker stays."""
        await self._database.pool.execute(_REPLACE, owner, provider, gone, reference)
        return await self.reference(owner, provider) or reference
