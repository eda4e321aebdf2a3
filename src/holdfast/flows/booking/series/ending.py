"""Cancelling a series, or the rest of it: each booking by the policy that was agreed with it, one
after another. What all of it comes to is shown before, and told as one."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking, Cause
from holdfast.booking.series import Series, SeriesCancelled, series_told
from holdfast.flows.booking.booker import BookingEnded
from holdfast.flows.booking.cancelling import (
    BookingCalledOff,
    Cancellation,
    CancellationChanged,
    OnlyStaffSay,
    cancel_booking,
    cancellation_of,
)
from holdfast.flows.booking.series.settling import found_series, one_of_many, told_sessions
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.people.standing import refuse_own
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Money, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = [
    "SeriesCalledOff", "SeriesCancellation", "cancel_series", "cancellation_of_series",
    "from_one_on",
]  # fmt: skip


class SeriesCancellation(Struct, frozen=True):
    """What cancelling them would come to now, each and all."""

    series: Series
    of: Sequence[tuple[Booking, Cancellation]]

    @property
    def penalty(self) -> int:
        return sum(found.penalty for _, found in self.of)

    @property
    def refund(self) -> int:
        return sum(found.refund for _, found in self.of)


class SeriesCalledOff(Struct, frozen=True):
    """How it was cancelled: how many of its bookings, and what was kept and goes back of all.
    ``kept``: those that could not be, since they changed at this moment."""

    cancelled: int
    penalty: int
    refund: int
    kept: tuple[UUID, ...] = ()


async def cancellation_of_series(
    settler: Settler,
    principal: Principal | None,
    series_id: UUID,
    since: UUID | None,
    cause: Cause = "client",
) -> SeriesCancellation:
    """Of those that have not begun, from one of its bookings on. Raises :class:`SeriesNotFound`,
    :class:`BookingEnded` where none is left."""
    series, some = await found_series(settler, principal, series_id)
    left = [one for one in from_one_on(some, since) if one.is_held or one.is_confirmed]
    if principal is not None and not principal.is_staff:
        left = [one for one in left if one.is_clients_to_cancel]
    if not left:
        raise BookingEnded("No booking of it is to come.", extra={"found": series.status})
    found = [(one, await cancellation_of(settler, principal, one.id, cause)) for one in left]
    return SeriesCancellation(series, found)


def from_one_on(some: Sequence[Booking], since: UUID | None) -> Sequence[Booking]:
    """Those that the rule has from that one on; all, if it is none of them."""
    ids = [one.id for one in some]
    return some if since not in ids else some[ids.index(since) :]


async def cancel_series(
    settler: Settler,
    caller: Caller,
    series_id: UUID,
    since: UUID | None,
    *,
    cause: Cause = "client",
    why: str = "",
    expected: int | None = None,
) -> SeriesCalledOff:
    """Cancel them. ``expected`` is the refund that was shown: should less go back by now, nothing
    is done. Raises a Problem for every refusal. Repeated after it ended midway, it goes on: what
    is off by then counts as it was."""
    if caller.key is not None and (answer := await answered(settler, caller.key)) is not None:
        return stored(answer, SeriesCalledOff)
    if cause != "client" and not caller.principal.is_staff:
        raise OnlyStaffSay("Ask the studio: it can say that it is not your fault.")
    series, done = await _off_before(settler, caller, series_id, since)
    try:
        plan = await cancellation_of_series(settler, caller.principal, series_id, since, cause)
    except BookingEnded:
        if not done:
            raise
        plan = SeriesCancellation(series, ())
    if cause != "client":
        refuse_own(caller.principal, [one.user_id for one, _ in plan.of])
    currency = [*(one.currency for _, one in done), *(one.currency for _, one in plan.of)][0]
    _must_come_to(plan, [one for _, one in done], expected, currency)
    kept: list[UUID] = []
    for booking, found in plan.of:
        one = one_of_many(caller, booking.id)
        try:
            off = await cancel_booking(
                settler, one, booking.id,
                cause=cause, why=why, expected=found.refund, together=True,
            )  # fmt: skip
        except Problem:
            kept.append(booking.id)
            continue
        done.append((booking, off))
    penalty, refund = sum(one.penalty for _, one in done), sum(one.refund for _, one in done)
    answered_with = SeriesCalledOff(len(done), penalty, refund, tuple(kept))
    if done:
        fact = SeriesCancelled(
            done[0][0].user_id,
            series.service_name,
            series.zone,
            told_sessions([booking for booking, _ in done]),
            penalty,
            refund,
            done[0][0].currency,
            caller.actor,
        )
        await _tell(settler, caller, series_id, fact, answered_with)
    return answered_with


async def _off_before(
    settler: Settler, caller: Caller, series_id: UUID, since: UUID | None
) -> tuple[Series, list[tuple[Booking, BookingCalledOff]]]:
    """Those that this very request cancelled before it ended midway."""
    series, some = await found_series(settler, caller.principal, series_id)
    found: list[tuple[Booking, BookingCalledOff]] = []
    for booking in from_one_on(some, since):
        key = one_of_many(caller, booking.id).key
        answer = await answered(settler, key) if booking.is_cancelled and key else None
        if answer is not None:
            found.append((booking, stored(answer, BookingCalledOff)))
    return series, found


def _must_come_to(
    plan: SeriesCancellation, off: Sequence[BookingCalledOff], expected: int | None, currency: str
) -> None:
    """Raises :class:`CancellationChanged`, where less goes back of all than was shown."""
    refund = plan.refund + sum(one.refund for one in off)
    if expected is None or refund >= expected:
        return
    money = Money(refund, currency)
    if off:
        words = say(
            "By now {refund} would come back of all. What is cancelled stays so, the others stand.",
            refund=money,
        )
    else:
        words = say("By now {refund} would come back. Nothing was cancelled.", refund=money)
    penalty = plan.penalty + sum(one.penalty for one in off)
    raise CancellationChanged(words, extra={"refund": refund, "penalty": penalty})


async def _tell(
    settler: Settler,
    caller: Caller,
    series_id: UUID,
    fact: SeriesCancelled,
    answer: SeriesCalledOff,
) -> None:
    riders = series_told(series_id, fact)
    other = f"series-cancelled/{new_id()}"
    must_go_through(await settler.ledger.commit(caller.keyed((), riders, other, answer)))
