"""Staff: sellers, and who works for each."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.staff.product_bodies import Line, Slug
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.inventory.sellers import (
    BadSeller,
    SellerAsked,
    make_seller,
    person_joins,
    person_leaves,
    save_seller,
)
from holdfast.flows.selling.standing import SellerElsewhere, decide
from holdfast.people import UserUnknown
from holdfast.sellers import (
    Seller,
    SellerNotFound,
    SellerState,
    load_sellers,
    people_of,
    seller_of,
)

__all__ = ["SellerBody", "router", "seller_body"]

router = APIRouter(prefix="/api/staff/sellers", tags=["staff"])


class SellerForm(Ask):
    """A seller, whole: what is left out is empty; but an empty `slug` stays, or is made of the
    name."""

    name: Line
    slug: Slug = ""
    about: Annotated[str, Field(max_length=5000)] = ""
    logo: Annotated[str, Field(max_length=2048)] | None = None
    active: bool = Field(default=True, description="It has a page of its own")


class SellerWhyAsked(Ask):
    reason: Reason


class SellerBody(Answer):
    id: UUID
    slug: str
    name: str
    about: str
    logo: str | None
    active: bool
    standing: SellerState = Field(description="`suspended`: their goods are off sale")
    note: str = Field(description="What was said with it: asking to sell, or why it stands so")


class SellersBody(Answer):
    sellers: list[SellerBody] = Field(description="By name")


class SellerAnswer(Answer):
    seller: SellerBody
    people: list[UUID] = Field(description="The user ids of those who work for it")


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


@router.get("/{seller_id}", responses=problems(SellerNotFound))
async def get_seller(request: Request, seller_id: UUID) -> SellerAnswer:
    """A seller and who works for it."""
    return await _shown(request, seller_id)


@router.put("/{seller_id}", responses=problems(BadSeller, SellerNotFound))
async def put_seller(request: Request, seller_id: UUID, asked: SellerForm) -> SellerAnswer:
    """Change a seller."""
    await save_seller(database(request), caller(request), seller_id, _asked(asked))
    return await _shown(request, seller_id)


@router.put(
    "/{seller_id}/people/{user_id}", responses=problems(BadSeller, SellerNotFound, UserUnknown)
)
async def put_seller_person(request: Request, seller_id: UUID, user_id: UUID) -> SellerAnswer:
    """Let somebody work for a seller, with the role `seller`."""
    await person_joins(database(request), caller(request), seller_id, user_id)
    return await _shown(request, seller_id)


@router.delete("/{seller_id}/people/{user_id}", responses=problems(SellerNotFound))
async def delete_seller_person(request: Request, seller_id: UUID, user_id: UUID) -> SellerAnswer:
    """Somebody no longer works for a seller."""
    await person_leaves(database(request), caller(request), seller_id, user_id)
    return await _shown(request, seller_id)


@router.post("/{seller_id}/approve", responses=problems(SellerNotFound, SellerElsewhere))
async def post_approved(request: Request, seller_id: UUID) -> SellerAnswer:
    """Who asked may sell; a suspended seller may again, and what was put off sale is on sale."""
    await decide(database(request), caller(request), seller_id, "approved")
    return await _shown(request, seller_id)


@router.post("/{seller_id}/refuse", responses=problems(SellerNotFound, SellerElsewhere))
async def post_refused(request: Request, seller_id: UUID, asked: SellerWhyAsked) -> SellerAnswer:
    """Who asked may not sell. They read the reason."""
    await decide(database(request), caller(request), seller_id, "refused", asked.reason)
    return await _shown(request, seller_id)


@router.post("/{seller_id}/suspend", responses=problems(SellerNotFound, SellerElsewhere))
async def post_suspended(request: Request, seller_id: UUID, asked: SellerWhyAsked) -> SellerAnswer:
    """The seller's goods are off sale at once. Orders, refunds and payouts go on."""
    await decide(database(request), caller(request), seller_id, "suspended", asked.reason)
    return await _shown(request, seller_id)


async def _shown(request: Request, seller_id: UUID) -> SellerAnswer:
    async with database(request).read() as connection:
        seller = await seller_of(connection, seller_id)
        if seller is None:
            raise SellerNotFound("There is no such seller.")
        workers = await people_of(connection, seller_id)
    return SellerAnswer(seller=seller_body(seller), people=workers)


def seller_body(one: Seller) -> SellerBody:
    return SellerBody(
        id=one.id,
        slug=one.slug,
        name=one.name,
        about=one.about,
        logo=one.logo,
        active=one.active,
        standing=one.standing,
        note=one.note,
    )


def _asked(asked: SellerForm) -> SellerAsked:
    return SellerAsked(asked.name, asked.slug, asked.about, asked.logo, asked.active)
