"""Units that are announced: sold before they are there, up to so many as are to come. What comes is
kept for those who ordered it before, and only what they do not need goes into the stock.

Of each variant three accounts stand in for one another: what may still be sold so (free), what is
to come (awaited), what came and no order has yet (arrived). Announcing raises free and awaited
alike; so what of the awaited is not free is somebody's, sold or held.
"""

from asyncio import gather
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import StockChanged, stock_key
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.inventory.first_there import ReadsAccounts, first_there, known_location
from holdfast.flows.inventory.purchases import TRIES, check_variants, done_before
from holdfast.flows.inventory.served_first import OFFERED, Coming, with_offers
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AccountState,
    AlreadyDone,
    Conflict,
    Deposit,
    Expect,
    LedgerReader,
    Operation,
    Rider,
    Short,
    Withdraw,
    tell,
)
from holdfast.locations import account_at, to_come_key
from holdfast.preorders import (
    BadPreorder,
    Preorder,
    PreorderNotFound,
    announced,
    arrived_key,
    awaited_key,
    preorder_faults,
    preorder_note,
    preorders_of,
    received,
)

__all__ = [
    "MoreThanAnnounced", "PreorderSold", "PreorderStock", "announce", "into_stock",
    "known_preorder", "receive_preorder", "stock_of_preorder", "take_in",
]  # fmt: skip


class HasDatabase(Protocol):
    """Who reads rows."""

    @property
    def database(self) -> Database: ...


class ReadsRows(HasDatabase, ReadsAccounts, Protocol):
    """Who reads rows and the ledger."""


class PreorderSold(Problem):
    """Fewer than buyers have of it; ``least`` may be announced."""

    status = 409
    code = "preorder-sold"
    title = "More of it is sold than that"


class MoreThanAnnounced(Problem):
    """More than is still to come."""

    status = 409
    code = "more-than-announced"
    title = "More came than was announced"


class PreorderStock(Struct, frozen=True):
    """What the ledger says of a variant's pre-orders."""

    free: AccountState
    awaited: AccountState
    arrived: AccountState

    @property
    def owed(self) -> int:
        """Of what is to come: units that somebody has, or holds."""
        return max(self.awaited.balance - self.free.balance, 0)

    @property
    def spare(self) -> int:
        """Of what came: units that nobody has, since they gave up, so that they may be sold."""
        return min(max(self.free.balance - self.awaited.balance, 0), self.arrived.balance)

    @property
    def unmoved(self) -> Expect:
        """That what is to come is as it was read. Buyers meanwhile change nothing of it: units that
        they take in between cannot be taken back or put on sale, for they are not free."""
        return Expect(self.awaited.key, self.awaited.version)

    @property
    def guards(self) -> tuple[Operation, ...]:
        """That all of it is as it was read."""
        every = (self.free, self.awaited, self.arrived)
        return tuple(Expect(one.key, one.version) for one in every)


async def stock_of_preorder(reader: LedgerReader, variant_id: UUID) -> PreorderStock:
    """As it stands."""
    keys = (
        to_come_key(stock_key(variant_id)), awaited_key(variant_id), arrived_key(variant_id),
    )  # fmt: skip
    return PreorderStock(*await gather(*map(reader.account, keys)))


