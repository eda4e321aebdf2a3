"""Staff: sellers, and who works for each."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, etag, version_named
from holdfast.api.contract.problems import problems
from holdfast.api.contract.seller_leaving import LeavingBody, leaving_of
from holdfast.api.contract.seller_steps import SellerStepsBody, seller_steps_of
from holdfast.api.contract.texts import Reason, by_language
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.api.staff.product_bodies import Slug
from holdfast.api.staff.variant_bodies import Line
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.inventory.sellers import (
    BadSeller,
    SellerAsked,
    make_seller,
    person_joins,
    person_leaves,
    save_seller,
)
from holdfast.flows.people.standing import OwnStanding, refuse_oneself
from holdfast.flows.selling.leaving import end
from holdfast.flows.selling.standing import SellerElsewhere, decide
from holdfast.kit import shop_now
from holdfast.people import UserUnknown, user_owner
from holdfast.sellers import (
    Seller,
    SellerChangedMeanwhile,
    SellerNotFound,
    SellerState,
    known_seller,
    load_sellers,
    people_of,
)
from holdfast.views.buyers import buyers_of

__all__ = ["About", "Abouts", "Logo", "SellerBody", "router", "seller_body"]

About = Annotated[str, Field(max_length=5000, description="Plain text")]
Abouts = Annotated[
    dict[str, About], by_language, Field(description="The same in other languages, by their codes")
]
Logo = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2048,
        description="The address that sending the picture answered, or as it is; it is kept in a"
        " size of its own",
    ),
]

router = APIRouter(prefix="/api/staff/sellers", tags=["staff"])


class SellerForm(Ask):
    """A seller, whole: what is left out is empty; but an empty `slug` stays, or is made of the
    name."""

    name: Line
    slug: Slug = ""
    about: About = ""
    abouts: Abouts = Field(default_factory=dict)
    logo: Logo | None = None
    active: bool = Field(default=True, description="It has a page of its own")


class SellerWhyAsked(Ask):
    reason: Reason


class SellerBody(Answer):
    id: UUID
    slug: str
    name: str
    about: str
    abouts: dict[str, str] = Field(description="`about` in other languages, by their codes")
    logo: str | None
    active: bool
    standing: SellerState = Field(description="`suspended`: their goods are off sale")
    note: str = Field(description="What was said with it: asking to sell, or why it stands so")
    version: int = Field(description="Also as `ETag`, where it is the one that was asked for")


class SellersBody(Answer):
    sellers: list[SellerBody] = Field(description="By name")


class SellerAnswer(Answer):
    seller: SellerBody
    people: list[UUID] = Field(description="The user ids of those who work for it")
    workers: list[BuyerShown] = Field(description="The same with their names")


@router.get("")
async def list_sellers(request: Request) -> SellersBody:
    """All sellers, by name."""
    known = await load_sellers(database(request).pool)
    return SellersBody(sellers=[seller_body(one) for one in known])


@router.post("", status_code=201, responses=problems(BadSeller, IdempotencyKeyReused))
async def post_seller(request: Request, asked: SellerForm) -> SellerAnswer:
    """Make a seller."""
    made = await make_seller(database(request), caller(request, "seller"), _asked(asked))
    return await _shown(request, made)


@router.get("/{seller_id}", operation_id="getSellerForStaff", responses=problems(SellerNotFound))
async def get_seller(request: Request, response: Response, seller_id: UUID) -> SellerAnswer:
    """A seller and who works for it; its version as `ETag`."""
    return _tagged(response, await _shown(request, seller_id))


@router.get("/{seller_id}/first-steps", responses=problems(SellerNotFound))
async def get_seller_first_steps(request: Request, seller_id: UUID) -> SellerStepsBody:
    """How far a new seller has come, as they see it."""
    async with database(request).read() as connection:
        await known_seller(connection, seller_id)
    return await seller_steps_of(shop_parts(request), seller_id)


@router.put(
    "/{seller_id}",
    responses=problems(BadSeller, SellerChangedMeanwhile, SellerNotFound),
    openapi_extra={"parameters": [{**IF_MATCH, "required": False}]},
)
async def put_seller(
    request: Request, response: Response, seller_id: UUID, asked: SellerForm
) -> SellerAnswer:
    """Change a seller, over the version that `If-Match` names, where it names one."""
    version = version_named(request)
    await save_seller(database(request), caller(request), seller_id, _asked(asked), version)
    return _tagged(response, await _shown(request, seller_id))


@router.put(
    "/{seller_id}/people/{user_id}",
    responses=problems(BadSeller, SellerNotFound, UserUnknown, OwnStanding),
)
async def put_seller_person(request: Request, seller_id: UUID, user_id: UUID) -> SellerAnswer:
    """Let somebody work for a seller, with the role `seller`; whose work is narrowed, anybody but
    themself."""
    by = caller(request)
    refuse_oneself(by.principal, [user_id])
    await person_joins(database(request), by, seller_id, user_id)
    return await _shown(request, seller_id)


@router.delete("/{seller_id}/people/{user_id}", responses=problems(SellerNotFound))
async def delete_seller_person(request: Request, seller_id: UUID, user_id: UUID) -> SellerAnswer:
    """Somebody no longer works for a seller."""
    await person_leaves(database(request), caller(request), seller_id, user_id)
    return await _shown(request, seller_id)


@router.post(
    "/{seller_id}/approve", responses=problems(SellerNotFound, SellerElsewhere, OwnStanding)
)
async def post_approved(request: Request, seller_id: UUID) -> SellerAnswer:
    """Who asked may sell; a suspended seller may again, and what was put off sale is on sale."""
    by = caller(request)
    async with database(request).read() as connection:
        refuse_oneself(by.principal, await people_of(connection, seller_id))
    await decide(database(request), by, seller_id, "approved")
    return await _shown(request, seller_id)


@router.post("/{seller_id}/refuse", responses=problems(SellerNotFound, SellerElsewhere))
async def post_refused(request: Request, seller_id: UUID, asked: SellerWhyAsked) -> SellerAnswer:
    """Who asked may not sell. They read the reason."""
    await decide(database(request), caller(request), seller_id, "refused", asked.reason)
    return await _shown(request, seller_id)


@router.get("/{seller_id}/leaving", responses=problems(SellerNotFound))
async def get_seller_leaving(request: Request, seller_id: UUID) -> LeavingBody:
    """Whether a seller ends selling, and what is still open."""
    return await leaving_of(shop_parts(request), seller_id)


@router.post("/{seller_id}/close", responses=problems(SellerNotFound, SellerElsewhere))
async def post_closed(request: Request, seller_id: UUID, asked: SellerWhyAsked) -> SellerAnswer:
    """End a seller's selling: their goods are off sale at once, what was sold goes on, what they
    earned is paid out, and then the account is closed by itself. They read the reason."""
    parts = shop_parts(request)
    await decide(database(request), caller(request), seller_id, "leaving", asked.reason)
    await end(parts, seller_id, shop_now())
    return await _shown(request, seller_id)


@router.post("/{seller_id}/suspend", responses=problems(SellerNotFound, SellerElsewhere))
async def post_suspended(request: Request, seller_id: UUID, asked: SellerWhyAsked) -> SellerAnswer:
    """The seller's goods are off sale at once. Orders, refunds and payouts go on."""
    await decide(database(request), caller(request), seller_id, "suspended", asked.reason)
    return await _shown(request, seller_id)


async def _shown(request: Request, seller_id: UUID) -> SellerAnswer:
    async with database(request).read() as connection:
        seller = await known_seller(connection, seller_id)
        people = await people_of(connection, seller_id)
        owners = [user_owner(one) for one in people]
        known = await buyers_of(connection, owners)
    workers = [BuyerShown.model_validate(known[one]) for one in owners]
    return SellerAnswer(seller=seller_body(seller), people=people, workers=workers)


def _tagged(response: Response, answer: SellerAnswer) -> SellerAnswer:
    response.headers["etag"] = etag(answer.seller.version)
    return answer


def seller_body(one: Seller) -> SellerBody:
    return SellerBody(
        id=one.id,
        slug=one.slug,
        name=one.name,
        about=one.about,
        abouts=one.abouts,
        logo=one.logo,
        active=one.active,
        standing=one.standing,
        note=one.note,
        version=one.revision,
    )


def _asked(asked: SellerForm) -> SellerAsked:
    return SellerAsked(asked.name, asked.slug, asked.about, asked.logo, asked.active, asked.abouts)
