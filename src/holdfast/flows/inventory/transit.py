"""Staff send units from one location to another, and say what arrives of them: out at one moment,
in at another. Between them they lie on an account of what is under way, on sale nowhere."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import StockChanged, stock_key
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.commit.refusals import InsufficientStock, refuse
from holdfast.flows.inventory.first_there import first_there, known_location
from holdfast.flows.inventory.purchases import TRIES, check_variants, done_before
from holdfast.flows.inventory.served_first import OFFERED, Coming, with_offers
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.inventory.transfer import SameLocation
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AccountState,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Operation,
    Rider,
    Short,
    Withdraw,
    tell,
)
from holdfast.locations import account_at
from holdfast.returns import written_off_key
from holdfast.transfers import (
    Arrival,
    Transfer,
    TransferNotFound,
    arrived,
    cancelled,
    expected,
    load_transfer,
    sent,
    transfer_note,
    transit_key,
)

__all__ = [
    "MoreThanSent", "TransferEnded", "arrive", "call_back", "change_arrival", "known_transfer",
    "send",
]  # fmt: skip


class TransferEnded(Problem):
    """All of it arrived or was lost, or the rest went back."""

    status = 409
    code = "transfer-ended"
    title = "Nothing of it is under way"


class MoreThanSent(Problem):
    """More than is under way."""

    status = 409
    code = "more-than-sent"
    title = "More than was sent"


class _Step(Struct, frozen=True):
    """So many come ``to`` a location, and so many never will."""

    to: UUID
    units: int
    riders: tuple[Rider, ...]
    lost: int = 0
    reason: str = ""


_Next: TypeAlias = Callable[[Transfer, AccountState], Awaitable[_Step]]


async def send(stockroom: Stockroom, caller: Caller, asked: Transfer) -> Transfer:
    """Out of one location (the first such transfer, if the request is a repetition). What buyers
    hold stays. Raises :class:`SameLocation`, :class:`LocationNotFound`, :class:`LocationClosed`,
    :class:`InsufficientStock`, :class:`MadeOfOthers` and
    :class:`~holdfast.catalog.VariantNotFound`."""
    before = None if caller.key is None else await answered(stockroom, caller.key)
    if before is not None:
        return await known_transfer(stockroom, stored(before, UUID))
    if asked.source_id == asked.target_id:
        raise SameLocation("Choose another location.", field="toLocationId")
    await known_location(stockroom, asked.source_id, "fromLocationId", to_fill=False)
    await known_location(stockroom, asked.target_id, "toLocationId", to_fill=True)
    await check_variants(stockroom, [asked.variant_id], "variantId")
    note = transfer_note(asked.reason)
    about = {"variantId": str(asked.variant_id), "quantity": asked.quantity}
    outcome = await stockroom.ledger.commit(
        caller.keyed(
            (
                Withdraw(_at(asked, asked.source_id), asked.quantity, note=note),
                Deposit(transit_key(asked.id), asked.quantity, note=note),
            ),
            (
                *sent(asked),
                tell(StockChanged("withdraw", asked.quantity, note), asked.variant_id),
                caller.audited("transfer.sent", asked.id, about),
            ),
            f"transfer/{asked.id}",
            asked.id,
        )
    )
    if isinstance(outcome, AlreadyDone):
        return await known_transfer(stockroom, stored(outcome.answer, UUID))
    if isinstance(outcome, Short):
        lacking = outcome.shortages[0]
        said = say(
            "{available} available, {held} held by buyers.",
            available=lacking.available,
            held=lacking.held,
        )
        raise InsufficientStock(said, field="quantity")
    if not isinstance(outcome, Accepted):
        raise refuse(outcome)
    return await known_transfer(stockroom, asked.id)


async def arrive(
    stockroom: Stockroom, caller: Caller, transfer_id: UUID, what: Arrival, line: UnitsLine
) -> Transfer:
    """So many came, and are held for those who wait for them first; so many are lost, and written
    off. Raises :class:`MoreThanSent`, :class:`TransferEnded`, :class:`TransferNotFound` and
    :class:`LocationClosed`."""

    async def step(found: Transfer, under_way: AccountState) -> _Step:
        if what.units > under_way.balance:
            said = say("{n} are under way.", n=under_way.balance)
            raise MoreThanSent(said, field="came")
        if what.came:
            await known_location(stockroom, found.target_id, "toLocationId", to_fill=True)
        about = {"came": what.came, "lost": what.lost, "reason": what.reason}
        done = (*arrived(found, what), caller.audited("transfer.arrived", found.id, about))
        return _Step(found.target_id, what.came, done, what.lost, what.reason)

    return await _moved(stockroom, caller, transfer_id, step, line)


async def call_back(
    stockroom: Stockroom, caller: Caller, transfer_id: UUID, reason: str, line: UnitsLine
) -> Transfer:
    """What is under way is where it came from again, even if that is closed by now. Raises
    :class:`TransferEnded` and :class:`TransferNotFound`."""

    async def step(found: Transfer, under_way: AccountState) -> _Step:
        about = {"units": under_way.balance, "reason": reason}
        done = (*cancelled(found, reason), caller.audited("transfer.cancelled", found.id, about))
        return _Step(found.source_id, under_way.balance, done, reason=reason)

    return await _moved(stockroom, caller, transfer_id, step, line)


async def change_arrival(
    stockroom: Stockroom, caller: Caller, transfer_id: UUID, on: date | None
) -> Transfer:
    """They arrive on that day. Raises :class:`TransferNotFound` and :class:`TransferEnded`."""
    found = await known_transfer(stockroom, transfer_id)
    if found.is_open and found.expected_on == on:
        return found
    for _ in range(TRIES):
        found = _still_open(await known_transfer(stockroom, transfer_id))
        audit = caller.audited("transfer.expected", found.id, {"expectedOn": on})
        key = f"transfer-expected/{new_id()}"
        outcome = await stockroom.ledger.commit(
            caller.command((), (*expected(found, on), audit), key)
        )
        if isinstance(outcome, Accepted | AlreadyDone):
            return await known_transfer(stockroom, transfer_id)
        if not isinstance(outcome, Conflict):
            break
    raise refuse(outcome)


async def known_transfer(stockroom: Stockroom, transfer_id: UUID) -> Transfer:
    """Raises :class:`TransferNotFound`."""
    found = await load_transfer(stockroom.database.pool, transfer_id)
    if found is None:
        raise TransferNotFound("There is no such transfer.")
    return found


async def _moved(
    stockroom: Stockroom, caller: Caller, transfer_id: UUID, step: _Next, line: UnitsLine
) -> Transfer:
    """What the next step says of it as it stands, in one command; those who wait for what came are
    served first."""
    if not await done_before(stockroom, caller):
        for tried in range(TRIES):
            # The account before the row, so that a row that is older is refused by its version.
            under_way = await stockroom.reader.account(transit_key(transfer_id))
            found = _still_open(await known_transfer(stockroom, transfer_id))
            first = line if tried < OFFERED else None
            next_one = await step(found, under_way)
            command = await _command(stockroom, caller, found, under_way, next_one, first)
            outcome = await stockroom.ledger.commit(command)
            if isinstance(outcome, Accepted | AlreadyDone):
                break
            # Another step, or somebody of the line who left, came between: look again.
            if not isinstance(outcome, Conflict | Short):
                raise refuse(outcome)
        else:
            raise refuse(outcome)
    found = await known_transfer(stockroom, transfer_id)
    await line.serve(found.variant_id)
    return found


async def _command(
    stockroom: Stockroom,
    caller: Caller,
    found: Transfer,
    under_way: AccountState,
    step: _Step,
    line: UnitsLine | None,
) -> Command:
    note = transfer_note(found.reason)
    operations: list[Operation] = [Expect(under_way.key, under_way.version)]
    came: dict[str, Coming] = {}
    riders = step.riders
    if step.units:
        opened = await first_there(stockroom, found.variant_id, step.to)
        key = _at(found, step.to)
        operations += opened
        operations.append(Withdraw(under_way.key, step.units, note=note))
        operations.append(Deposit(key, step.units, note=note))
        riders += (tell(StockChanged("deposit", step.units, note), found.variant_id),)
        if not opened:  # else its line is served once its account is open
            came[key] = Coming(found.variant_id, step.units)
    if step.lost:
        gone = f"{note}; lost: {step.reason}"
        operations.append(Withdraw(under_way.key, step.lost, note=gone))
        operations.append(Deposit(written_off_key(found.variant_id), step.lost, note=gone))
    command = caller.keyed(tuple(operations), riders, f"transfer-step/{new_id()}")
    return command if line is None else await with_offers(stockroom, line, came, command)


def _at(found: Transfer, location: UUID) -> str:
    return account_at(stock_key(found.variant_id), location)


def _still_open(found: Transfer) -> Transfer:
    if not found.is_open:
        raise TransferEnded("All of it arrived or was lost, or the rest went back.")
    return found
