"""Products for the shop: lists, one product, live numbers."""

from datetime import date
from typing import Annotated, Any, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.preorders import PreorderBody
from holdfast.api.contract.problems import InvalidRequest, problems
from holdfast.api.contract.stock_numbers import ARRIVES, FULL, PREORDER, StockBody
from holdfast.api.contract.unit_prices import UNIT_PRICE, UnitPriceBody
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, LOCALE_PARAMETER, locale_of
from holdfast.api.shell.looking import looked
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.catalog import DeliveredAs, Image, ProductNotFound, srcset
from holdfast.insights import MOST_DAYS
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.search import SearchNotReady
from holdfast.views.best_sellers import BestQuery
from holdfast.views.product_list import ListQuery, Sort
from holdfast.views.products import ProductReads, TooManyProducts

__all__ = ["PRODUCT_PARAMETER", "ProductBody", "ids_of", "reads", "router"]

router = APIRouter(prefix="/api/products", tags=["products"], route_class=DirectRoute)

MAX_IDS: Final = 1000
_JSON: Final = "application/json"
_FRESH: Final = {"cache-control": "no-store"}
_ASKED_AGAIN: Final = "private, no-cache"


class ImageBody(Answer):
    url: str
    alt: str
    width: int | None
    height: int | None
    srcset: str = Field(
        description="Its sizes as WebP, as an `img` takes them; empty: it is there in one size"
    )
    avif_srcset: str = Field(description="The same as AVIF")
    stand_in: str = Field(
        description="A few pixels of it, as a data URI, to be shown blurred until it is there;"
        " empty: there are none"
    )


def image_shown(one: Image, locale: str) -> ImageBody:
    """With its text in the language."""
    return ImageBody(
        url=one.url,
        alt=one.alt_in(locale),
        width=one.width,
        height=one.height,
        srcset=srcset(one.picture, one.widths),
        avif_srcset=srcset(one.picture, one.widths, "avif"),
        stand_in=one.stand_in,
    )


class OptionBody(Answer):
    code: str = Field(description="`color`, `memory`, `size` or a word of the shop's own")
    name: str
    values: list[str]
    swatches: dict[str, str] = Field(description="Colours to draw values with, where known")


class VariantBody(Answer):
    id: UUID
    sku: str
    options: dict[str, str] = Field(description="Option code to value")
    price: int = Field(description="Minor units of `currency`; what it costs without discount")
    discount_price: int | None = Field(description="What it costs now, if that is less")
    discount_until: Instant | None = Field(description="When that discount ends, if it does")
    compare_at_price: int | None
    lowest_price_before: int | None = Field(
        description="The least it cost in the 30 days before it was lowered to what it costs now"
    )
    unit_price: UnitPriceBody | None = Field(description=UNIT_PRICE)
    currency: str
    image_url: str | None
    barcode: str
    weight_grams: int | None
    delivered_as: DeliveredAs = Field(
        description="As a parcel, or in the order once it is paid: a code, or a file to download"
    )
    made_of_others: bool = Field(description="`GET /api/products/{product}/parts` says of what")
    stock: int = Field(description="Free to buy now")
    held: int = Field(description="Being paid for by others")
    reserved: int = Field(description="The same as `held`")
    available: bool
    full: int = Field(description=FULL)
    low_at: int | None = Field(description="From which count on, free and held, it is low")
    version: int = Field(description="Grows with every change of the stock")
    next_release_at: Instant | None = Field(description="When a held unit may next come free")
    arrives_on: date | None = Field(description=ARRIVES)
    preorder: PreorderBody | None = Field(description=PREORDER)


class CategoryLink(Answer):
    id: UUID
    slug: str
    name: str


class AttributeBody(Answer):
    code: str
    name: str
    value: bool | int | float | str
    unit: str


class ProductBody(Answer):
    id: UUID
    handle: str
    name: str
    description: str = Field(description="Sanitised HTML")
    category: str = Field(description="What its category is called; empty if it has none")
    category_id: UUID | None
    category_name: str | None = Field(description="The same as `category`")
    category_path: list[CategoryLink] = Field(description="From the root to its category")
    seller_id: UUID | None = Field(description="None: the shop itself")
    seller_name: str | None
    seller_slug: str | None = Field(description="Of the seller's page; null: they have none")
    search_title: str | None = Field(description="What search engines call it, if not its name")
    vendor: str
    tags: list[str]
    attributes: list[AttributeBody]
    price: int = Field(description="Of the variant that costs least now, minor units")
    discount_price: int | None = Field(description="What that costs now, if it is discounted")
    max_price: int = Field(description="What the dearest variant costs now")
    unit_price: UnitPriceBody | None = Field(description="Of the variant that costs least now")
    currency: str
    rating: float = Field(description="Stars to one decimal, of the reviews that show; 0: none yet")
    reviews_count: int
    star_counts: list[int] = Field(description="Reviews of one star, of two, up to five")
    images: list[ImageBody]
    options: list[OptionBody]
    colors: list[str]
    memory_options: list[str]
    sales_count: int = Field(
        description="Units sold since ever, less what was refunded; counted within seconds"
    )
    stock: int = Field(description="Free to buy now, of all variants")
    in_stock: bool = Field(description="The same as `available`")
    stock_quantity: int = Field(description="The same as `stock`")
    held: int = Field(description="Being paid for by others, of all variants")
    reserved: int = Field(description="The same as `held`")
    available: bool
    variants: list[VariantBody]
    created_at: Instant
    updated_at: Instant


