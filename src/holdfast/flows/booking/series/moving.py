"""Moving a series, or the rest of it, to another weekday or time: each booking as it would be moved
alone, with its policy and its money. What is in the way is named before anything is moved."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Booking, booking_of, cell_lines, takings_of
from holdfast.booking.series import Series, SeriesMoved, series_told
from holdfast.booking.services import Service
from holdfast.flows.booking.booker import Booker, BookingMove
from holdfast.flows.booking.holding import move_booking
from holdfast.flows.booking.longer import must_have_hours
from holdfast.flows.booking.moving import may_move
from holdfast.flows.booking.planning import Wanted, must_offer
from holdfast.flows.booking.series.holding import SeriesConflicts
from holdfast.flows.booking.series.planning import (
    SeriesPlan,
    SeriesWanted,
    SessionConflict,
    SessionWanted,
    Take,
    plan_series,
)
from holdfast.flows.booking.series.settling import one_of_many, told_sessions
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.kit import Problem, new_id

__all__ = [
    "MoveOfOne", "SeriesMoveDone", "move_series", "moved_as_before", "moved_before", "plan_moves",
]  # fmt: skip


class MoveOfOne(Struct, frozen=True):
    """A booking of it, and where it is to be."""

    booking: Booking
    wanted: Wanted


class SeriesMoveDone(Struct, frozen=True):
    """How many of them are where they were to be, what goes back of all, and which stayed, with
    the code of why."""

    moved: int
    refund: int
    stayed: tuple[tuple[UUID, str], ...] = ()


async def moved_as_before(booker: Booker, caller: Caller) -> SeriesMoveDone | None:
    """What this request was answered with before, if it was; whatever became of its bookings
    since."""
    answer = None if caller.key is None else await answered(booker, caller.key)
    return None if answer is None else stored(answer, SeriesMoveDone)


async def moved_before(
    booker: Booker, caller: Caller, some: Sequence[Booking]
) -> dict[UUID, BookingMove]:
    """Of these bookings those that this very request moved before it ended midway: they are where
    they were to be, and go no further by it."""
    found: dict[UUID, BookingMove] = {}
    for booking in some:
        key = one_of_many(caller, booking.id).key
        answer = None if key is None else await answered(booker, key)
        if answer is not None:
            found[booking.id] = stored(answer, BookingMove)
    return found


async def plan_moves(
    booker: Booker, caller: Caller, series: Series, service: Service, moves: Sequence[MoveOfOne]
) -> SeriesPlan:
    """Which of them could be where they are to be, what they have now given back. Nothing is
    done."""
    had = await takings_of(booker.database.pool, [one.booking.id for one in moves])
    own = Counter[str]()
    for takings in had.values():
        for line in cell_lines(takings):
            own[line.key] -= line.quantity
    sessions = [SessionWanted(one.booking.starts_at, one.wanted) for one in moves]
    minutes = moves[0].wanted.minutes
    asked = SeriesWanted(
        service, series.rule, series.zone, series.wall_start, minutes, tuple(sessions)
    )
    found = await plan_series(booker, caller, asked, sessions, own, [one.booking for one in moves])
    refused: list[SessionConflict] = []
    plans = {session.planned_at: plan for session, plan in found.free}
    for one, session in zip(moves, sessions, strict=True):
        by_staff, plan = caller.actor != one.booking.user_id, plans.get(session.planned_at)
        try:
            may_move(one.booking, by_staff=by_staff)
            must_offer(service, one.wanted)
            if plan is not None and not by_staff:
                await must_have_hours(booker, one.booking, plan)
        except Problem as problem:
            refused.append(SessionConflict(session, problem))
    late = {one.session.planned_at for one in refused}
    free = [one for one in found.free if one[0].planned_at not in late]
    others = [one for one in found.conflicts if one.session.planned_at not in late]
    return SeriesPlan(free, sorted([*refused, *others], key=lambda one: one.session.planned_at))


async def move_series(
    booker: Booker,
    caller: Caller,
    series: Series,
    service: Service,
    moves: Sequence[MoveOfOne],
    take: Take = "all",
    before: Sequence[BookingMove] = (),
) -> SeriesMoveDone:
    """Move them; with ``all``, only if none is in the way now. Raises :class:`SeriesConflicts` and
    a Problem for every other refusal. One that somebody takes at this very moment stays where it
    is, and is named; so is each that is in the way by now, where others went ``before``, by this
    request."""
    if (answer := await moved_as_before(booker, caller)) is not None:
        return answer
    plan = SeriesPlan([], [])
    if moves:
        plan = await plan_moves(booker, caller, series, service, moves)
    if plan.conflicts and not before and (take == "all" or not plan.free):
        raise SeriesConflicts(plan.conflicts)
    free = {session.planned_at for session, _ in plan.free}
    stayed = [
        (move.booking.id, one.problem.code)
        for one in plan.conflicts
        for move in moves
        if move.booking.starts_at == one.session.planned_at
    ]
    done = list(before)
    for move in _in_order([one for one in moves if one.booking.starts_at in free]):
        by = one_of_many(caller, move.booking.id)
        try:
            done.append(await move_booking(booker, by, move.booking.id, service, move.wanted))
        except Problem as problem:
            stayed.append((move.booking.id, problem.code))
    refund = sum(one.refund for one in done)
    answer_with = SeriesMoveDone(len(done), refund, tuple(stayed))
    if done:
        await _tell(booker, caller, series, [one.booking_id for one in done], answer_with)
    return answer_with


def _in_order(moves: Sequence[MoveOfOne]) -> Sequence[MoveOfOne]:
    """Those that go later begin with the last, so that none waits for another to make room."""
    if moves and moves[0].wanted.start > moves[0].booking.starts_at:
        return list(reversed(moves))
    return moves


async def _tell(
    booker: Booker, caller: Caller, series: Series, ids: Sequence[UUID], answer: SeriesMoveDone
) -> None:
    found = [await booking_of(booker.database.pool, one) for one in ids]
    some = [one for one in found if one is not None]
    fact = SeriesMoved(
        some[0].user_id,
        series.service_name,
        series.zone,
        told_sessions(some),
        answer.refund,
        some[0].currency,
        caller.actor,
    )
    riders = series_told(series.id, fact)
    command = caller.keyed((), riders, f"series-moved/{new_id()}", answer)
    must_go_through(await booker.ledger.commit(command))