async def announce(stockroom: Stockroom, caller: Caller, asked: Preorder, units: int) -> None:
    """So many units are still to come, no fewer than buyers have of them. Raises
    :class:`BadPreorder`, :class:`PreorderSold`, :class:`LocationNotFound`, :class:`LocationClosed`,
    :class:`MadeOfOthers` and :class:`~holdfast.catalog.VariantNotFound`."""
    if faults := tuple(preorder_faults(asked, units, shop_now())):
        raise BadPreorder.of(faults, named=True)
    await check_variants(stockroom, [asked.variant_id], "variantId")
    await known_location(stockroom, asked.location_id, "locationId", to_fill=True)
    for _ in range(TRIES):
        now = await stock_of_preorder(stockroom.reader, asked.variant_id)
        known = (await preorders_of(stockroom.database.pool, [asked.variant_id])).values()
        before = next((one.expected_on for one in known), None)
        if units < now.owed:
            said = say("Buyers have {n} of them: cancel their orders first.", n=now.owed)
            raise PreorderSold(said, field="units", extra={"least": now.owed})
        change = units - now.awaited.balance
        moved = None if before == asked.expected_on else before
        about = {"units": units, "expectedOn": asked.expected_on, "endsAt": asked.ends_at}
        outcome = await stockroom.ledger.commit(
            caller.command(
                (now.unmoved, *_more(now, change)),
                (
                    *announced(asked, units, change, moved),
                    caller.audited("preorder.announced", asked.variant_id, about),
                ),
                f"preorder/{new_id()}",
            )
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        # Something came, or somebody bought what was to be taken back: look again.
        if not isinstance(outcome, Conflict | Short):
            break
    raise refuse(outcome)


async def receive_preorder(
    stockroom: Stockroom,
    caller: Caller,
    variant_id: UUID,
    quantity: int,
    line: UnitsLine,
    *,
    more: bool = False,
) -> None:
    """So many came; ``more``: also beyond what was announced. What buyers have of them is kept for
    their orders, the rest is on sale. Raises :class:`MoreThanAnnounced`, :class:`PreorderNotFound`,
    :class:`LocationClosed` and :class:`MadeOfOthers`."""
    if not await done_before(stockroom, caller):
        await _received(stockroom, caller, variant_id, quantity, line, more=more)
    await line.serve(variant_id)


async def _received(
    stockroom: Stockroom,
    caller: Caller,
    variant_id: UUID,
    quantity: int,
    line: UnitsLine,
    *,
    more: bool,
) -> None:
    await check_variants(stockroom, [variant_id], "variantId")
    one = await known_preorder(stockroom, variant_id)
    await known_location(stockroom, one.location_id, "locationId", to_fill=True)
    for tried in range(TRIES):
        rest = (await stockroom.reader.account(awaited_key(variant_id))).balance
        if quantity > rest and not more:
            said = say("{n} are still to come.", n=rest)
            raise MoreThanAnnounced(said, field="quantity")
        came = await take_in(stockroom, variant_id, one.location_id, quantity, preorder_note)
        noted = caller.audited("preorder.received", variant_id, {"quantity": quantity})
        command = caller.keyed(came.operations, (*came.riders, noted), f"preorder-in/{new_id()}")
        if tried < OFFERED:
            command = await with_offers(stockroom, line, came.there, command)
        outcome = await stockroom.ledger.commit(command)
        if isinstance(outcome, Accepted | AlreadyDone):
            return
        # A buyer, or somebody of the line who left, came between: look again.
        if not isinstance(outcome, Conflict | Short):
            break
    raise refuse(outcome)


class TakenIn(Struct, frozen=True):
    """Units that came: what takes them in, what is told of it, and what of them is on sale then,
    for who waits in line."""

    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()
    there: Mapping[str, Coming] = {}


async def take_in(
    stockroom: ReadsRows, variant_id: UUID, location: UUID, quantity: int, note: str
) -> TakenIn:
    """So many came to a location: kept for who ordered them before they were there, if they are
    announced for there; what nobody did is on sale."""
    one = (await preorders_of(stockroom.database.pool, [variant_id])).get(variant_id)
    if one is None or one.location_id != location:
        return await into_stock(stockroom, variant_id, location, quantity, note)
    now = await stock_of_preorder(stockroom.reader, variant_id)
    of_it = min(quantity, now.awaited.balance)
    if not of_it:
        return await into_stock(stockroom, variant_id, location, quantity, note)
    kept = min(of_it, now.owed)
    operations: list[Operation] = [now.unmoved, Withdraw(now.awaited.key, of_it, note=note)]
    if kept:
        operations.append(Deposit(now.arrived.key, kept, note=note))
    if of_it > kept:
        operations.append(Withdraw(now.free.key, of_it - kept, note=note))
    told = received(one, of_it, kept, now.awaited.balance - of_it)
    came = await into_stock(stockroom, variant_id, location, quantity - kept, note)
    return TakenIn((*operations, *came.operations), (told, *came.riders), came.there)


async def into_stock(
    stockroom: ReadsAccounts, variant_id: UUID, location: UUID, units: int, note: str
) -> TakenIn:
    """So many are on sale where they lie."""
    if not units:
        return TakenIn()
    key = account_at(stock_key(variant_id), location)
    opened = await first_there(stockroom, variant_id, location)
    told = tell(StockChanged("deposit", units, note), variant_id)
    # Else its line is served once its account is open.
    there = {} if opened else {key: Coming(variant_id, units)}
    return TakenIn((*opened, Deposit(key, units, note=note)), (told,), there)


async def known_preorder(parts: HasDatabase, variant_id: UUID) -> Preorder:
    """Raises :class:`PreorderNotFound`."""
    found = (await preorders_of(parts.database.pool, [variant_id])).get(variant_id)
    if found is None:
        raise PreorderNotFound("Nothing of it is announced.", field="variantId")
    return found


def _more(now: PreorderStock, change: int) -> tuple[Operation, ...]:
    """So many units more, or fewer, are to come and to be sold."""
    if change > 0:
        return (
            Deposit(now.free.key, change, note=preorder_note),
            Deposit(now.awaited.key, change, note=preorder_note),
        )
    if change < 0:
        return (
            Withdraw(now.free.key, -change, note=preorder_note),
            Withdraw(now.awaited.key, -change, note=preorder_note),
        )
    return ()
