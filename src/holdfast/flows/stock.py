"""Staff change how many of a variant there are: through the ledger, with the reason beside it."""

from typing import Final, Literal
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from holdfast.catalog import VariantNotFound, stock_key
from holdfast.db.engine import Database
from holdfast.flows.events import EVENTS, StockChanged, event_row
from holdfast.flows.refusals import InsufficientStock, refuse
from holdfast.kit.errors import Problem
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AccountState,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Insert,
    Ledger,
    Operation,
    SetOnHand,
    Short,
    Withdraw,
)

__all__ = ["BelowHeld", "StockChange", "TooMuch", "change_stock"]

Kind = Literal["deposit", "withdraw", "set"]
_VARIANT: Final = sa.text("SELECT 1 FROM variants WHERE id = :id")
_ACCOUNT: Final = sa.text("SELECT balance, held, version FROM ledger_accounts WHERE key = :key")


class BelowHeld(Problem):
    """A count below what buyers hold at this moment."""

    status = 409
    code = "below-held"
    title = "More than that is held by buyers"


class TooMuch(Problem):
    """A quantity beyond what an account can count."""

    status = 422
    code = "quantity-out-of-bounds"
    title = "The quantity is out of bounds"


class StockChange(Struct, frozen=True):
    """``key`` is the full idempotency key, ``digest`` of the request's body."""

    variant_id: UUID
    kind: Kind
    quantity: int
    reason: str
    actor: str
    request: str
    key: str | None = None
    digest: bytes = b""


async def change_stock(database: Database, ledger: Ledger, change: StockChange) -> AccountState:
    """The account after the change; on a repetition, as it stands now.

    Raises :class:`InsufficientStock`, :class:`BelowHeld`, :class:`TooMuch` and
    :class:`~holdfast.catalog.VariantNotFound`.
    """
    async with database.read() as connection:
        if (await connection.execute(_VARIANT, {"id": change.variant_id})).first() is None:
            raise VariantNotFound(f"There is no variant {change.variant_id}.", field="variantId")
    fact = StockChanged(change.kind, change.quantity, change.reason)
    outcome = await ledger.commit(
        Command(
            operations=(_operation(change),),
            riders=(Insert(EVENTS, (event_row(fact, change.variant_id, change.request),)),),
            key=change.key,
            digest=change.digest,
            actor=change.actor,
            request=change.request,
        )
    )
    if isinstance(outcome, Accepted):
        return outcome.accounts[0]
    if isinstance(outcome, AlreadyDone):
        return await account_of(database, change.variant_id)
    if isinstance(outcome, Short):
        raise _short(change, outcome)
    if isinstance(outcome, Conflict):
        raise TooMuch(f"{change.quantity} more would be beyond {MAX_BALANCE}.", field=change.kind)
    raise refuse(outcome)


def _operation(change: StockChange) -> Operation:
    key = stock_key(change.variant_id)
    if change.kind == "deposit":
        return Deposit(key, change.quantity, note=change.reason)
    if change.kind == "withdraw":
        return Withdraw(key, change.quantity, note=change.reason)
    return SetOnHand(key, change.quantity, note=change.reason)


def _short(change: StockChange, short: Short) -> Problem:
    lacking = short.shortages[0]
    if change.kind == "set":
        return BelowHeld(
            f"Buyers hold {lacking.held} now, so the count cannot be {change.quantity}.",
            field="set",
            extra={"held": lacking.held},
        )
    return InsufficientStock(
        f"{lacking.available} are free and {lacking.held} held by buyers.",
        field="withdraw",
        extra={
            "shortages": [
                {
                    "variantId": str(change.variant_id),
                    "wanted": lacking.wanted,
                    "available": lacking.available,
                    "held": lacking.held,
                }
            ]
        },
    )


async def account_of(database: Database, variant_id: UUID) -> AccountState:
    """A variant's account as it stands now."""
    key = stock_key(variant_id)
    async with database.read() as connection:
        row = (await connection.execute(_ACCOUNT, {"key": key})).first()
    return AccountState(key, *row) if row else AccountState(key, 0, 0, 0)
