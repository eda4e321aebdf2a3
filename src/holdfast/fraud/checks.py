"""What was found of an order, as a value, and how it is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit import Problem

FraudVerdict: TypeAlias = Literal["pass", "hold", "refuse"]
FraudStatus: TypeAlias = Literal["passed", "held", "released", "refused"]
FraudOutcome: TypeAlias = Literal["good", "fraud"]

_COLUMNS: Final = (
    "order_id, status, verdict, score, reasons::text, card, card_country, checked_at, decided_at,"
    " decided_by, note, outcome"
)
_OF_ORDER: Final = f"SELECT {_COLUMNS} FROM fraud_checks WHERE order_id = $1"
_OUTCOME: Final = """
UPDATE fraud_checks SET outcome = $2, outcome_at = clock_timestamp() WHERE order_id = $1
"""
_DISPUTED: Final = sa.text("""
UPDATE fraud_checks SET outcome = 'fraud', outcome_at = clock_timestamp()
WHERE order_id = ANY(CAST(:orders AS uuid[])) AND outcome IS DISTINCT FROM 'fraud'
""")


class OrderHeld(Problem):
    """A person is to look at the order before anything of it leaves."""

    status = 409
    code = "order-held"
    title = "The order is held"


class OrderToBeLookedAt(Problem):
    """The order would be held, and its provider cannot wait with the money."""

    status = 409
    code = "order-to-be-looked-at"
    title = "The shop looks at this order first"


class OrderDeclined(Problem):
    """The shop's rules against fraud refuse it."""

    status = 403
    code = "order-declined"
    title = "The shop does not take this order"


class FraudCheckNotFound(Problem):
    """Nothing was found of such an order."""

    status = 404
    code = "fraud-check-not-found"
    title = "The order was not looked at"


class FraudDecided(Problem):
    """It passed, or somebody has decided."""

    status = 409
    code = "fraud-decided"
    title = "The order is not held"


class FraudReason(Struct, frozen=True, omit_defaults=True):
    """A rule that spoke, by its kind, or a list (``allowed``, ``blocked``). ``found`` is how many
    there were, or minor units; ``most`` how many may be."""

    rule: str
    points: int = 0
    found: int = 0
    most: int = 0
    detail: str = ""


_REASONS: Final = msgspec.json.Decoder(tuple[FraudReason, ...])


class FraudCheck(Struct, frozen=True):
    """``verdict`` is what the rules came to, ``status`` what holds now; ``card`` is that which
    speaks most against it, ``other_cards`` (written, and counted by) are what else paid it."""

    order_id: UUID
    status: FraudStatus
    verdict: FraudVerdict
    score: int
    reasons: tuple[FraudReason, ...]
    card: str | None = None
    card_country: str | None = None
    checked_at: datetime | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    note: str = ""
    outcome: FraudOutcome | None = None
    other_cards: tuple[str, ...] = ()

    @property
    def is_held(self) -> bool:
        """A person is to decide."""
        return self.status == "held"

    @property
    def keeps_back(self) -> bool:
        """Nothing of the order leaves."""
        return self.status in ("held", "refused")

    @property
    def refused_by_rules(self) -> bool:
        """It is held only until it is cancelled."""
        return self.is_held and self.verdict == "refuse"

    @property
    def is_decided(self) -> bool:
        """Somebody let it go, or refused it."""
        return self.status in ("released", "refused")

    def may_become(self, to: FraudStatus) -> bool:
        """Whether that can be decided, or was."""
        return self.is_held or self.status == to


async def check_of(pool: asyncpg.Pool, order_id: UUID) -> FraudCheck | None:
    """What was found of the order, if it was looked at."""
    row = await pool.fetchrow(_OF_ORDER, order_id)
    if row is None:
        return None
    order, status, verdict, score, reasons, *others = row
    return FraudCheck(order, status, verdict, score, _REASONS.decode(reasons), *others)


async def note_outcome(pool: asyncpg.Pool, order_id: UUID, outcome: FraudOutcome | None) -> bool:
    """What it was in truth; False if the order was never looked at."""
    done: str = await pool.execute(_OUTCOME, order_id, outcome)
    return done != "UPDATE 0"


async def note_disputed(connection: AsyncConnection, orders: Sequence[UUID]) -> None:
    """The banks of their buyers say that these were fraud."""
    await connection.execute(_DISPUTED, {"orders": list(orders)})
