"""Who could serve what a client asks for, as far as this process knows; and when else."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice, product
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from msgspec.structs import replace

from holdfast.api.contract.booking_asks import TimeAsked
from holdfast.api.contract.carts import cart_of
from holdfast.api.contract.problems import Forbidden
from holdfast.api.contract.slot_times import slots_json
from holdfast.api.contract.slots import position_of, start_asked
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.state import state_of
from holdfast.api.shell.visits import visit_asked
from holdfast.booking.services import Service, whole_length
from holdfast.booking.slots import Asked, Bookable
from holdfast.flows.booking.nearness import PlaceNeeded, TooFar, too_far
from holdfast.flows.booking.planning import NotOffered, StudioClosed, TooSoon, Wanted, must_offer
from holdfast.flows.booking.unavailable import LeavesGap
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.kit import Problem, shop_now
from holdfast.kit.positions import Position
from holdfast.views.booking.finding import Query, asked_of

__all__ = ["INSTEAD", "chosen", "instead", "no_farther", "time_asked"]

INSTEAD: Final = (TimeTaken, StudioClosed, TooSoon, TooFar, LeavesGap)
"""Refusals beside which other times are told."""
_COMBINATIONS: Final = 5
_NEXT: Final = 3
_SLOT: Final = timedelta(minutes=5)
_PLACED: Final = ("studio", "room")


async def chosen(
    request: Request,
    service: Service,
    start: datetime,
    *,
    minutes: int | None = None,
    people: int = 1,
    named: Sequence[UUID] = (),
    first: Sequence[UUID] = (),
    note: str = "",
    over: str = "",
    made_by: str = "",
    near: Position | None = None,
    has: int | None = None,
) -> Wanted:
    """What is wanted, with whoever could serve it: those who are free, as far as is known, and if
    nobody is, those of whom one may be told why not. ``first`` is tried before anybody else, if it
    is still to be had: what is archived or of another kind by now leaves it to the others.
    ``has``: as :class:`Wanted` says. Raises :class:`NotOffered`, :class:`TooFar` from where the
    client is (``near``), and :class:`Forbidden` for ``over`` blocks by anybody but staff."""
    _may_book_over(request, over)
    reads = state_of(request).slots
    query = Query(
        service=service.id,
        minutes=minutes,
        people=people,
        near=near,
        resources=frozenset(named),
        most=_COMBINATIONS,
    )
    asked = asked_of(service, query)
    at = start_asked(start, await reads.zone_of(asked), "start")
    wanted = Wanted(at, asked.minutes, (), people, note, made_by, over, near=near, has=has)
    must_offer(service, wanted)
    fit = await reads.fit(asked)
    if near is not None:
        anywhere = await reads.fit(replace(asked, near=None))
        _must_reach(asked, fit, anywhere, named)
    if not set(named) <= {one.id for some in fit for one in some}:
        raise NotOffered("These cannot serve this service together.", field="resources")
    found = await reads.times(service, query, at, at + _SLOT, 1)
    some = [tuple(one.id for one in those) for offer in found for those in offer.combinations]
    if not some:
        those = filter(_together, product(*(one[:_COMBINATIONS] for one in fit)))
        some = [
            tuple(one.id for one in combination) for combination in islice(those, _COMBINATIONS)
        ]
    before = tuple(first) if _fit_still(first, fit) else ()
    candidates = ([before] if before else []) + [one for one in some if one != before]
    return replace(wanted, candidates=tuple(candidates))


def _fit_still(those: Sequence[UUID], fit: Sequence[Sequence[Bookable]]) -> bool:
    """Whether each of them is fit for its role, beside the others."""
    if len(those) != len(fit):
        return False
    found = [one for who, some in zip(those, fit, strict=True) for one in some if one.id == who]
    return len(found) == len(fit) and _together(found)


async def time_asked(
    request: Request, asked: TimeAsked, *, over: str = "", made_by: str = ""
) -> tuple[Service, Wanted]:
    """What is to be had in one visit, and when, with goods beside it. Raises what :func:`chosen`
    does, :class:`ServiceNotFound` and :class:`NotTogether`."""
    service = await visit_asked(request, asked.service_id, asked.extras, asked.further)
    wanted = await chosen(
        request,
        service,
        asked.start,
        minutes=whole_length(service, asked.length),
        people=asked.people,
        named=asked.named,
        note=asked.note,
        over=over,
        made_by=made_by,
        near=position_of(asked.near),
    )
    return service, replace(wanted, beside=tuple(cart_of(asked.items)))


def _must_reach(
    asked: Asked,
    fit: Sequence[Sequence[Bookable]],
    anywhere: Sequence[Sequence[Bookable]],
    named: Sequence[UUID],
) -> None:
    """Raises :class:`TooFar`, if only the distance keeps a role from being served, or those who
    were named from serving it."""
    some = {one.id for those in fit for one in those}
    far = {one.id for those in anywhere for one in those} - some
    missed = [
        need
        for need, near_by, all_of_them in zip(asked.needs, fit, anywhere, strict=True)
        if (not near_by and all_of_them)
        or any(one.id in far for one in all_of_them if one.id in named)
    ]
    if missed:
        raise too_far(missed)


def no_farther(service: Service, wanted: Wanted, now: Mapping[str, UUID]) -> Wanted:
    """Of a booking whose client does not say again where they are: what had to be near them stays
    what it is (``now``, by role). Raises :class:`PlaceNeeded`."""
    if wanted.near is not None:
        return wanted
    bound = [(at, now.get(need.role)) for at, need in enumerate(service.needs) if need.near_client]
    kept = tuple(one for one in wanted.candidates if all(one[at] == who for at, who in bound))
    if bound and not kept:
        raise PlaceNeeded("Say where you are: it is offered near you alone.", field="near")
    return replace(wanted, candidates=kept)


def _may_book_over(request: Request, over: str) -> None:
    who = exchange(request).principal
    if over and (who is None or not who.is_staff):
        raise Forbidden("Only staff may book over blocked time.", field="over")


def _together(some: Sequence[Bookable]) -> bool:
    """Whether they are in one place, and each fills one role."""
    places = {one.place or one.id for one in some if one.kind in _PLACED}
    kits = {one.studio for one in some if one.kind == "equipment"} - {None}
    return len({one.id for one in some}) == len(some) and len(places | kits if places else ()) <= 1


async def instead(
    request: Request,
    service: Service,
    wanted: Wanted,
    named: Sequence[UUID],
    refusal: Problem,
    since: datetime | None = None,
) -> Problem:
    """The refusal with the next times that can be had: the first ones from the one that was wanted
    on, or from ``since`` on, with the same people and things if some were named."""
    reads = state_of(request).slots
    query = Query(
        service=service.id,
        minutes=wanted.minutes,
        people=wanted.people,
        near=wanted.near,
        resources=frozenset(named),
        most=1,
    )
    start = max(since or wanted.start, shop_now())
    found = await reads.next(service, query, start, _NEXT + 1)
    others = [one for one in found if one.start != wanted.start][:_NEXT]
    shown: list[dict[str, Any]] = slots_json(service, query, others, None)["times"]
    refusal.extra["next"] = shown
    return refusal
