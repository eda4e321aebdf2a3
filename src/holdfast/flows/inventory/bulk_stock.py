"""One change of the stock of many variants: all of it or none, looked at first if that is
wanted."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct

from holdfast.catalog import StockChanged, VariantNotFound, stock_key
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.by_codes import (
    GoodsAreFiles,
    NotByFile,
    delivered_still,
    must_be_counted,
    not_sent,
)
from holdfast.flows.inventory.first_there import came_between, first_there, known_location
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
    Expect,
    Operation,
    Outcome,
    Short,
    accounts_of,
    tell,
)
from holdfast.locations import FIRST_LOCATION, account_at

__all__ = ["MOST_VARIANTS", "StockOfManyRefused", "StockRow", "change_stock_of_many"]

MOST_VARIANTS: Final = 200
_MOST_ELSEWHERE: Final = 80  # accounts that open there take six operations each
_OPENED: Final = 20
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
    location: UUID = FIRST_LOCATION,
    unlimited: bool = False,
) -> list[StockRow]:
    """What it makes of each, at one location; with ``preview`` nothing is changed. ``unlimited``:
    as many as anybody wants, which only files can be. Raises :class:`StockOfManyRefused`,
    :class:`MadeOfOthers`, :class:`LocationNotFound`, :class:`LocationClosed`,
    :class:`~holdfast.flows.inventory.by_codes.NotByFile` and
    :class:`~holdfast.catalog.VariantNotFound`."""
    distinct = list(dict.fromkeys(ids))
    if location != FIRST_LOCATION:
        if len(distinct) > _MOST_ELSEWHERE:
            said = say("Change at most {most} of them at once there.", most=_MOST_ELSEWHERE)
            raise TooMuch(said, field="variantIds")
        await known_location(stockroom, location, "locationId", to_fill=kind != "withdraw")
    still = await delivered_still(stockroom.reader, distinct)
    async with stockroom.database.read() as connection:
        known = await connection.execute(_KNOWN, {"ids": distinct, "seller": seller_id})
        missing = set(distinct) - set(known.scalars())
        if missing:
            raise VariantNotFound(
                say("There is no variant {variant_id}.", variant_id=min(missing)),
                field="variantIds",
            )
        await _must_be_stocked(stockroom, distinct, kind, quantity, location, unlimited=unlimited)
        made = await connection.scalar(_MADE, {"ids": distinct})
        if made is not None and quantity and kind != "withdraw":
            raise MadeOfOthers("Change the stock of what it is made of.", field="variantIds")
        states = await accounts_of(connection, [_at(one, location) for one in distinct])
    rows = [_row(one, states.get(_at(one, location)), kind, quantity) for one in distinct]
    if preview:
        return rows
    changes = [StockChange(one, kind, quantity, reason, location) for one in distinct]
    outcome = await _changed(stockroom, caller, changes, still)
    match outcome:
        case Conflict() if came_between(outcome, still):
            raise crowded_out("the stock of many is not changed")
        case Accepted(accounts=accounts):
            now = {one.key: one.on_hand for one in accounts}
            return [_after(row, now.get(_at(row.variant_id, location), row.after)) for row in rows]
        case AlreadyDone():
            return [_after(row, row.before) for row in rows]
        case Short(shortages=shortages):
            short = {one.key: one.held for one in shortages}
            errors = tuple(
                FieldError(f"variantIds[{at}]", "held", say("Buyers hold {n}.", n=short[key]))
                for at, one in enumerate(ids)
                if (key := _at(one, location)) in short
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


async def _must_be_stocked(
    stockroom: Stockroom,
    ids: Sequence[UUID],
    kind: Kind,
    quantity: int,
    location: UUID,
    *,
    unlimited: bool,
) -> None:
    """How they are delivered lets them have such a stock."""
    pool = stockroom.database.pool
    await must_be_counted(pool, ids, "variantIds", none=kind == "withdraw" or not quantity)
    lies_nowhere = await not_sent(pool, ids)
    if location != FIRST_LOCATION and lies_nowhere:
        raise GoodsAreFiles("It is delivered as a file: it lies nowhere.", field="locationId")
    if unlimited and len(lies_nowhere) < len(ids):
        raise NotByFile("Of what is sent there are so many.", field="unlimited")


async def _changed(
    stockroom: Stockroom,
    caller: Caller,
    changes: Sequence[StockChange],
    still: tuple[Expect, ...],
) -> Outcome:
    for _ in range(_OPENED):
        opened: tuple[Operation, ...] = ()
        for one in changes:
            if one.kind != "withdraw" and one.quantity:
                opened += await first_there(stockroom, one.variant_id, one.location)
        command = caller.keyed(
            (*still, *opened, *(operation_of(one) for one in changes)),
            tuple(
                tell(StockChanged(one.kind, one.quantity, one.reason), one.variant_id)
                for one in changes
            ),
        )
        outcome = await stockroom.ledger.commit(command)
        if not came_between(outcome, opened):
            break
    return outcome


def _at(variant_id: UUID, location: UUID) -> str:
    return account_at(stock_key(variant_id), location)


def _row(variant_id: UUID, state: AccountState | None, kind: Kind, quantity: int) -> StockRow:
    before, held = (0, 0) if state is None else (state.on_hand, state.held)
    after = {"set": quantity, "deposit": before + quantity, "withdraw": before - quantity}[kind]
    return StockRow(variant_id, before, after, held)


def _after(row: StockRow, on_hand: int) -> StockRow:
    return StockRow(row.variant_id, row.before, on_hand, row.held)
