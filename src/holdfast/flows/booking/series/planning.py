"""What of a series can be had: each of its sessions with who could serve it, or why not. Nothing is
held by it."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, NewBooking, cell_lines
from holdfast.booking.series import Recurrence
from holdfast.booking.services import Service
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.free_now import first_free
from holdfast.flows.booking.holding import HIS_OWN, MOST_CANDIDATES, planned_with, worst
from holdfast.flows.booking.outside.hearing import asking
from holdfast.flows.booking.paying_first import as_wanted
from holdfast.flows.booking.planning import NotOffered, Wanted
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem

__all__ = ["SeriesPlan", "SeriesWanted", "SessionConflict", "SessionWanted", "Take", "plan_series"]

Take: TypeAlias = Literal["all", "free"]
NOTHING: Final[Mapping[str, int]] = {}
_AT_ONCE: Final = 8


class SessionWanted(Struct, frozen=True):
    """One of a series: when it begins by the rule, and what is wanted: that, or another time."""

    planned_at: datetime
    wanted: Wanted


class SeriesWanted(Struct, frozen=True):
    """What is to be booked: ``all`` of the sessions or none, or those that are ``free``. ``later``:
    nothing is paid to book, each when it comes. ``expected``: what those that are to be had cost
    together, as it was shown."""

    service: Service
    rule: Recurrence
    zone: str
    wall_start: str
    minutes: int
    sessions: tuple[SessionWanted, ...]
    take: Take = "all"
    later: bool = False
    expected: int | None = None


class _Possible(Struct, frozen=True):
    """With whom one of them can be had, or why with nobody."""

    session: SessionWanted
    plans: Sequence[NewBooking]
    refusal: Problem | None = None


class SessionConflict(Struct, frozen=True):
    """Why one of them cannot be had."""

    session: SessionWanted
    problem: Problem


class SeriesPlan(Struct, frozen=True):
    """Those that can be had, and those that cannot."""

    free: Sequence[tuple[SessionWanted, NewBooking]]
    conflicts: Sequence[SessionConflict]


async def plan_series(
    booker: Booker,
    caller: Caller,
    wanted: SeriesWanted,
    sessions: Sequence[SessionWanted],
    taken: Mapping[str, int] = NOTHING,
    moved: Sequence[Booking] = (),
) -> SeriesPlan:
    """Each with the first of its candidates who is free, by what the ledger says now. Raises a
    Problem for what holds for all of them. ``taken`` is what else is taken of each cell, below 0:
    given back; ``moved``: the bookings that are to be these."""
    found: list[_Possible] = []
    for at in range(0, len(sessions), _AT_ONCE):
        some = sessions[at : at + _AT_ONCE]
        own: list[Booking | None] = list(moved[at : at + _AT_ONCE]) or [None] * len(some)
        found += await asyncio.gather(
            *(
                _possible(booker, caller, wanted, one, there)
                for one, there in zip(some, own, strict=True)
            )
        )
    free: list[tuple[SessionWanted, NewBooking]] = []
    conflicts: list[SessionConflict] = []
    so_far = Counter(taken)  # with what those before take, of whoever serves several at once
    for one in found:
        chosen = one.refusal or await first_free(booker, one.plans, so_far)
        if isinstance(chosen, Problem):
            conflicts.append(SessionConflict(one.session, chosen))
            continue
        for line in cell_lines(chosen.takings):
            so_far[line.key] += line.quantity
        free.append((one.session, chosen))
    return SeriesPlan(free, conflicts)


async def _possible(
    booker: Booker,
    caller: Caller,
    wanted: SeriesWanted,
    session: SessionWanted,
    there: Booking | None,
) -> _Possible:
    """With each of the candidates whose schedules allow it."""
    plans: list[NewBooking] = []
    refusals: list[Problem] = []
    service, candidates = wanted.service, session.wanted.candidates[:MOST_CANDIDATES]
    async with asking(booker.hearing, candidates) as asked:
        for who in candidates:
            try:
                new = await planned_with(booker, caller, service, session.wanted, who, asked, there)
                new = _agreed(caller, new)
                if wanted.later:
                    new = as_wanted(replace(new, prepaid=0, deposit=None), session.wanted.pay)
                plans.append(new)
            except HIS_OWN as one:
                refusals.append(one)
    return _Possible(session, plans, None if plans else worst(refusals))


def _agreed(caller: Caller, new: NewBooking) -> NewBooking:
    """What staff book is agreed to by them. Raises :class:`NotOffered` for what a client is to ask
    for."""
    if new.answer_minutes and not caller.principal.is_staff:
        raise NotOffered("It is on request: ask for each time by itself.", field="serviceId")
    return replace(new, answer_minutes=0)
