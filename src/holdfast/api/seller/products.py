"""Sellers: the products of the seller that one works for, as staff have them of the whole shop."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, version_of
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.uploads import LARGE_JSON, upload
from holdfast.api.shell.dependencies import Member, caller, database, member, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS
from holdfast.api.staff.bulk import (
    BulkAnswer,
    BulkAsked,
    BulkStockAnswer,
    BulkStockAsked,
    bulk,
    stock_of_many,
)
from holdfast.api.staff.picture_bodies import PictureAnswer
from holdfast.api.staff.pictures import taken
from holdfast.api.staff.product_bodies import (
    ProductAsked,
    StaffProductAnswer,
    StaffProducts,
    edit_of,
)
from holdfast.api.staff.products import images_of, listed, shown
from holdfast.api.staff.sellers import SellerBody, seller_body
from holdfast.catalog import Product, ProductNotFound, Status, VariantNotFound
from holdfast.flows.inventory.bulk_stock import StockOfManyRefused
from holdfast.flows.inventory.by_codes import FileMissing, GoodsAreFiles, NotByFile, StockIsCodes
from holdfast.flows.inventory.catalogue_editing import (
    BadProduct,
    CurrencyMissing,
    ProductChangedMeanwhile,
    VariantInStock,
    change_product,
    make_product,
)
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.stock import MadeOfOthers, TooMuch
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.locations import LocationNotFound
from holdfast.sellers import (
    Seller,
    SellerLeaves,
    SellerNotFound,
    SellerSuspended,
    sellers_of,
    works_for,
)
from holdfast.views.staff_products import StaffProductQuery

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


class OwnSellers(Answer):
    sellers: list[SellerBody]


async def own(request: Request, seller_id: UUID) -> UUID:
    """The seller, if who asks works for it. Raises :class:`SellerNotFound`."""
    return (await _own(request, seller_id)).id


async def speaking(request: Request, seller_id: UUID) -> UUID:
    """As ``own``, of one that may write to customers. Raises :class:`SellerSuspended`, too."""
    seller = await _own(request, seller_id)
    if seller.is_suspended:
        raise SellerSuspended("Ask the shop why. Your orders and your money go on.")
    return seller.id


async def selling(request: Request, seller_id: UUID) -> UUID:
    """As ``speaking``, of one that may change what it sells. Raises :class:`SellerLeaves`, too."""
    await speaking(request, seller_id)
    seller = await _own(request, seller_id)
    if seller.is_leaving:
        raise SellerLeaves("Say first that you stay.")
    return seller.id


async def _own(request: Request, seller_id: UUID) -> Seller:
    who = member(request)
    seller = await works_for(database(request).pool, who.user_id, seller_id)
    if seller is None:
        raise SellerNotFound("There is no such seller.")
    return seller


async def _own_product(request: Request, seller_id: UUID, product_id: UUID) -> Product:
    product = await shop_parts(request).shelf.get(product_id)
    if product is None or product.seller_id != seller_id:
        raise ProductNotFound(say("There is no product {product}.", product=product_id))
    return product


@router.get("")
async def list_own_sellers(request: Request, who: Member) -> OwnSellers:
    """Whom one works for."""
    known = await sellers_of(database(request).pool, who.user_id)
    return OwnSellers(sellers=[seller_body(one) for one in known])


@router.get(
    "/{seller_id}/products",
    responses=problems(BadCursor, SellerNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_own_products(
    request: Request,
    seller_id: UUID,
    q: Annotated[str | None, Query(max_length=200)] = None,
    status: Annotated[Status | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> StaffProducts:
    """The seller's products, drafts and archived ones too, the newest first."""
    owner = await own(request, seller_id)
    words = (q or "").strip() or None
    query = StaffProductQuery(locale_of(request), words, status, cursor or None, limit, owner)
    return await listed(request, query)


@router.get(
    "/{seller_id}/products/{product_id}", responses=problems(ProductNotFound, SellerNotFound)
)
async def get_own_product(
    request: Request, response: Response, seller_id: UUID, product_id: UUID
) -> StaffProductAnswer:
    """One of the seller's products, as it is kept; its version as `ETag`."""
    await _own_product(request, await own(request, seller_id), product_id)
    return await shown(request, response, product_id)


@router.post(
    "/{seller_id}/products",
    status_code=201,
    responses=problems(
        BadProduct, CurrencyMissing, SellerNotFound, SellerLeaves, SellerSuspended, *TELLS_AGAIN
    ),
)
async def post_own_product(
    request: Request, response: Response, seller_id: UUID, asked: ProductAsked
) -> StaffProductAnswer:
    """Make a product of the seller's, whatever `sellerId` says."""
    owner = await selling(request, seller_id)
    edit = replace(edit_of(asked, await images_of(request, asked, None)), seller_id=owner)
    made = await make_product(shop_parts(request), caller(request, f"product/{owner}"), edit)
    return await shown(request, response, made)


@router.put(
    "/{seller_id}/products/{product_id}",
    responses=problems(
        BadProduct,
        ProductNotFound,
        ProductChangedMeanwhile,
        SellerNotFound,
        SellerLeaves,
        SellerSuspended,
        VariantInStock,
        VersionMissing,
    ),
    openapi_extra={"parameters": [IF_MATCH]},
)
@upload(LARGE_JSON)
async def put_own_product(
    request: Request, response: Response, seller_id: UUID, product_id: UUID, asked: ProductAsked
) -> StaffProductAnswer:
    """Change one of the seller's products as it was read: `If-Match` names its version."""
    owner, version = await selling(request, seller_id), version_of(request)
    known = await _own_product(request, owner, product_id)
    edit = replace(edit_of(asked, await images_of(request, asked, known)), seller_id=owner)
    here = shop_parts(request)
    uncounted = await change_product(here, caller(request), product_id, version, edit, owner)
    return await shown(request, response, product_id, uncounted)


@router.post(
    "/{seller_id}/pictures",
    status_code=201,
    responses={**PICTURE_PROBLEMS, **problems(SellerNotFound, SellerLeaves, SellerSuspended)},
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_own_picture(request: Request, seller_id: UUID, who: Member) -> PictureAnswer:
    """Send a picture, to be named by a product of the seller's; as `POST /api/staff/pictures`."""
    await selling(request, seller_id)
    return await taken(request, who)


@router.post(
    "/{seller_id}/products/bulk",
    responses=problems(BadProduct, SellerNotFound, SellerLeaves, SellerSuspended),
)
async def post_own_bulk(request: Request, seller_id: UUID, asked: BulkAsked) -> BulkAnswer:
    """One change of many of the seller's products."""
    return await bulk(request, asked, await selling(request, seller_id))


@router.post(
    "/{seller_id}/variants/stock",
    responses=problems(
        VariantNotFound,
        SellerNotFound,
        SellerLeaves,
        SellerSuspended,
        LocationNotFound,
        LocationClosed,
        StockOfManyRefused,
        MadeOfOthers,
        StockIsCodes,
        GoodsAreFiles,
        NotByFile,
        FileMissing,
        TooMuch,
        *COMMITS,
    ),
)
async def post_own_stock(
    request: Request, seller_id: UUID, asked: BulkStockAsked
) -> BulkStockAnswer:
    """One change of the stock of many of the seller's variants, of all or of none."""
    return await stock_of_many(request, asked, await selling(request, seller_id))