class ProductsBody(Answer):
    products: list[ProductBody]
    stock: dict[str, int] = Field(description="Product id to pieces free, of this page")
    categories: list[str] | None = Field(
        description="At the root, with something on sale in them; on first pages only"
    )
    next_cursor: str | None


class BestSellersBody(Answer):
    products: list[ProductBody] = Field(description="On sale now, the best seller first")
    units: dict[str, int] = Field(description="Product id to units sold, less what was cancelled")
    stock: dict[str, int] = Field(description="Product id to pieces free")
    days: int
    as_of: Instant = Field(description="No sale that is counted is younger")


class ReplyBody(Answer):
    """What whom a review is of, or staff, say to it."""

    text: str
    at: Instant


class ReviewBody(Answer):
    """A buyer's or client's review."""

    id: UUID
    username: str = Field(description="The author's name; without one a letter of the address")
    rating: int = Field(ge=1, le=5, description="Stars")
    text: str = Field(description="Plain text in paragraphs; may be empty")
    images: list[ImageBody]
    bought: bool = Field(description="False: the author's order was cancelled or refunded since")
    created_at: Instant
    edited_at: Instant | None
    reply: ReplyBody | None


class ProductPageBody(ProductBody):
    reviews: list[ReviewBody] = Field(description="The newest five that show")


class ProductAnswer(Answer):
    product: ProductPageBody
    stock: int
    available: bool


def reads(request: Request) -> ProductReads:
    return state_of(request).products


PRODUCT_PARAMETER: Final[dict[str, Any]] = {
    "name": "product",
    "in": "path",
    "required": True,
    "description": "Its id or its handle",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}


def _answer(body: bytes) -> Response:
    return Response(body, media_type=_JSON, headers=_FRESH)


@router.get(
    "",
    response_model=None,
    responses={200: {"model": ProductsBody}, **problems(BadCursor, SearchNotReady)},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_products(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 24,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    category: Annotated[str | None, Query(max_length=255)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    sort: Annotated[
        Sort | None,
        Query(description="Else what fits `q` best stands first or, without `q`, the newest"),
    ] = None,
    in_stock: Annotated[bool, Query(alias="inStock")] = False,
) -> Response:
    """Products on sale with what is left of each, a page at a time. `q` looks for them as
    `/api/products/search` does, which says more of what it found."""
    query = ListQuery(
        locale=locale_of(request),
        limit=limit,
        cursor=cursor or None,
        category=category or None,
        q=(q or "").strip() or None,
        sort=sort,
        in_stock=in_stock,
    )
    if query.q:
        return packed(request, await state_of(request).search.listed(query), _JSON, _FRESH)
    return packed(request, await reads(request).products(query), _JSON, _FRESH)


@router.get(
    "/best-sellers",
    response_model=None,
    responses={200: {"model": BestSellersBody}, **problems()},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_best_sellers(
    request: Request,
    days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = 3,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 5,
) -> Response:
    """What sold most in the last days, by the minute in which it was paid; what was cancelled or
    refunded since does not count. Ties by product id. A sale is counted within seconds, in a busy
    shop within minutes."""
    query = BestQuery(locale=locale_of(request), days=days, limit=limit)
    return packed(request, await reads(request).best_sellers(query), _JSON, _FRESH)


@router.get(
    "/stock",
    response_model=None,
    responses={200: {"model": StockBody}, **problems(TooManyProducts)},
)
async def get_stock(
    request: Request,
    ids: Annotated[
        str | None,
        Query(
            max_length=MAX_IDS * 37,
            pattern=r"^[0-9A-Fa-f, -]*$",
            description="Product ids, with commas; none for all",
        ),
    ] = None,
) -> Response:
    """Live numbers alone, for who polls. Without ids: of all, if the shop has at most 1,000."""
    return _answer(await reads(request).stock(None if ids is None else ids_of(ids)))


def ids_of(text: str) -> list[UUID]:
    try:
        return [UUID(word.strip()) for word in text.split(",") if word.strip()]
    except ValueError as error:
        raise InvalidRequest("Give product ids, separated by commas.", field="ids") from error


@router.get(
    "/{product}",
    response_model=None,
    responses={200: {"model": ProductAnswer}, 304: {}, **problems(ProductNotFound)},
    openapi_extra={"parameters": [PRODUCT_PARAMETER, LOCALE_PARAMETER]},
)
async def get_product(request: Request) -> Response:
    """One product by id or handle, with what is left of each variant as of now. A handle that it
    had before leads on to the one it has now. The `ETag` is another when anything but `salesCount`
    is another."""
    name = request.scope["path_params"]["product"]
    product_id, handle = await reads(request).address(name) or (None, None)
    if handle not in (None, name):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{router.prefix}/{quote(str(handle), safe='')}{query}", 301)
    found = await reads(request).product(product_id, locale_of(request)) if product_id else None
    if found is None or product_id is None:
        raise ProductNotFound("There is no such product on sale.")
    body, tag = found
    state_of(request).product_views.saw(product_id)
    looked(request, "view-product", product_id)
    headers = {"etag": tag, "cache-control": _ASKED_AGAIN}
    if tag.encode() in exchange(request).headers.get(b"if-none-match", b""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_JSON, headers=headers)
