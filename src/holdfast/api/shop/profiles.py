"""The page of a photographer or a studio: how they are rated, what can be booked with them."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.services import ServiceBody, service_body
from holdfast.api.shell.dependencies import database, exchange
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.looking import looked
from holdfast.api.shop.products import ImageBody, image_shown
from holdfast.booking import PageKind, Resource, ResourceNotFound, page_slug, with_page
from holdfast.flows.reviewing.replying import may_reply
from holdfast.reviews import Subject
from holdfast.views.booking.profiles import profile_of

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["studio"])


class ProfileLink(Answer):
    """Another one's page."""

    id: UUID
    slug: str
    name: str


class ProfileRoom(Answer):
    id: UUID
    name: str
    about: str
    tags: list[str]


class ProfileBody(Answer):
    """A photographer or a studio."""

    id: UUID
    kind: PageKind
    slug: str = Field(description="The last word of the page's address")
    name: str
    about: str
    tags: list[str] = Field(description="Skills, or features")
    level: str | None
    zone: str
    address: str
    studio: ProfileLink | None = Field(description="Of a photographer: where they are at home")
    rooms: list[ProfileRoom] = Field(description="Of a studio")
    photographers: list[ProfileLink] = Field(description="Of a studio: who is at home there")
    images: list[ImageBody] = Field(
        description="What they did, or how it looks: the main one first"
    )
    rating: float = Field(description="The mean of the stars, to one decimal; 0: nobody rated yet")
    reviews_count: int
    star_counts: list[int] = Field(description="How many of one star, of two, up to five")
    services: list[ServiceBody] = Field(description="What can be booked with them, or there")
    own: bool = Field(description="Whether it is the page of who asks")
    may_reply: bool = Field(description="Whether who asks may reply to the reviews")


@router.get(
    "/photographers/{slug}", responses=problems(ResourceNotFound), openapi_extra=IN_A_LANGUAGE
)
async def get_photographer(request: Request, slug: str) -> ProfileBody:
    """A photographer by the last word of their page's address, or by id."""
    return await _profile(request, "photographer", slug)


@router.get("/studios/{slug}", responses=problems(ResourceNotFound), openapi_extra=IN_A_LANGUAGE)
async def get_studio(request: Request, slug: str) -> ProfileBody:
    """A studio by the last word of its page's address, or by id."""
    return await _profile(request, "studio", slug)


async def _profile(request: Request, kind: PageKind, slug: str) -> ProfileBody:
    pool, locale = database(request).pool, locale_of(request)
    one = await with_page(pool, kind, slug)
    if one is None:
        raise ResourceNotFound("There is no such resource.")
    looked(request, "view-profile", one.id)
    found = await profile_of(pool, one)
    who = exchange(request).principal
    asks = who.user_id if who is not None and who.kind == "user" else None
    return ProfileBody(
        id=one.id,
        kind=kind,
        slug=page_slug(one),
        name=one.name_in(locale),
        about=one.about_in(locale),
        tags=list(one.tags),
        level=one.level,
        zone=one.zone,
        address=one.address,
        studio=found.studio and _link(found.studio, locale),
        rooms=[
            ProfileRoom(
                id=room.id,
                name=room.name_in(locale),
                about=room.about_in(locale),
                tags=list(room.tags),
            )
            for room in found.rooms
        ],
        photographers=[_link(each, locale) for each in found.home_of],
        images=[image_shown(each, locale) for each in found.images],
        rating=found.rating.mean,
        reviews_count=found.rating.count,
        star_counts=list(found.rating.stars),
        services=[service_body(service, locale) for service in found.services],
        own=asks is not None and asks == one.user_id,
        may_reply=await may_reply(database(request), who, Subject("resource", one.id)),
    )


def _link(one: Resource, locale: str) -> ProfileLink:
    return ProfileLink(id=one.id, slug=page_slug(one), name=one.name_in(locale))
