"""Staff move units from one location to another at once, as within one house: out and in by one
command. What takes a while is ``transit``."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import StockMoved, stock_key
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.inventory.by_codes import must_be_sent
from holdfast.flows.inventory.first_there import came_between, first_there, known_location
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Deposit, Outcome, Short, Withdraw, tell
from holdfast.locations import account_at
from holdfast.transfers import transfer_note

__all__ = ["InstantTransfer", "SameLocation", "transfer"]

_TRIES: Final = 20


class SameLocation(Problem):
    """From where they lie to where they lie."""

    status = 422
    code = "same-location"
    title = "It is the same location"


class InstantTransfer(Struct, frozen=True):
    """So many units of a variant from one location to another, and why."""

    variant_id: UUID
    source: UUID
    target: UUID
    quantity: int
    reason: str


async def transfer(
    stockroom: Stockroom, caller: Caller, asked: InstantTransfer, line: UnitsLine
) -> None:
    """What buyers hold stays where it is. Raises :class:`SameLocation`, :class:`LocationNotFound`,
    :class:`LocationClosed` and :class:`InsufficientStock`."""
    if asked.source == asked.target:
        raise SameLocation("Choose another location.", field="toLocationId")
    await must_be_sent(stockroom.database.pool, [asked.variant_id], "variantId")
    await known_location(stockroom, asked.source, "fromLocationId", to_fill=False)
    await known_location(stockroom, asked.target, "toLocationId", to_fill=True)
    outcome = await _moved(stockroom, caller, asked)
    if isinstance(outcome, Short):
        lacking = outcome.shortages[0]
        raise InsufficientStock(
            say(
                "{available} available, {held} held by buyers.",
                available=lacking.available,
                held=lacking.held,
            ),
            field="quantity",
        )
    must_go_through(outcome)
    await line.serve(asked.variant_id)


async def _moved(stockroom: Stockroom, caller: Caller, asked: InstantTransfer) -> Outcome:
    key, note = stock_key(asked.variant_id), transfer_note(asked.reason)
    about = {
        "from": str(asked.source),
        "to": str(asked.target),
        "quantity": asked.quantity,
        "reason": asked.reason,
    }
    moved = StockMoved(asked.source, asked.target, asked.quantity, asked.reason)
    for _ in range(_TRIES):
        opened = await first_there(stockroom, asked.variant_id, asked.target)
        outcome = await stockroom.ledger.commit(
            caller.keyed(
                (
                    *opened,
                    Withdraw(account_at(key, asked.source), asked.quantity, note=note),
                    Deposit(account_at(key, asked.target), asked.quantity, note=note),
                ),
                (
                    caller.audited("stock.transferred", asked.variant_id, about),
                    tell(moved, asked.variant_id),
                ),
            )
        )
        if not came_between(outcome, opened):
            break
    return outcome
