"""What came back is looked at, line by line: back on sale or written off, and what was paid for it
goes back; all of it one ledger command, with the refund's own accounts."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, returns
from holdfast.catalog import stock_variant
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import keep, unless_done_before
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.lines import goods_of_one, order_ref
from holdfast.flows.commit.refusals import ReservationExpired, refuse
from holdfast.flows.ending.edit_shares import PaidElsewhere, paid_elsewhere
from holdfast.flows.ending.refunded_units import (
    delivery_goes_back,
    units_paid,
    units_refunded,
)
from holdfast.flows.inventory.by_codes import kept_off_sale
from holdfast.flows.inventory.first_there import first_there, known_location
from holdfast.flows.payments.give_back import (
    NothingPaid,
    RefundedMeanwhile,
    left_of,
    refund_part,
)
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.returning.asking import found_now, may
from holdfast.flows.returning.difference import to_pay
from holdfast.flows.returning.exchanging import Becoming, ReturnDesk, becoming, exchanged, let_go
from holdfast.flows.returning.standing import ReturnsNow, returns_now
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.money import Money
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Deposit, Operation, Rider
from holdfast.locations import FIRST_LOCATION, account_at
from holdfast.orders import Order, OrderItem
from holdfast.payments import Payment
from holdfast.pricing import RefundSum
from holdfast.returns import Exchange, Return, ReturnLine, written_off_key

__all__ = [
    "Came", "DeductionTooLarge", "NotInReturn", "Reckoning", "inspect", "reckoned",
    "reckoned_for",
]  # fmt: skip

_TRIES: Final = 8


class NotInReturn(Problem):
    """More units than the return has of a line; ``errors`` names each line."""

    status = 409
    code = "not-in-return"
    title = "So many units are not in the return"


class DeductionTooLarge(Problem):
    """More is to be taken off than was paid."""

    status = 409
    code = "deduction-too-large"
    title = "The deduction is more than what was paid"


class Came(Struct, frozen=True):
    """Of a line: so many units go back on sale, so many are written off for a ``fault``."""

    restocked: int = 0
    written_off: int = 0
    fault: str = ""


class Reckoning(Struct, frozen=True):
    """What was ``paid`` for the units, and what is ``left`` of the order's payments. ``exchanged``
    of what was paid stays for what is sent in place of them; None: nothing is. ``due`` is to be
    paid for that beside it. ``elsewhere`` goes back with another order that pays for them."""

    paid: RefundSum
    left: int
    exchanged: int | None = None
    due: int = 0
    elsewhere: PaidElsewhere | None = None


class _Done(Struct, frozen=True):
    """What a key stands for: that it was done; the return says the rest."""

    return_id: UUID


async def reckoned_for(
    settler: ReturnDesk,
    now: ReturnsNow,
    wanted: Mapping[int, int],
    *exchanges: Exchange,
) -> Reckoning:
    """What goes back if so many units of each line come, and the ``exchanges`` are made."""
    delivery = not exchanges and delivery_goes_back(now.rules, now.returns)
    paid = units_paid(now.goods, wanted, delivery=delivery)
    tries = await settler.payments.of_order(now.order.id)
    left = await left_of(settler, paid_with(now.order, tries))
    if not exchanges:
        elsewhere = await paid_elsewhere(settler, now.goods, wanted)
        return Reckoning(paid, left, elsewhere=elsewhere)
    dues = [
        (await to_pay(settler, now.order, one, now.order.id)).quote.total
        for one in exchanges
        if one.dearer
    ]
    return Reckoning(paid, left, sum(one.kept(paid.lines) for one in exchanges), sum(dues))


async def reckoned(
    settler: ReturnDesk, return_id: UUID, came: Mapping[int, int], *, exchange: bool = True
) -> Reckoning:
    """The same for a return. Raises :class:`NotInReturn`."""
    order = await _order_of(settler, return_id)
    now = await returns_now(settler, order)
    found = next(one for one in now.returns if one.id == return_id)
    _must_be_inside(found, came)
    instead = await becoming(settler, found, came, wanted=exchange)
    return await reckoned_for(settler, now, came, *(() if instead is None else (instead,)))


async def inspect(
    desk: ReturnDesk,
    caller: Caller,
    return_id: UUID,
    came: Mapping[int, Came],
    *,
    deduct: int = 0,
    deduction: str = "",
    exchange: bool = True,
    location: UUID = FIRST_LOCATION,
) -> None:
    """What is sold again lies at the ``location``. What did not come stays with the buyer, paid
    for. What was paid for the rest goes back, less what staff ``deduct``; what was asked for in
    place of it goes out, if all of that came and staff do not refund it after all. Raises a Problem
    for every refusal."""
    try:
        if location != FIRST_LOCATION:
            await known_location(desk, location, "locationId", to_fill=True)
        for _ in range(_TRIES):
            order = await _order_of(desk, return_id)
            now = await returns_now(desk, order)
            found = may(now, return_id, "inspect")
            units = _units(came)
            _must_be_inside(found, units)
            instead = await becoming(desk, found, units, wanted=exchange)
            try:
                if await _inspected(
                    desk, caller, now, found, came, deduct, deduction, instead, location
                ):
                    return
            except ReservationExpired:
                continue  # what was held for its exchange, just now
        raise crowded_out(f"return {return_id} is not inspected")
    except Problem as problem:
        await unless_done_before(desk, caller.key, problem)


async def _inspected(
    settler: ReturnDesk,
    caller: Caller,
    now: ReturnsNow,
    found: Return,
    came: Mapping[int, Came],
    deduct: int,
    deduction: str,
    exchange: Exchange | None,
    location: UUID,
) -> bool:
    """False if something was done with the order at this very moment: look again."""
    order = now.order
    units = _units(came)
    delivery = exchange is None and delivery_goes_back(now.rules, now.returns)
    back = units_refunded(now.goods, units, delivery=delivery, came=True)
    instead = Becoming(operations=await let_go(settler, found))
    kept = 0
    if exchange is not None:
        instead = await exchanged(settler, order, found.id, exchange, back.sum.lines)
        if instead.due is not None and delivery_goes_back(now.rules, now.returns):
            kept = units_paid(now.goods, units).delivery
    paid = back.sum.total - (instead.kept or 0)
    if deduct > paid:
        said = say("{paid} was paid for it.", paid=Money(paid, order.currency))
        raise DeductionTooLarge(said, field="deduct", extra={"paid": paid})
    amount = paid - deduct
    done = replace(
        found,
        refunded=amount,
        delivery=back.sum.delivery,
        deducted=deduct,
        deduction=deduction or None,
        exchanged=instead.kept,
        due=instead.due,
        delivery_kept=kept or None,
        lines=_lines(found, came, back.sum),
    )
    goods = await _goods(settler, now.goods.items, order, came, location)
    operations = (*now.step, *back.operations, *instead.operations, *goods)
    about = {
        "return": found.number,
        "location": str(location),
        "amount": amount,
        "deducted": deduct,
        "reason": deduction,
    }
    riders = (
        *returns.inspected(done, now.told, order.currency),
        *(back.riders if units else ()),
        *instead.riders,
        caller.audited("return.inspected", order.id, about),
    )
    if not amount:
        return await _without_money(settler, caller, order, found.id, operations, riders)
    try:
        await refund_part(
            settler,
            order,
            await _paid(settler, order),
            amount,
            caller,
            by_staff=caller.principal.is_staff,
            marks=riders,
            units=operations,
            lines=back.sum.by_line,
            answer=_Done(found.id),
        )
    except RefundedMeanwhile:
        return False
    return True


async def _without_money(
    settler: Settler,
    caller: Caller,
    order: Order,
    return_id: UUID,
    operations: tuple[Operation, ...],
    riders: tuple[Rider, ...],
) -> bool:
    """Nothing goes back for it: nothing came, or what was paid for it is taken off."""
    wanted = caller.request_key(_Done(return_id))
    outcome = await settler.ledger.commit(
        caller.command(
            operations,
            (*riders, orders.returns_moved(order)),
            f"return-step/{new_id()}",
            request_key=wanted,
        )
    )
    match outcome:
        case Accepted():
            return True
        case AlreadyDone():
            if wanted is not None:
                await keep(settler.ledger, wanted)
            return True
        case Conflict():
            return False
    raise refuse(outcome)


def _units(came: Mapping[int, Came]) -> dict[int, int]:
    """How many came of each line of which something did."""
    units = {line: one.restocked + one.written_off for line, one in came.items()}
    return {line: count for line, count in units.items() if count}


async def _paid(settler: Settler, order: Order) -> list[Payment]:
    paid = paid_with(order, await settler.payments.of_order(order.id))
    if not paid or not all(one.has_paid for one in paid):
        raise NothingPaid("Nothing was paid for this order, or all of it was refunded.")
    return paid


async def _order_of(settler: Settler, return_id: UUID) -> Order:
    found = await found_now(settler, return_id)
    return await any_order(settler.orders, found.order_id)


def _must_be_inside(found: Return, units: Mapping[int, int]) -> None:
    wrong = []
    for line, count in units.items():
        inside = found.lines[line].quantity if line in found.lines else 0
        if count > inside:
            said = say("Of line {line}, {inside} are in it.", line=line + 1, inside=inside)
            wrong.append(FieldError(f"lines[{line}]", NotInReturn.code, said))
    if wrong:
        raise NotInReturn.of(wrong)


def _lines(found: Return, came: Mapping[int, Came], paid: RefundSum) -> dict[int, ReturnLine]:
    nothing = Came()
    lines = {}
    for line, one in found.lines.items():
        what = came.get(line, nothing)
        lines[line] = replace(
            one,
            restocked=what.restocked,
            written_off=what.written_off,
            fault=what.fault,
            paid=paid.lines[line],
        )
    return lines


async def _goods(
    desk: ReturnDesk,
    items: Sequence[OrderItem],
    order: Order,
    came: Mapping[int, Came],
    location: UUID,
) -> tuple[Operation, ...]:
    """The units, as entries of the journal: on sale again there, or on an account of their own."""
    found: list[Operation] = []
    again: dict[str, int] = {}
    for line, one in came.items():
        for key, units in goods_of_one(items[line]).items():
            if one.restocked:
                again[key] = again.get(key, 0) + one.restocked * units
            if one.written_off and (variant := stock_variant(key)) is not None:
                note = f"{order_ref(order.id)} written off"
                account = written_off_key(variant)
                found.append(Deposit(account, one.written_off * units, note=note))
    for key, quantity in again.items():
        if (variant := stock_variant(key)) is not None:
            found += await first_there(desk, variant, location)
        note = f"{order_ref(order.id)} returned"
        found.append(Deposit(account_at(key, location), quantity, note=note))
    here = {account_at(key, location): quantity for key, quantity in again.items()}
    return (*found, *await kept_off_sale(desk, order.id, items, here))
