"""Staff: products, drafts too; making and changing them, and their pictures."""

import asyncio
from pathlib import Path
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import replace

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import Member, body, caller, shop_parts
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.api.shell.state import state_of
from holdfast.api.staff.product_bodies import (
    ProductAsked,
    StaffProductAnswer,
    StaffProductRow,
    StaffProducts,
    edit_of,
    product_body,
)
from holdfast.catalog import Image, Product, ProductNotFound, Status
from holdfast.catalog.pictures import (
    MAX_PIXELS,
    MAX_SIDE,
    KeptPicture,
    PictureRefused,
    keep,
    kept,
    kind_of,
    size_of,
)
from holdfast.flows.inventory.catalogue_editing import (
    BadProduct,
    CurrencyMissing,
    ProductChangedMeanwhile,
    VariantInStock,
    change_product,
    make_product,
)
from holdfast.kit import MAX_PAGE, FieldError, Problem
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.views.staff_products import StaffProductQuery, product_page, variants_now

__all__ = ["PictureUnusable", "images_of", "listed", "router", "shown"]

router = APIRouter(prefix="/api/staff", tags=["staff"])

PICTURE: Final = Upload(8 * 1024 * 1024, ("image/",))


class PictureUnusable(Problem):
    """What was uploaded is no picture that a shop can show."""

    status = 422
    code = "picture-unusable"
    title = "This picture cannot be used"


class PictureAnswer(Answer):
    url: str
    width: int
    height: int


@router.get(
    "/products",
    responses=problems(BadCursor),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def list_staff_products(
    request: Request,
    q: Annotated[str | None, Query(max_length=200)] = None,
    status: Annotated[Status | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> StaffProducts:
    """Every product, drafts and archived ones too, the newest first; `q` looks at SKUs too."""
    query = StaffProductQuery(
        locale_of(request), (q or "").strip() or None, status, cursor or None, limit
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


@router.post(
    "/pictures",
    status_code=201,
    responses=problems(PictureUnusable),
    openapi_extra=file_body("image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"),
)
@upload(PICTURE)
async def post_picture(request: Request, _: Member) -> PictureAnswer:
    """Upload a picture, to be named by a product: JPEG, PNG, WebP, AVIF or GIF, at most 8 MB,
    12,000 pixels a side and 60 million in all. Its address is made of its content, so the same
    picture sent again is the same picture."""
    data = body(request)
    width, height = _size(data)
    found = await asyncio.to_thread(_keep, state_of(request).media, data)
    return PictureAnswer(url=found.url, width=width, height=height)


def _size(data: bytes) -> tuple[int, int]:
    kind = kind_of(data)
    if kind is None:
        raise PictureUnusable("Send a JPEG, PNG, WebP, AVIF or GIF.")
    size = size_of(data, kind)
    if size is None:
        raise PictureUnusable("The file is damaged: it does not say how large the picture is.")
    if max(size) > MAX_SIDE or size[0] * size[1] > MAX_PIXELS:
        raise PictureUnusable(
            say(
                "It has {width} x {height} pixels. At most {side} a side, {all} million in all.",
                width=size[0],
                height=size[1],
                side=MAX_SIDE,
                all=MAX_PIXELS // 10**6,
            )
        )
    return size


def _keep(folder: Path, data: bytes) -> KeptPicture:
    try:
        return keep(folder, data)
    except PictureRefused as error:
        raise PictureUnusable("Send a JPEG, PNG, WebP, AVIF or GIF.") from error


async def images_of(
    request: Request, asked: ProductAsked, known: Product | None
) -> tuple[Image, ...]:
    """The pictures the form names: those the product has, and those that were uploaded."""
    ours = {one.url: one for one in known.images} if known else {}
    folder = state_of(request).media
    images, faults = [], []
    for place, one in enumerate(asked.images):
        if one.url in ours:
            images.append(replace(ours[one.url], alt=one.alt))
            continue
        found = await asyncio.to_thread(kept, folder, one.url)
        if found is None:
            at = f"images[{place}].url"
            faults.append(FieldError(at, "not-uploaded", "Upload the picture first."))
        else:
            images.append(Image(found.url, one.alt, found.width, found.height))
    if faults:
        raise BadProduct.of(faults, named=True)
    return tuple(images)


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
