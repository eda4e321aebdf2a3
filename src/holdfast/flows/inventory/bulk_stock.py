"""One change of the stock of many variants: all of it or none, looked at first if that is
wanted."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from holdfast.catalog import StockChanged, VariantNotFound, stock_key
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.stock import (
    Kind,
    MadeOfOthers,
    StockChange,
    TooMuch,
    operation_of,
)
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AccountState,
    AlreadyDone,
    Conflict,
    Short,
    accounts_of,
    tell,
)

__all__ = ["MOST_VARIANTS", "StockOfManyRefused", "StockRow", "change_stock_of_many"]

MOST_VARIANTS: Final = 200
_KNOWN: Final = sa.text("""
SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id
WHERE v.id = ANY(:ids) AND (CAST(:seller AS uuid) IS NULL OR p.seller_id = :seller)
""")

_MADE: Final = sa.text("SELECT variant_id FROM variant_parts WHERE variant_id = ANY(:ids) LIMIT 1")


class StockOfManyRefused(Problem):
    """Of some of the variants there would be less than buyers hold; ``errors`` names each."""

    status = 409
    code = "stock-of-many-refused"
    title = "Some of these counts cannot be"


class StockRow(Struct, frozen=True):
    """What was on hand, and is then; ``held`` is buyers'."""

    variant_id: UUID
    before: int
    after: int
    held: int

    @property
    def possible(self) -> bool:
        return self.held <= self.after <= MAX_BALANCE


async def change_stock_of_many(
    stockroom: Stockroom,
    caller: Caller,
    ids: Sequence[UUID],
    kind: Kind,
    quantity: int,
    reason: str,
    *,
    preview: bool,
    seller_id: UUID | None = None,
) -> list[StockRow]:
    """What it makes of each; with ``preview`` nothing is changed. Raises
    :class:`StockOfManyRefused`, :class:`MadeOfOthers` and
    :class:`~holdfast.catalog.VariantNotFound`."""
    distinct = list(dict.fromkeys(ids))
    async with stockroom.database.read() as connection:
        known = await connection.execute(_KNOWN, {"ids": distinct, "seller": seller_id})
        missing = set(distinct) - set(known.scalars())
        if missing:
            raise VariantNotFound(
                say("There is no variant {variant_id}.", variant_id=min(missing)),
                field="variantIds",
            )
        made = await connection.scalar(_MADE, {"ids": distinct})
        if made is not None and quantity and kind != "withdraw":
            raise MadeOfOthers("Change the stock of what it is made of.", field="variantIds")
        states = await accounts_of(connection, [stock_key(one) for one in distinct])
    rows = [_row(one, states, kind, quantity) for one in distinct]
    if preview:
        return rows
    changes = [StockChange(one, kind, quantity, reason) for one in distinct]
    fact = StockChanged(kind, quantity, reason)
    command = caller.keyed(
        tuple(operation_of(one) for one in changes),
        tuple(tell(fact, one) for one in distinct),
    )
    outcome = await stockroom.ledger.commit(command)
    match outcome:
        case Accepted(accounts=accounts):
            now = {one.key: one.on_hand for one in accounts}
            return [_after(row, now.get(stock_key(row.variant_id), row.after)) for row in rows]
        case AlreadyDone():
            return [_after(row, row.before) for row in rows]
        case Short(shortages=shortages):
            short = {one.key: one.held for one in shortages}
            errors = tuple(
                FieldError(f"variantIds[{at}]", "held", say("Buyers hold {n}.", n=short[key]))
                for at, one in enumerate(ids)
                if (key := stock_key(one)) in short
            )
            raise StockOfManyRefused(
                say("Of {count} of them too few would be left.", count=len(short)), errors=errors
            )
        case Conflict():
            raise TooMuch(
                say(
                    "Adding {quantity} would exceed the limit of {limit}.",
                    quantity=quantity,
                    limit=MAX_BALANCE,
                ),
                field=kind,
            )
    raise refuse(outcome)


def _row(variant_id: UUID, states: dict[str, AccountState], kind: Kind, quantity: int) -> StockRow:
    key = stock_key(variant_id)
    state = states.get(key) or AccountState(key, 0, 0, 0)
    before = state.on_hand
    after = {"set": quantity, "deposit": before + quantity, "withdraw": before - quantity}[kind]
    return StockRow(variant_id, before, after, state.held)


def _after(row: StockRow, on_hand: int) -> StockRow:
    return StockRow(row.variant_id, row.before, on_hand, row.held)
