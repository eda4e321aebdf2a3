"""Why no time is offered on a day: of each role, of each who could have served it, what took their
last start away. Pure."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.services import Grid, Need
from holdfast.booking.slots.bits import SLOT, runs
from holdfast.booking.slots.candidates import Bookable, Times, fits, starts_of
from holdfast.booking.slots.competing import enough_for_all
from holdfast.booking.slots.days import lengths_of
from holdfast.booking.slots.searching import (
    PLACED,
    Asked,
    Pool,
    belongs,
    bits_at,
    candidates_of,
    let_by_the_day,
    places_of,
    search,
)

Reason: TypeAlias = Literal[
    "nobody", "too-far", "closed", "too-short", "off-grid", "lead-time", "horizon", "taken",
    "short-gap", "elsewhere", "travel", "beyond-radius", "free", "not-together",
]  # fmt: skip
"""``elsewhere``: its hours of that day hold for other places than those the rest are at;
``travel``: it is booked at another place, or on the way from there or to it;
``beyond-radius``: these are farther away than it travels."""
MOST: Final = 50
"""Of one role that are gone through."""


class Hindered(Struct, frozen=True):
    """``resource`` None: it is about the role itself. ``free``: this one had time."""

    role: str
    resource: UUID | None
    reason: Reason


def why_none(asked: Asked, pool: Pool, day: int) -> list[Hindered]:
    """Nothing, if a time of the ``day`` (its bits) is offered."""
    if starts_offered(asked, pool, day):
        return []
    found: list[Hindered] = []
    of_each = pool.fit or candidates_of(asked, pool.resources)
    lengths = lengths_of(asked.minutes, let_by_the_day(of_each), pool.window)
    longest = max((minutes for minutes, starts in lengths if starts & day), default=asked.minutes)
    asked = replace(asked, minutes=longest)
    places = _wheres(asked, of_each)
    for need, fit in zip(asked.needs, of_each, strict=True):
        if not fit:
            anywhere = any(fits(need, one, None) for one in pool.resources)
            found.append(Hindered(need.role, None, "too-far" if anywhere else "nobody"))
        for one in fit[:MOST]:
            times = pool.times(one, asked.seats(need))
            reason = _reason(asked, pool, one, times, day)
            if reason == "free" and places:
                reason = _away(asked, pool, need, one, places, day) or "free"
            found.append(Hindered(need.role, one.id, reason))
    if all(_some_free(found, need.role) for need in asked.needs):
        found.append(Hindered("", None, "not-together"))
    return found


def _wheres(
    asked: Asked, of_each: Sequence[Sequence[Bookable]]
) -> tuple[UUID, ...] | tuple[None, ...]:
    """The places where it could be; None: its client's own."""
    if any(need.kind in PLACED for need in asked.needs):
        return tuple(places_of(asked, of_each))
    return (None,) if asked.is_visit else ()


def _some_free(found: Sequence[Hindered], role: str) -> bool:
    return any(one.reason == "free" for one in found if one.role == role)


def _reason(asked: Asked, pool: Pool, one: Bookable, times: Times, day: int) -> Reason:
    """The first step after which nothing is left."""
    opened = times.open_at(None)
    if not opened & day:
        return "closed"
    left = runs(opened, asked.minutes // SLOT) & day
    if not left:
        return "too-short"
    left &= pool.grid(one.zone)
    if not left:
        return "off-grid"
    first, end = pool.offered(one)
    offered = pool.window.between(first, end)
    if not left & offered:
        return "lead-time" if pool.window.first + left.bit_length() <= first else "horizon"
    left &= offered
    plain = starts_of(one, times, None, asked.minutes, Grid(), pool.window)
    if not left & plain:
        return "taken"
    if not left & starts_of(one, times, None, asked.minutes, asked.grid, pool.window):
        return "short-gap"
    return "free"


def _away(
    asked: Asked, pool: Pool, need: Need, one: Bookable, places: Sequence[UUID | None], day: int
) -> Reason | None:
    """Why one that has time has none at any of the places; None: it has."""
    there = [place for place in places if belongs(one, place)]
    pool = replace(pool, starts={})
    if any(bits_at(asked, pool, need, one, place) & day & pool.grid(one.zone) for place in there):
        return None
    at_rest = replace(pool, starts={}, times=lambda who, seats: _unbooked(pool.times(who, seats)))
    if any(
        bits_at(asked, at_rest, need, one, place) & day & pool.grid(one.zone) for place in there
    ):
        return "travel"
    restless = replace(at_rest, starts={}, beyond=lambda _one, _place: False)
    could = (bits_at(asked, restless, need, one, place) for place in there)
    return (
        "beyond-radius" if any(bits & day & pool.grid(one.zone) for bits in could) else "elsewhere"
    )


def _unbooked(times: Times) -> Times:
    """As if no booking were at a place: only what is taken counts, wherever it is."""
    return replace(times, stays=())


class Warmth(Struct, frozen=True):
    """Of a day: starts that are offered, and those that would be if nothing were booked."""

    free: int
    possible: int


def as_if_unbooked(asked: Asked, pool: Pool) -> tuple[Asked, Pool]:
    """As if nothing were booked: only hours count."""
    empty = replace(pool, times=lambda one, seats: Times(open=pool.times(one, seats).open))
    return replace(asked, grid=replace(asked.grid, gap=0)), empty


def heat(asked: Asked, pool: Pool, days: Sequence[int]) -> list[Warmth]:
    """Of each day (its bits) how much of it is left."""
    all_days = 0
    for day in days:
        all_days |= day
    free = starts_offered(asked, pool, all_days)
    possible = starts_offered(*as_if_unbooked(asked, pool), all_days)
    return [Warmth((free & day).bit_count(), (possible & day).bit_count()) for day in days]


def starts_offered(asked: Asked, pool: Pool, wanted: int) -> int:
    """The starts at which somebody could serve it, wherever."""
    found = 0
    for one in search(asked, pool, wanted):
        found |= enough_for_all(one)
    return found
