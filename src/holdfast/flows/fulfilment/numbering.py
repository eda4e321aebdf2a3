"""Carriers' numbers from a file: each row is an order's parcel, which leaves with that number, or
has it from now on if it has left. Rows stand by themselves; a file that went in changes nothing
again.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key, answered
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.refusals import OrderNotFound, OutcomeUnknown, TooBusy
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.fulfilment.packing import number, pack_all_of, pick, ship
from holdfast.flows.fulfilment.steps import must_be_sendable
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import (
    CarrierMissing,
    LabelThere,
    NumberAim,
    NumberTold,
    ParcelUnnamed,
    aimed,
    has_number,
    left_to_pack,
    why_not,
)
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.kit.sheets import UnreadableSheet, plain_cell, sheet_rows
from holdfast.orders import number_in, orders_of_numbers

__all__ = ["MAX_WORD", "BadNumberFile", "Became", "NumberedRow", "number_by_file"]

MAX_ROWS: Final = 500
MAX_WORD: Final = 60
_AT_ONCE: Final = 8  # orders
_STEPS: Final = 3  # packed, sent, and once more if somebody else did one of the two
HEADINGS: Final = ("Order", "Parcel", "Carrier", "Tracking number")
_CALLED: Final[Mapping[str, str]] = {
    "order": "order", "order number": "order", "name": "order", "заказ": "order",
    "номер заказа": "order", "주문": "order", "주문번호": "order", "주문 번호": "order",
    "parcel": "parcel", "посылка": "parcel", "소포": "parcel",
    "carrier": "carrier", "tracking company": "carrier", "перевозчик": "carrier",
    "служба доставки": "carrier", "택배사": "carrier", "운송사": "carrier",
    "tracking": "tracking", "tracking number": "tracking", "tracking code": "tracking",
    "трек-номер": "tracking", "трек": "tracking", "номер отправления": "tracking",
    "송장번호": "tracking", "송장 번호": "tracking", "운송장번호": "tracking",
    "운송장 번호": "tracking",
}  # fmt: skip
Became: TypeAlias = Literal["shipped", "numbered", "same"]


class BadNumberFile(Problem):
    """Not a list of parcels' numbers."""

    status = 422
    code = "number-file-invalid"
    title = "The file cannot be read"


class BadNumberRow(Problem):
    """It lacks something, or has too much."""

    status = 422
    code = "number-row-invalid"
    title = "The row cannot be read"


class _Row(Struct, frozen=True):
    line: int
    order: str
    told: NumberTold
    refusal: Problem | None = None


class NumberedRow(Struct, frozen=True):
    """What became of a row, or would: ``became``, or the ``refusal``. ``parcel`` is the number of
    its parcel in the order, as far as it has one."""

    line: int
    order: str
    tracking: str
    order_id: UUID | None = None
    parcel: int | None = None
    became: Became | None = None
    refusal: Problem | None = None


async def number_by_file(
    settler: Settler, caller: Caller, file: bytes, carrier: str, *, dry_run: bool
) -> list[NumberedRow]:
    """Row by row; ``carrier`` has those that name none. Raises :class:`BadNumberFile`, and then
    nothing was done."""
    rows = _with_twins_refused(_read(file, carrier))
    sound = {row.order for row in rows if row.refusal is None}
    ids = await orders_of_numbers(settler.database.pool, sorted(sound))
    of_order: dict[str, list[_Row]] = {}
    for row in rows:
        of_order.setdefault(row.order, []).append(row)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def go_through(some: Sequence[_Row]) -> list[NumberedRow]:
        async with gate:
            by = replace(caller, key=None) if dry_run else caller
            return [await _came_of(settler, by, row, ids, dry_run=dry_run) for row in some]

    found = await asyncio.gather(*map(go_through, of_order.values()))
    return sorted((one for some in found for one in some), key=lambda one: one.line)


async def _came_of(
    settler: Settler, caller: Caller, row: _Row, ids: Mapping[str, UUID], *, dry_run: bool
) -> NumberedRow:
    """Raises what is to be tried again as a whole: with the same key it goes on where it was."""
    order_id = ids.get(row.order)
    came = NumberedRow(row.line, row.order, row.told.tracking, order_id, row.told.parcel)
    try:
        if row.refusal is not None:
            raise row.refusal
        if order_id is None:
            raise OrderNotFound("There is no such order.")
        became, parcel = await _numbered(settler, caller, row, order_id, dry_run=dry_run)
    except (TooBusy, OutcomeUnknown):
        raise
    except Problem as problem:
        return replace(came, refusal=problem)
    return replace(came, parcel=parcel or came.parcel, became=became)


