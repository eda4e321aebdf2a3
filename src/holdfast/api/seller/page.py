"""Sellers: what their own people say on the seller's page."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.seller_steps import SellerStepsBody, seller_steps_of
from holdfast.api.seller.products import own, selling
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.sellers import About, Abouts, Logo
from holdfast.flows.inventory.sellers import BadSeller, SellerWords, save_words
from holdfast.sellers import (
    SellerChangedMeanwhile,
    SellerLeaves,
    SellerNotFound,
    SellerSuspended,
    known_seller,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


class OwnPageForm(Ask):
    """The seller's page, whole: what is left out is empty. Its name and address are staff's."""

    about: About = ""
    abouts: Abouts = Field(default_factory=dict)
    logo: Logo | None = None


class OwnPageBody(Answer):
    """What the seller's page says; `active`: staff show it in the shop, at `slug`."""

    name: str
    slug: str
    active: bool
    about: str
    abouts: dict[str, str] = Field(description="`about` in other languages, by their codes")
    logo: str | None = Field(description="The address of a picture")
    version: int = Field(description="Also as `ETag`")


@router.get("/{seller_id}/page", responses=problems(SellerNotFound))
async def get_own_page(request: Request, response: Response, seller_id: UUID) -> OwnPageBody:
    """The seller's page as its people may change it; its version as `ETag`."""
    return await _shown(request, response, await own(request, seller_id))


@router.get("/{seller_id}/first-steps", responses=problems(SellerNotFound))
async def get_own_first_steps(request: Request, seller_id: UUID) -> SellerStepsBody:
    """How far a new seller has come: where payouts go, what their page says, a product with its
    picture, in stock and on sale, a first order."""
    return await seller_steps_of(shop_parts(request), await own(request, seller_id))


@router.put(
    "/{seller_id}/page",
    responses=problems(
        BadSeller,
        SellerChangedMeanwhile,
        SellerNotFound,
        SellerLeaves,
        SellerSuspended,
        VersionMissing,
    ),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_own_page(
    request: Request, response: Response, seller_id: UUID, asked: OwnPageForm
) -> OwnPageBody:
    """Change what the seller's page says, as it was read: `If-Match` names its version."""
    found, version = await selling(request, seller_id), version_of(request)
    words = SellerWords(asked.about, asked.abouts, asked.logo)
    await save_words(database(request), caller(request), found, words, version)
    return await _shown(request, response, found)


async def _shown(request: Request, response: Response, seller_id: UUID) -> OwnPageBody:
    async with database(request).read() as connection:
        one = await known_seller(connection, seller_id)
    response.headers["etag"] = etag(one.revision)
    return OwnPageBody(
        name=one.name,
        slug=one.slug,
        active=one.has_page,
        about=one.about,
        abouts=one.abouts,
        logo=one.logo,
        version=one.revision,
    )
