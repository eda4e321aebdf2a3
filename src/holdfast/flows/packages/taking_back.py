"""Staff take back what is left of what was bought, at the price paid; a membership ends with the
whole of its first, of which nothing was used.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before
from holdfast.flows.ending.repeated import ended_with
from holdfast.flows.packages.issuing import SOLD
from holdfast.flows.packages.keeping import found_grant, too_few
from holdfast.flows.payments.give_back import NothingPaid, RefundedMeanwhile, refund_part
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Expect, Operation, Withdraw, tell
from holdfast.orders import Order, returned_key
from holdfast.packages import (
    Grant,
    PackageReturned,
    least_returned,
    lines_of_package,
    price_back,
    purchase_of,
)

__all__ = ["Returned", "TooLittleReturned", "return_units"]

_TRIES: Final = 6


class TooLittleReturned(Problem):
    """Their share of the price is less than the smallest sum of money; ``least`` is how many have
    one, null where all that is left has none."""

    status = 409
    code = "too-little-returned"
    title = "So little is worth nothing"


class Returned(Struct, frozen=True):
    """So much was given back for them."""

    grant_id: UUID
    units: int
    amount: int
    currency: str


async def return_units(
    settler: Settler,
    caller: Caller,
    grant_id: UUID,
    units: int,
    why: str,
    end_repeat: bool | None = None,
) -> Returned:
    """Take so many minutes, or so much of a certificate, and give their price back the way it
    came, to who paid it. ``end_repeat``: whether the membership that it is of ends; None: if it
    began with this, and all of it is back now, unused. Raises a Problem for every refusal."""
    try:
        for _ in range(_TRIES):
            grant = await found_grant(settler, caller.principal, grant_id)
            try:
                return await _returned(settler, caller, grant, units, why, end_repeat)
            except RefundedMeanwhile:
                continue
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Returned)
    raise RefundedMeanwhile("Somebody returns the same just now. Look again.")


async def _returned(
    settler: Settler, caller: Caller, grant: Grant, units: int, why: str, end_repeat: bool | None
) -> Returned:
    order = await settler.orders.get(grant.order_id)
    purchase = await purchase_of(settler.database.pool, grant.order_id)
    if order is None or purchase is None:
        raise NothingPaid("Nothing was paid for these units.")  # staff gave it
    lines = list(lines_of_package(purchase.terms))
    item = lines[grant.line]
    counted = await settler.reader.account(returned_key(order.id, grant.line))
    left = min((await settler.reader.account(grant.key)).balance, item.units - counted.balance)
    if units > left:
        raise too_few(left, "units")
    amount = price_back(item.cost, item.units, counted.balance, units)
    if not item.cost:
        raise NothingPaid("Nothing was paid for these units.")
    if not amount:
        raise _too_little(grant, least_returned(item.cost, item.units, counted.balance), left)
    fact = PackageReturned(grant.owner, units, amount, grant.currency)
    operations: tuple[Operation, ...] = (
        Expect(counted.key, counted.version),
        Withdraw(counted.key, units, capacity=item.units),
        Expect(grant.key, (await settler.reader.account(grant.key)).version),
        Withdraw(grant.key, units, unit=grant.unit, counterparty=SOLD),
    )
    paid = paid_with(order, await settler.payments.of_order(order.id))
    said = {"units": units, "amount": amount, "reason": why}
    whole = await _is_whole(settler, order, [one.units for one in lines], grant.line, units)
    ended = await ended_with(settler, caller, order, end_repeat, whole=whole, staff=True)
    done = Returned(grant.id, units, amount, grant.currency)
    await refund_part(
        settler,
        order,
        paid,
        amount,
        caller,
        by_staff=caller.principal.is_staff,
        marks=(
            tell(fact, grant.id),
            caller.audited("package.returned", grant.id, said),
            *ended,
        ),
        units=operations,
        answer=done,
    )
    return done


async def _is_whole(
    settler: Settler, order: Order, bought: Sequence[int], line: int, units: int
) -> bool:
    """Whether with so many units of that line all that was ``bought`` is back: nothing was used."""
    for at, all_of_it in enumerate(bought):
        back = (await settler.reader.account(returned_key(order.id, at))).balance
        if back + (units if at == line else 0) < all_of_it:
            return False
    return True


def _too_little(grant: Grant, least: int, left: int) -> TooLittleReturned:
    """Taken back for nothing it would be a loss to whoever paid."""
    if least > left:
        return TooLittleReturned(
            "All that is left is worth less than the smallest sum: nothing goes back for it.",
            field="units",
            extra={"least": None},
        )
    most = Money(least, grant.currency)
    said = (
        say("Its share of the price rounds to nothing. Take back {least} or more.", least=most)
        if grant.kind == "certificate"
        else say("Their share of the price rounds to nothing. Take back {count} minutes or more.",
                 count=least)
    )  # fmt: skip
    return TooLittleReturned(said, field="units", extra={"least": least})