async def _numbered(
    settler: Settler, caller: Caller, row: _Row, order_id: UUID, *, dry_run: bool
) -> tuple[Became, int | None]:
    """What became of the parcel, and its number in the order."""
    told = row.told

    def keyed(step: str) -> Caller:
        if caller.key is None:
            return caller
        key = Key(f"{caller.key.text}|{row.line}|{step}", caller.key.digest)
        return replace(caller, key=key)

    for _ in range(_STEPS):
        now = await _standing(settler, order_id, told)
        aim = aimed(now.parcels, left_to_pack(now.lines, now.parcels), told)
        parcel = aim.parcel
        if aim.step == "same" and parcel is not None:
            return await _before(settler, keyed("ship"), keyed("number")), parcel.number
        _must_be_possible(aim, told)
        if dry_run:
            became: Became = "numbered" if aim.step == "number" else "shipped"
            return became, None if parcel is None else parcel.number
        if parcel is None:
            await pack_all_of(settler, keyed("pack"), order_id)
        elif aim.step == "pick":
            await pick(settler, keyed("pick"), order_id, parcel.id)
        elif aim.step == "ship":
            by = keyed("ship")
            await ship(settler, by, order_id, parcel.id, told.carrier, told.tracking)
            return "shipped", parcel.number
        else:
            by = keyed("number")
            await number(settler, by, order_id, parcel.id, told.carrier, told.tracking)
            return "numbered", parcel.number
    raise TooBusy("The order is changed by others at this very moment.")


async def _standing(settler: Settler, order_id: UUID, told: NumberTold) -> ParcelsNow:
    """Raises the refusal, if nothing of the order may leave; not where it left with this number."""
    order = await any_order(settler.orders, order_id)
    now = await parcels_now(settler, order)
    if not any(has_number(one, told) for one in now.parcels):
        must_be_sendable(order)
        await must_be_released(settler, order)
    return now


def _must_be_possible(aim: NumberAim, told: NumberTold) -> None:
    if aim.step != "number" and not told.carrier:
        raise CarrierMissing("Say who takes it.", field="carrier")
    if aim.parcel is None or aim.step == "pick":
        return
    if aim.step == "ship" and aim.parcel.label and aim.parcel.label.stands:
        raise LabelThere("Its number is its label's.")
    refusal = why_not("ship" if aim.step == "ship" else "number", aim.parcel)
    if refusal is not None:
        raise refusal


async def _before(settler: Settler, shipped: Caller, numbered: Caller) -> Became:
    """What this very request did when it was sent before, if it was."""
    if shipped.key is not None and await answered(settler, shipped.key) is not None:
        return "shipped"
    if numbered.key is not None and await answered(settler, numbered.key) is not None:
        return "numbered"
    return "same"


# --- the file -----------------------------------------------------------------------------------


def _read(file: bytes, carrier: str) -> list[_Row]:
    try:
        lines = sheet_rows(file)
        columns = [_CALLED.get(one.strip().lower()) for one in next(lines, (0, []))[1]]
        if "order" not in columns or "tracking" not in columns:
            raise BadNumberFile(
                say("Its first line names the columns: {known}.", known=", ".join(HEADINGS))
            )
        rows = list[_Row]()
        for line, cells in lines:
            if len(rows) == MAX_ROWS:
                raise BadNumberFile(say("At most {most} rows at a time.", most=MAX_ROWS))
            named = zip(columns, cells, strict=False)
            rows.append(_row(line, {name: plain_cell(one) for name, one in named if name}, carrier))
    except UnreadableSheet as error:
        raise BadNumberFile(error.said) from error
    if not rows:
        raise BadNumberFile("There is no row in it.")
    return rows


def _row(line: int, cells: Mapping[str, str], carrier: str) -> _Row:
    order, tracking = number_in(cells.get("order", "")), cells.get("tracking", "")
    taker, named = cells.get("carrier") or carrier, cells.get("parcel", "")
    refusal: Problem | None = None
    if not order or not tracking:
        refusal = BadNumberRow("It lacks the order or the number.")
    elif max(map(len, (order, tracking, taker))) > MAX_WORD:
        refusal = BadNumberRow(say("At most {most} characters.", most=MAX_WORD))
    elif named and not (named.isascii() and named.isdigit() and len(named) < 4):
        refusal = BadNumberRow("The parcel is its number in the order: 1, 2, 3.")
    parcel = int(named) if named and refusal is None else None
    return _Row(line, order[:MAX_WORD], NumberTold(tracking[:MAX_WORD], taker, parcel), refusal)


def _with_twins_refused(rows: Sequence[_Row]) -> list[_Row]:
    """Of several rows that may mean one parcel nobody knows which is right."""
    orders = Counter(row.order for row in rows)
    named = Counter((row.order, row.told.parcel) for row in rows)
    twins = ParcelUnnamed("Another row may mean the same parcel.")
    return [
        replace(row, refusal=twins)
        if row.refusal is None
        and orders[row.order] > 1
        and (row.told.parcel is None or named[row.order, row.told.parcel] > 1)
        else row
        for row in rows
    ]
