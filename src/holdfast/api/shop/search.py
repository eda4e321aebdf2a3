"""The shop's search: what fits a text and filters, by what it can be narrowed, what it may mean."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.page_numbers import Limit, PageNumber, PageTooFar, passed_over
from holdfast.api.contract.problems import InvalidRequest, problems
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.api.shop.products import CategoryLink, ProductBody
from holdfast.catalog import MAX_PRICE
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.search import Order, SearchNotReady
from holdfast.views.search.results import FilterUnknown, SearchQuery

__all__ = ["router"]

router = APIRouter(prefix="/api/products", tags=["products"], route_class=DirectRoute)

MAX_CHOICES: Final = 50
_JSON: Final = "application/json"
_FRESH: Final = {"cache-control": "no-store"}


class CategoryCount(CategoryLink):
    count: int


class PriceRange(Answer):
    min: int | None = Field(description="Minor units; null if nothing is found")
    max: int | None


class RatingCount(Answer):
    from_: int = Field(alias="from", description="Stars at least")
    count: int


class ValueCount(Answer):
    value: str = Field(description="For `attributes`")
    name: str = Field(description="What it is called in this language")
    count: int
    chosen: bool


class AttributeFacet(Answer):
    code: str
    name: str
    unit: str
    values: list[ValueCount] = Field(description="The most frequent first")


class SellerCount(Answer):
    id: UUID
    name: str
    count: int


class FacetsBody(Answer):
    """How many of what is found have each choice; a filter does not count for its own."""

    categories: list[CategoryCount] = Field(
        description="Right below the one that is chosen, else at the root"
    )
    price: PriceRange
    in_stock: int
    reduced: int
    ratings: list[RatingCount]
    attributes: list[AttributeFacet]
    sellers: list[SellerCount]


class Piece(Answer):
    text: str
    found: bool = Field(description="Whether it is one of the words that were looked for")


class Highlights(Answer):
    name: list[Piece] | None = None
    description: list[Piece] | None = Field(default=None, description="As plain text, shortened")


class SearchBody(Answer):
    products: list[ProductBody]
    stock: dict[str, int] = Field(
        description="Product id to pieces free at this moment, of this page"
    )
    total: int = Field(description="How many are found")
    page: int | None = Field(description="Its number; null if it was asked for by a cursor")
    limit: int
    next_cursor: str | None = Field(description="Null at the end, and behind 10,000 products")
    did_you_mean: str | None = Field(
        description="What was looked for in place of `query`, if `repaired`; else what may be meant"
    )
    repaired: bool
    partly: bool = Field(description="Nothing has all of the words: these have the most of them")
    facets: FacetsBody | None
    highlights: dict[str, Highlights] = Field(description="By product id, where a word was found")


class SuggestBody(Answer):
    queries: list[str] = Field(description="Searches that begin like this, most found first")
    categories: list[CategoryLink]
    products: list[ProductBody]
    stock: dict[str, int]
    total: int = Field(description="How many products are found by now")
    did_you_mean: str | None


@router.get(
    "/search",
    response_model=None,
    responses={
        200: {"model": SearchBody},
        **problems(BadCursor, PageTooFar, FilterUnknown, SearchNotReady),
    },
    openapi_extra=IN_A_LANGUAGE,
)
async def search_products(
    request: Request,
    query: Annotated[
        str | None, Query(max_length=200, description="Words; without any, all products")
    ] = None,
    category: Annotated[
        str | None, Query(max_length=255, description="Id or slug; what is below it, too")
    ] = None,
    min_price: Annotated[
        int | None, Query(alias="minPrice", ge=0, le=MAX_PRICE, description="Minor units")
    ] = None,
    max_price: Annotated[
        int | None, Query(alias="maxPrice", ge=0, le=MAX_PRICE, description="Minor units")
    ] = None,
    in_stock: Annotated[bool, Query(alias="inStock")] = False,
    reduced: Annotated[bool, Query(description="Only what costs less than it did")] = False,
    rating: Annotated[int | None, Query(ge=1, le=5, description="Stars at least")] = None,
    attributes: Annotated[
        list[Annotated[str, Field(max_length=200)]] | None,
        Query(
            max_length=MAX_CHOICES,
            description="`code:value`, several times: of one code any, of different ones each",
        ),
    ] = None,
    seller: Annotated[str | None, Query(max_length=255, description="Id or slug")] = None,
    sort: Annotated[
        Order, Query(description="`relevance`: what fits best, of equals what sells best")
    ] = "relevance",
    limit: Limit = 20,
    page: PageNumber = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    facets: Annotated[bool, Query(description="`false`: without counts, which is quicker")] = True,
) -> Response:
    """Products that fit, in any of the shop's languages: with one or two letters wrong, on the
    wrong keyboard, by their synonyms. What fits as it was typed stands first."""
    if min_price is not None and max_price is not None and min_price > max_price:
        raise InvalidRequest("The least price is above the highest.", field="minPrice")
    wanted = SearchQuery(
        locale=locale_of(request),
        text=(query or "").strip(),
        category=category or None,
        least=min_price,
        most=max_price,
        in_stock=in_stock,
        reduced=reduced,
        rating=rating,
        attributes=tuple(_choice(one) for one in attributes or ()),
        seller=seller or None,
        sort=sort,
        limit=limit,
        offset=passed_over(page, limit, cursor),
        cursor=cursor or None,
        facets=facets,
    )
    return packed(request, await state_of(request).search.search(wanted), _JSON, _FRESH)


@router.get(
    "/suggest",
    response_model=None,
    responses={200: {"model": SuggestBody}, **problems(SearchNotReady)},
    openapi_extra=IN_A_LANGUAGE,
)
async def suggest(
    request: Request,
    query: Annotated[str, Query(max_length=200, description="What is typed so far")] = "",
    limit: Annotated[int, Query(ge=1, le=20, description="Of `queries`")] = 8,
) -> Response:
    """What a search that begins like this may become: for a box that is typed into."""
    body = await state_of(request).search.suggest(query, locale_of(request), limit)
    return packed(request, body, _JSON, _FRESH)


def _choice(text: str) -> tuple[str, str]:
    code, between, value = text.partition(":")
    if not between or not code or not value:
        detail = say("Write {form}.", form="attributes=code:value")
        raise InvalidRequest(detail, field="attributes")
    return code, value
