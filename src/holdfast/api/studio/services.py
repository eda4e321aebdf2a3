"""What a photographer or a studio is booked for, and what that costs with them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.booking import Resource, ResourceNotFound
from holdfast.booking.services import Need, Service, load_services, price_of
from holdfast.flows.booking.own_calendar import own_resources

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/services", tags=["studio"])

_ANY_DAY: Final = datetime(2026, 1, 5, 12, tzinfo=UTC)
"""Without uplifts no day is another price."""


class OwnPrice(Answer):
    """Of so many minutes, for one person, in minor units."""

    minutes: int
    price: int


class OwnService(Answer):
    """A service that photographers are booked for, or studios and rooms. `serves`: so is this one;
    if not, `lacks` says which skills it takes, and `named` that staff name who serves it."""

    id: UUID
    name: str
    currency: str
    serves: bool
    lacks: list[str]
    named: bool
    prices: list[OwnPrice] = Field(description="At one's own level: the shortest, and the longest")
    uplifts: bool = Field(description="At some hours or days it costs more or less")


class OwnServicesAnswer(Answer):
    """`skills`: one's own; `known`: all that are of use, and one's own."""

    level: str | None
    skills: list[str]
    known: list[str]
    services: list[OwnService]


@router.get("", responses=problems(ResourceNotFound), openapi_extra=IN_A_LANGUAGE)
async def get_own_services(request: Request) -> OwnServicesAnswer:
    """What can be booked of photographers, or of studios and rooms, whether of one's own, and what
    it costs then."""
    parts = shop_parts(request)
    own = await own_resources(parts, principal(request))
    mine = own[0]
    some = [mine, *(one for one in own[1:] if one.is_active and one.kind == "room")]
    kinds = {one.kind for one in some}
    locale = locale_of(request) or ""
    found = [
        (one, needs)
        for one in await load_services(parts.database.pool)
        if one.active and (needs := [need for need in one.needs if need.kind in kinds])
    ]
    asked = {tag for _, needs in found for need in needs for tag in need.tags}
    return OwnServicesAnswer(
        level=mine.level,
        skills=list(mine.tags),
        known=sorted(asked | set(mine.tags)),
        services=[_own(some, one, needs, mine.level, locale) for one, needs in found],
    )


def _own(
    some: Sequence[Resource],
    service: Service,
    needs: Sequence[Need],
    level: str | None,
    locale: str,
) -> OwnService:
    """By the role that is nearest to one of them."""
    open_to = [
        [tag for tag in need.tags if tag not in one.tags]
        for need in needs
        for one in some
        if one.kind == need.kind and (not need.resources or one.id in need.resources)
    ]
    lacks = min(open_to, key=len, default=[])
    lengths = service.lengths.allowed()
    plain = replace(service, price=replace(service.price, uplifts=()))
    return OwnService(
        id=service.id,
        name=service.name_in(locale),
        currency=service.currency,
        serves=bool(open_to) and not lacks,
        lacks=lacks,
        named=not open_to,
        prices=[
            OwnPrice(minutes=one, price=price_of(plain, _ANY_DAY, one, 1, level).amount)
            for one in dict.fromkeys((lengths[0], lengths[-1]))
        ],
        uplifts=bool(service.price.uplifts),
    )
