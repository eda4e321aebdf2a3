"""Photographers and studios as their pages show them: how they are rated, where they work, what can
be booked with them."""

import asyncio
from collections.abc import Sequence

import asyncpg
from msgspec import Struct

from holdfast.booking import Resource, list_resources, resource_of
from holdfast.booking.services import Service, load_services
from holdfast.booking.slots import Bookable, fits
from holdfast.catalog import Image
from holdfast.kit.ratings import Rating
from holdfast.reviews import resource_ratings_of
from holdfast.views.booking.known import bookable_of
from holdfast.views.booking.portfolios import portfolio_of

__all__ = ["UNRATED", "Profile", "bookable_with", "profile_of"]

UNRATED = Rating()


class Profile(Struct, frozen=True):
    """``studio``: of a photographer, where they are at home; ``rooms`` and ``home_of`` of a studio:
    what is in it and who is at home there."""

    resource: Resource
    rating: Rating
    images: tuple[Image, ...]
    services: tuple[Service, ...]
    studio: Resource | None
    rooms: tuple[Resource, ...]
    home_of: tuple[Resource, ...]


async def profile_of(pool: asyncpg.Pool, one: Resource) -> Profile:
    ratings, services, portfolio = await asyncio.gather(
        resource_ratings_of(pool, [one.id]), load_services(pool), portfolio_of(pool, one.id)
    )
    rooms: tuple[Resource, ...] = ()
    home_of: tuple[Resource, ...] = ()
    studio = None
    if one.kind == "studio":
        rooms = tuple(await _in_it(pool, one, "room"))
        home_of = tuple(await _in_it(pool, one, "photographer"))
    elif one.studio_id is not None:
        studio = await resource_of(pool, one.studio_id)
        studio = studio if studio is not None and studio.is_active else None
    return Profile(
        one,
        ratings.get(one.id, UNRATED),
        portfolio.images,
        bookable_with([bookable_of(each) for each in (one, *rooms)], services),
        studio,
        rooms,
        home_of,
    )


async def _in_it(pool: asyncpg.Pool, studio: Resource, kind: str) -> list[Resource]:
    return [one for one in await list_resources(pool, kind, "active") if one.studio_id == studio.id]


def bookable_with(some: Sequence[Bookable], services: Sequence[Service]) -> tuple[Service, ...]:
    """What needs one of them, or somebody like them."""
    return tuple(
        service
        for service in services
        if service.active and any(fits(need, one, None) for need in service.needs for one in some)
    )
