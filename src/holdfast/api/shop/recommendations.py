"""Products that go with one, that most people buy, or that a visitor names again."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, LOCALE_PARAMETER, locale_of
from holdfast.api.shell.packing import packed
from holdfast.api.shop.products import PRODUCT_PARAMETER, ProductBody, ids_of, reads
from holdfast.catalog import ProductNotFound
from holdfast.insights import LEAST_TOGETHER
from holdfast.kit.paging import MAX_PAGE

__all__ = ["router"]

router = APIRouter(prefix="/api/products", tags=["products"], route_class=DirectRoute)

MAX_AMONG: Final = 24
MAX_SETS: Final = 3
_JSON: Final = "application/json"
_FRESH: Final = {"cache-control": "no-store"}


class BoughtTogether(ProductBody):
    frequency: int = Field(description="How many paid orders have both")
    significant: bool = Field(
        description=f"At least {LEAST_TOGETHER} have, and no fewer than would by chance"
    )


class Recommendations(Answer):
    frequently_bought_together: list[BoughtTogether] = Field(
        description="Rather what is significant; the most frequent first. What was refunded is"
        " not counted"
    )
    similar: list[ProductBody] = Field(
        description="Of the same category, its price within a fifth of this one's; best sellers"
        " first"
    )
    nearest: list[ProductBody] = Field(
        description="Of the same category, further off in price: as many as `similar` has fewer"
        " than five, what can be had first"
    )


class RecommendationsBody(Answer):
    recommendations: Recommendations
    stock: dict[str, int] = Field(description="Product id to pieces free")


class SetOffer(Answer):
    """One unit of each product costs less together; what, a cart with all of them says."""

    promotion_id: UUID
    name: str
    product_ids: list[UUID]


class SetsBody(Answer):
    sets: list[SetOffer] = Field(description=f"At most {MAX_SETS}, the newest first")


class SomeProducts(Answer):
    products: list[ProductBody]
    stock: dict[str, int] = Field(description="Product id to pieces free")


@router.get(
    "/popular",
    response_model=None,
    responses={200: {"model": SomeProducts}, **problems()},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_popular(
    request: Request, limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 20
) -> Response:
    """What sold most since ever, then what was looked at most. Counted within seconds."""
    found = await reads(request).popular(locale_of(request), limit)
    return packed(request, b"{%b}" % found, _JSON, _FRESH)


@router.get(
    "/among",
    response_model=None,
    responses={200: {"model": SomeProducts}, **problems()},
    openapi_extra=IN_A_LANGUAGE,
)
async def list_among(
    request: Request,
    ids: Annotated[
        str,
        Query(
            min_length=1,
            max_length=MAX_AMONG * 37,
            pattern=r"^[0-9A-Fa-f, -]+$",
            description=f"Product ids, with commas; at most {MAX_AMONG}",
        ),
    ],
) -> Response:
    """Of these products those that are on sale, in the same order: what a browser remembers, for
    one."""
    asked = list(dict.fromkeys(ids_of(ids)))[:MAX_AMONG]
    found = await reads(request).among(asked, locale_of(request))
    return packed(request, b"{%b}" % found, _JSON, _FRESH)


@router.get(
    "/{product}/recommendations",
    response_model=None,
    responses={200: {"model": RecommendationsBody}, **problems(ProductNotFound)},
    openapi_extra={"parameters": [PRODUCT_PARAMETER, LOCALE_PARAMETER]},
)
async def get_recommendations(request: Request) -> Response:
    """At most five that paid orders have together with it, and at most five that are like it."""
    product_id = await reads(request).find(request.scope["path_params"]["product"])
    found = product_id and await reads(request).recommended(product_id, locale_of(request))
    if not found:
        raise ProductNotFound("There is no such product on sale.")
    return packed(request, found, _JSON, _FRESH)


@router.get(
    "/{product}/sets",
    operation_id="listSets",
    response_model=None,
    responses={200: {"model": SetsBody}, **problems(ProductNotFound)},
    openapi_extra={"parameters": [PRODUCT_PARAMETER, LOCALE_PARAMETER]},
)
async def list_sets(request: Request) -> Response:
    """With which products it costs everybody less, without a code."""
    product_id = await reads(request).find(request.scope["path_params"]["product"])
    if product_id is None:
        raise ProductNotFound("There is no such product on sale.")
    locale = locale_of(request)
    offered = [
        one
        for one in await shop_parts(request).promotions.in_force()
        if one.is_set and one.for_everybody and product_id in (one.scope or ())
    ]
    sets = [
        {
            "promotionId": one.id,
            "name": one.name_in(locale),
            "productIds": sorted(one.scope or ()),
        }
        for one in offered[:MAX_SETS]
    ]
    return json_answer({"sets": sets})
