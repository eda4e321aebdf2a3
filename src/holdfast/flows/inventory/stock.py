"""Staff change how many of a variant there are: through the ledger, with the reason beside it."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Literal
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct

from holdfast.catalog import StockChanged, ThresholdChanged, VariantNotFound, stock_key
from holdfast.catalog.writing import set_threshold
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.refusals import InsufficientStock, refuse
from holdfast.flows.inventory.by_codes import (
    NotByFile,
    delivered_still,
    must_be_counted,
    must_be_sent,
    not_sent,
)
from holdfast.flows.inventory.first_there import came_between, first_there, known_location
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import iso
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AccountState,
    AlreadyDone,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Outcome,
    SetOnHand,
    Short,
    Withdraw,
    entries_of,
    tell,
)
from holdfast.locations import FIRST_LOCATION, account_at

__all__ = [
    "BelowHeld", "Kind", "MadeOfOthers", "StockChange", "StockChangeDone", "TooMuch",
    "change_stock", "change_threshold", "operation_of",
]  # fmt: skip

_OFFERED: Final = 3  # tries that also hold it for who waits
_OPENED: Final = 20
_LOOKED_AT: Final = 200  # entries, the latest, among which that of a count is looked for
_LATEST: Final = 2**63 - 1
Kind = Literal["deposit", "withdraw", "set"]
_VARIANT: Final = sa.text("""
SELECT v.product_id, EXISTS (SELECT FROM variant_parts t WHERE t.variant_id = v.id) AS made
FROM variants v WHERE v.id = :id
""")


class BelowHeld(Problem):
    """A count below what buyers hold at this moment."""

    status = 409
    code = "below-held"
    title = "Buyers hold more than that"


class MadeOfOthers(Problem):
    """What is made of others has no stock of its own: theirs counts."""

    status = 409
    code = "made-of-others"
    title = "It is made of other goods"


class TooMuch(Problem):
    """A quantity beyond what an account can count."""

    status = 422
    code = "quantity-out-of-bounds"
    title = "The quantity is out of range"


class StockChange(Struct, frozen=True):
    """So many more, fewer, or all there are in one location; and why. ``unlimited``: as many as
    anybody wants, which only a file can be."""

    variant_id: UUID
    kind: Kind
    quantity: int
    reason: str
    location: UUID = FIRST_LOCATION
    unlimited: bool = False

    @property
    def key(self) -> str:
        return account_at(stock_key(self.variant_id), self.location)


class StockChangeDone(Struct, frozen=True):
    """``now``: all there are after the change, or as they stand at its repetition. ``moved``: by
    how many it changed what lies in its location; None of a count made too long ago."""

    now: AccountState
    moved: int | None


async def change_stock(
    stockroom: Stockroom, caller: Caller, change: StockChange, line: UnitsLine | None = None
) -> StockChangeDone:
    """What comes is held by the same command for the first of the ``line``, and then for those
    after them.

    Raises :class:`InsufficientStock`, :class:`BelowHeld`, :class:`TooMuch`, :class:`MadeOfOthers`,
    :class:`StockIsCodes`, :class:`FileMissing`, :class:`NotByFile`, :class:`LocationNotFound`,
    :class:`LocationClosed` and :class:`~holdfast.catalog.VariantNotFound`.
    """
    async with stockroom.database.read() as connection:
        known = (await connection.execute(_VARIANT, {"id": change.variant_id})).first()
        if known is None:
            raise VariantNotFound(
                say("There is no variant {variant_id}.", variant_id=change.variant_id),
                field="variantId",
            )
    product_id = known.product_id
    still = await delivered_still(stockroom.reader, [change.variant_id])
    await _must_be_stocked(stockroom, change)
    if known.made and change.quantity and change.kind != "withdraw":
        raise MadeOfOthers("Change the stock of what it is made of.", field=change.kind)
    if change.location != FIRST_LOCATION:
        await must_be_sent(stockroom.database.pool, [change.variant_id], "locationId")
        fills = change.kind != "withdraw"
        await known_location(stockroom, change.location, "locationId", to_fill=fills)
    outcome = await _changed(stockroom, caller, change, line, still)
    if came_between(outcome, still):
        raise crowded_out(f"stock of variant {change.variant_id} is not changed")
    if isinstance(outcome, Accepted | AlreadyDone):
        moved = await _moved(stockroom, change, outcome.answer)
        if isinstance(outcome, Accepted) and outcome.accounts:
            now = await _all_there_are(stockroom, change, outcome.accounts)
            return StockChangeDone(now, moved)
        if line is not None:
            await line.serve(change.variant_id)
        return StockChangeDone(await stockroom.stocks.of(stock_key(change.variant_id)), moved)
    if isinstance(outcome, Short):
        raise _short(stockroom, change, product_id, outcome)
    if isinstance(outcome, Conflict):
        raise TooMuch(
            say(
                "Adding {quantity} would exceed the limit of {limit}.",
                quantity=change.quantity,
                limit=MAX_BALANCE,
            ),
            field=change.kind,
        )
    raise refuse(outcome)


async def _must_be_stocked(stockroom: Stockroom, change: StockChange) -> None:
    """How it is delivered lets it have such a stock: it would be sold without what is given for
    it."""
    pool, ids = stockroom.database.pool, [change.variant_id]
    none = change.kind == "withdraw" or not change.quantity
    await must_be_counted(pool, ids, change.kind, none=none)
    if change.unlimited and not await not_sent(pool, ids):
        raise NotByFile("Of what is sent there are so many.", field="unlimited")


async def _changed(
    stockroom: Stockroom,
    caller: Caller,
    change: StockChange,
    line: UnitsLine | None,
    still: tuple[Expect, ...],
) -> Outcome:
    fact = StockChanged(change.kind, change.quantity, change.reason)
    told = (tell(fact, change.variant_id),)
    for _ in range(_OPENED):
        opened = await first_there(stockroom, change.variant_id, change.location)
        if not opened or change.kind == "withdraw":
            break
        operations = (*still, *opened, operation_of(change))
        command = caller.keyed(operations, told, answer=caller.request)
        outcome = await stockroom.ledger.commit(command)
        if not came_between(outcome, opened):
            if line is not None and isinstance(outcome, Accepted):
                await line.serve(change.variant_id)
            return outcome
    command = caller.keyed((*still, operation_of(change)), told, answer=caller.request)
    if line is None or change.kind == "withdraw":
        return await stockroom.ledger.commit(command)
    for _ in range(_OFFERED):
        now = await stockroom.reader.account(change.key)
        more = now.balance + now.kept if change.kind == "deposit" else -now.held
        offers = await line.offers({change.variant_id: {change.key: more + change.quantity}})
        if not offers.operations:
            break
        outcome = await stockroom.ledger.commit(offers.added_to(command))
        if not isinstance(outcome, Conflict | Short) or came_between(outcome, still):
            return outcome
        # Somebody of the line left, or was offered theirs, at this very moment: look again.
    return await stockroom.ledger.commit(command)


async def _moved(stockroom: Stockroom, change: StockChange, answer: str) -> int | None:
    """By how many: of a count its entry says so, which is that of the request it was answered
    with."""
    if change.kind != "set":
        return change.quantity if change.kind == "deposit" else -change.quantity
    request = ""
    with suppress(msgspec.DecodeError):
        request = msgspec.json.decode(answer, type=str)
    entries = await entries_of(
        stockroom.database, change.key, stockroom.reader.partitions, _LATEST, _LOOKED_AT
    )
    of_it = (one for one in entries if one["operation"] == "set" and one["request"] == request)
    return next((int(one["change"]) for one in of_it), None)


async def _all_there_are(
    stockroom: Stockroom, change: StockChange, accounts: Sequence[AccountState]
) -> AccountState:
    if len(await stockroom.stocks.locations.now()) > 1:
        return await stockroom.stocks.of(stock_key(change.variant_id))
    return next(one for one in accounts if one.key == change.key)


def operation_of(change: StockChange) -> Operation:
    """What the ledger is asked for."""
    key = change.key
    if change.kind == "deposit":
        return Deposit(key, change.quantity, note=change.reason)
    if change.kind == "withdraw":
        return Withdraw(key, change.quantity, note=change.reason)
    return SetOnHand(key, change.quantity, note=change.reason)


def _short(stockroom: Stockroom, change: StockChange, product_id: UUID, short: Short) -> Problem:
    lacking = short.shortages[0]
    if change.kind == "set":
        return BelowHeld(
            say(
                "Buyers hold {held} now, so the count cannot be {quantity}.",
                held=lacking.held,
                quantity=change.quantity,
            ),
            field="set",
            extra={"held": lacking.held},
        )
    return InsufficientStock(
        say(
            "{available} available, {held} held by buyers.",
            available=lacking.available,
            held=lacking.held,
        ),
        field="withdraw",
        extra={
            "shortages": [
                {
                    "productId": str(product_id),
                    "variantId": str(change.variant_id),
                    "wanted": lacking.wanted,
                    "available": lacking.available,
                    "held": lacking.held,
                    "nextReleaseAt": iso(stockroom.next_release_at(lacking.key)),
                }
            ]
        },
    )


async def change_threshold(
    database: Database, caller: Caller, variant_id: UUID, threshold: int | None
) -> None:
    """Set from how many on hand the variant is low (None: as the shop says), with an audit line."""
    fact = ThresholdChanged(threshold)
    async with database.transaction() as connection:
        if not await set_threshold(connection, variant_id, threshold):
            raise VariantNotFound(
                say("There is no variant {variant_id}.", variant_id=variant_id), field="variantId"
            )
        about = {"threshold": threshold}
        await caller.note(connection, "stock.threshold", str(variant_id), about)
        await write_event(connection, fact, variant_id, caller.request)
