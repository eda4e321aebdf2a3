"""The tree of categories."""

from typing import Annotated, Any, Final
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.api.shop.products import ProductBody
from holdfast.catalog import MAX_DEPTH, Category, CategoryNotFound, CategoryTree
from holdfast.kit import MAX_PAGE, Problem
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.views.category_page import CategoryQuery, CategorySort

__all__ = ["CategoryBody", "category_json", "router"]

router = APIRouter(tags=["products"])

CATEGORIES: Final = "/api/categories"
PRODUCTS: Final = "/api/products"
MOST_PASSED: Final = 10_000
_JSON: Final = "application/json"


class PageTooFar(Problem):
    """A page by its number far behind, or by number and cursor both."""

    status = 422
    code = "page-too-far"
    title = "That page is not given by its number"

    def __init__(self, detail: str = "", **more: Any) -> None:
        said = say(
            "Pages are counted up to {most} products. Go on with nextCursor, without page.",
            most=MOST_PASSED,
        )
        super().__init__(detail or said, **more)


class CategoryBody(Answer):
    id: UUID
    parent_id: UUID | None
    slug: str
    name: str
    image: str | None
    depth: int = Field(description="1 at the root")
    children: int = Field(description="How many categories are right below it")


class CategoriesBody(Answer):
    categories: list[CategoryBody] = Field(
        description="Each before what is below it, in the order that the shop gave them"
    )


class CategoryPage(Answer):
    category: CategoryBody
    path: list[CategoryBody] = Field(description="From the root to the category itself")
    below: list[CategoryBody] = Field(description="Right below it, in their order")
    products: list[ProductBody]
    stock: dict[str, int] = Field(description="Product id to pieces free, of this page")
    page: int | None = Field(description="Its number; null if it was asked for by a cursor")
    limit: int
    next_cursor: str | None


@router.get(
    CATEGORIES,
    response_model=None,
    responses={200: {"model": CategoriesBody}, 304: {}, **problems()},
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def list_categories(
    request: Request,
    depth: Annotated[
        int, Query(ge=1, le=MAX_DEPTH, description="How many levels of the tree")
    ] = MAX_DEPTH,
) -> Response:
    """All categories of the shop, down to that depth. The answer changes only with its ETag."""
    locale = locale_of(request)
    directory = await state_of(request).products.directory.now()
    tag = f'"{directory.revision}-{depth}-{locale}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    tree = directory.categories
    shown = [category_json(one, tree, locale) for one in tree.walk() if len(one.path) <= depth]
    return packed(request, msgspec.json.encode({"categories": shown}), _JSON, headers)


@router.get(
    f"{PRODUCTS}/category/{{category}}",
    response_model=None,
    responses={
        200: {"model": CategoryPage},
        **problems(BadCursor, CategoryNotFound, PageTooFar),
    },
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def list_category(
    request: Request,
    category: Annotated[
        str, Path(min_length=1, max_length=255, description="The category's id or its slug")
    ],
    sort: Annotated[
        CategorySort,
        Query(description="`popular`: most sold first; `rating`: best rated; `new`: newest"),
    ] = "popular",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 20,
    page: Annotated[
        int | None,
        Query(ge=1, description=f"Its number, as far as {MOST_PASSED} products are passed over"),
    ] = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """Products on sale in the category and in all below it. A page is asked for by its number or,
    however far behind, by the cursor of the one before."""
    number = page or 1
    offset = (number - 1) * limit
    if offset > MOST_PASSED or (cursor and page is not None):
        raise PageTooFar(field="page")
    reads, locale = state_of(request).products, locale_of(request)
    tree = (await reads.directory.now()).categories
    known = tree.called(category)
    if known is None:
        raise CategoryNotFound("There is no such category.")
    query = CategoryQuery(known.id, locale, sort, limit, offset, cursor or None)
    found = await reads.in_category(query, tree)
    about = {
        "category": category_json(known, tree, locale),
        "path": [category_json(one, tree, locale) for one in tree.way(known.id)],
        "below": [category_json(one, tree, locale) for one in tree.below(known.id)],
        "page": None if cursor else number,
        "limit": limit,
    }
    body = b"%b,%b}" % (msgspec.json.encode(about)[:-1], found)
    return packed(request, body, _JSON, {"cache-control": "no-store"})


def category_json(one: Category, tree: CategoryTree, locale: str) -> dict[str, object]:
    """A :class:`CategoryBody`."""
    return {
        "id": one.id,
        "parentId": one.parent_id,
        "slug": one.slug,
        "name": one.name_in(locale),
        "image": one.image,
        "depth": len(one.path),
        "children": len(tree.below(one.id)),
    }
