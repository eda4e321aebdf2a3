"""Charges: what wallets were asked to pay by message, and what came of it.

One row for each payment, made by the first message about it: ``paid`` or ``refused`` by the one
that asks for money, ``called-off`` by one that asks for it back before. What of a paid one has not
gone back is its ledger account's to say; ``refunded`` when nothing is left there.
"""

from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.metadata import metadata, written_at
from holdfast.ledger import RowTable, StateTable, Transition

ChargeState: TypeAlias = Literal["paid", "refused", "refunded", "called-off"]

wallet_charges = sa.Table(
    "wallet_charges",
    metadata,
    sa.Column("payment_id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, comment="why it was refused"),
    written_at("at"),
    sa.CheckConstraint("state IN ('paid', 'refused', 'refunded', 'called-off')", name="state"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint("(reason IS NOT NULL) = (state = 'refused')", name="reason"),
    postgresql_with={"fillfactor": "80"},
)

CHARGES: Final = RowTable(
    "wallet_charges",
    ("payment_id", "order_id", "owner", "amount", "currency", "state", "reason"),
    ("uuid", "uuid", "text", "bigint", "text", "text", "text"),
)
CHARGE_STATES: Final = StateTable(
    "wallet_charges",
    "payment_id",
    "state",
    {},
    {"paid": ("refunded",), "refused": (), "refunded": (), "called-off": ()},
)

_BY_PAYMENT: Final = """
SELECT payment_id, order_id, owner, amount, currency, state, reason
FROM wallet_charges WHERE payment_id = $1
"""


def charge_key(payment: UUID) -> str:
    """The store that has what of a charge may still go back, in its currency."""
    return f"charge/{payment}"


def charge_refunded(payment: UUID) -> Transition:
    """Nothing of it is left."""
    return Transition(CHARGE_STATES, payment, ("paid",), "refunded")


class WalletCharge(Struct, frozen=True):
    """One charge, in minor units of its currency."""

    payment_id: UUID
    order_id: UUID
    owner: str
    amount: int
    currency: str
    state: ChargeState
    reason: str | None


class ChargeBook:
    """Charges by their payment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, payment_id: UUID) -> WalletCharge | None:
        row = await self._database.pool.fetchrow(_BY_PAYMENT, payment_id)
        return None if row is None else WalletCharge(*row)
