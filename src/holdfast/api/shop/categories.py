"""The tree of categories."""

from typing import Annotated, Final
from urllib.parse import quote
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.page_numbers import Limit, PageNumber, PageTooFar, passed_over
from holdfast.api.contract.problems import problems
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.packing import packed
from holdfast.api.shell.state import state_of
from holdfast.api.shop.products import ProductBody
from holdfast.catalog import MAX_DEPTH, Category, CategoryNotFound, CategoryTree
from holdfast.kit.paging import BadCursor
from holdfast.views.category_page import CategoryQuery, CategorySort

__all__ = ["CategoryBody", "category_json", "router"]

router = APIRouter(tags=["products"], route_class=DirectRoute)

CATEGORIES: Final = "/api/categories"
PRODUCTS: Final = "/api/products"
_JSON: Final = "application/json"


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
    openapi_extra=IN_A_LANGUAGE,
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
        301: {"description": "It has another slug now"},
        **problems(BadCursor, CategoryNotFound, PageTooFar),
    },
    openapi_extra=IN_A_LANGUAGE,
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
    limit: Limit = 20,
    page: PageNumber = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
) -> Response:
    """Products on sale in the category and in all below it. A slug that it had before leads on to
    the one it has now. A page is asked for by its number or,
    however far behind, by the cursor of the one before."""
    offset = passed_over(page, limit, cursor)
    reads, locale = state_of(request).products, locale_of(request)
    tree = (await reads.directory.now()).categories
    known = tree.called(category)
    if known is None:
        slug = await reads.slug_now(category)
        if slug is None:
            raise CategoryNotFound("There is no such category.")
        asked = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{PRODUCTS}/category/{quote(slug, safe='')}{asked}", 301)
    query = CategoryQuery(known.id, locale, sort, limit, offset, cursor or None)
    found = await reads.in_category(query, tree)
    about = {
        "category": category_json(known, tree, locale),
        "path": [category_json(one, tree, locale) for one in tree.way(known.id)],
        "below": [category_json(one, tree, locale) for one in tree.below(known.id)],
        "page": None if cursor else page or 1,
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
