"""Staff: products, drafts too; making and changing them, and their pictures."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.uploads import LARGE_JSON, upload
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.api.staff.product_bodies import (
    ProductAsked,
    StaffProductAnswer,
    StaffProductRow,
    StaffProducts,
    edit_of,
    product_body,
)
from holdfast.catalog import (
    MAX_HTML,
    Image,
    Product,
    ProductNotFound,
    Status,
    clean_html,
)
from holdfast.flows.inventory.catalogue_editing import (
    BadProduct,
    CurrencyMissing,
    ProductChangedMeanwhile,
    VariantInStock,
    change_product,
    make_product,
)
from holdfast.flows.inventory.named_pictures import named_images
from holdfast.kit import MAX_PAGE
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.views.staff_products import StaffProductQuery, product_page, variants_now

__all__ = ["DescriptionAsked", "DescriptionShown", "images_of", "listed", "router", "shown"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


class DescriptionAsked(Ask):
    html: Annotated[str, Field(max_length=MAX_HTML)]


class DescriptionShown(Answer):
    html: str = Field(description="Without what is not plain formatting")


@router.post("/texts")
async def post_text(asked: DescriptionAsked) -> DescriptionShown:
    """A description as it would be kept, for a preview. It changes nothing."""
    return DescriptionShown(html=clean_html(asked.html))


@router.get(
    "/products",
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_staff_products(
    request: Request,
    q: Annotated[str | None, Query(max_length=200)] = None,
    status: Annotated[Status | None, Query()] = None,
    category_id: Annotated[
        UUID | None, Query(alias="categoryId", description="It and what is below it")
    ] = None,
    seller_id: Annotated[UUID | None, Query(alias="sellerId", description="Of this seller")] = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> StaffProducts:
    """Every product, drafts and archived ones too, the newest first; `q` looks at SKUs too."""
    words = (q or "").strip() or None
    query = StaffProductQuery(
        locale_of(request), words, status, cursor or None, limit, seller_id, category_id
    )
    return await listed(request, query)


async def listed(request: Request, query: StaffProductQuery) -> StaffProducts:
    """A page of products, of any status."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        found, next_cursor = await product_page(connection, query, here.reader.partitions)
    rows = [StaffProductRow.model_validate(one) for one in found]
    return StaffProducts(products=rows, next_cursor=next_cursor)


@router.get("/products/{product_id}", responses=problems(ProductNotFound))
async def get_staff_product(
    request: Request, response: Response, product_id: UUID
) -> StaffProductAnswer:
    """A product of any status, as it is kept; its version as `ETag`."""
    return await shown(request, response, product_id)


@router.post(
    "/products",
    status_code=201,
    responses=problems(BadProduct, CurrencyMissing, *TELLS_AGAIN),
)
async def post_product(
    request: Request, response: Response, asked: ProductAsked
) -> StaffProductAnswer:
    """Make a product with its variants and their opening stock, all or none. Prices are in the
    shop's currency; the handle, which its address ends with, is made of the name."""
    edit = edit_of(asked, await images_of(request, asked, None))
    made = await make_product(shop_parts(request), caller(request, "product"), edit)
    return await shown(request, response, made)


@router.put(
    "/products/{product_id}",
    responses=problems(
        BadProduct, ProductNotFound, ProductChangedMeanwhile, VariantInStock, VersionMissing
    ),
    openapi_extra={"parameters": [IF_MATCH]},
)
@upload(LARGE_JSON)
async def put_product(
    request: Request,
    response: Response,
    product_id: UUID,
    asked: ProductAsked,
) -> StaffProductAnswer:
    """Change a product as it was read: `If-Match` names its version. Variants that are left out go
    off sale, which one in stock does not; they come back with their history when their values do.
    Stock does not change here."""
    here, version = shop_parts(request), version_of(request)
    known = await here.shelf.get(product_id)
    edit = edit_of(asked, await images_of(request, asked, known))
    uncounted = await change_product(here, caller(request), product_id, version, edit)
    return await shown(request, response, product_id, uncounted)


async def images_of(
    request: Request, asked: ProductAsked, known: Product | None
) -> tuple[Image, ...]:
    """The pictures the form names: those the product has, and those that were uploaded."""
    images, faults = await named_images(
        state_of(request).pictures.book,
        [one.named for one in asked.images],
        known.images if known else (),
    )
    if faults:
        raise BadProduct.of(faults, named=True)
    return images


async def shown(
    request: Request, response: Response, product_id: UUID, uncounted: tuple[UUID, ...] = ()
) -> StaffProductAnswer:
    """The product as it stands, its version as the answer's ETag."""
    here = shop_parts(request)
    product = await here.shelf.get(product_id)
    if product is None:
        raise ProductNotFound(say("There is no product {product}.", product=product_id))
    async with here.database.read() as connection:
        now: Any = await variants_now(connection, product_id, here.reader.partitions)
    response.headers["etag"] = etag(product.revision)
    return StaffProductAnswer(product=product_body(product, now), uncounted=list(uncounted))
