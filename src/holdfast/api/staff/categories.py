"""Staff: the tree of categories."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_VERSION, VersionMissing, version_named
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import by_language
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.staff.product_bodies import Slug
from holdfast.api.staff.variant_bodies import Line
from holdfast.catalog import CategoryChangedMeanwhile, CategoryNotFound
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.inventory.categories import (
    BadCategory,
    CategoryAsked,
    CategoryInUse,
    make_category,
    place_category,
    rename_category,
    take_category_away,
)
from holdfast.views.category_counts import staff_categories

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/categories", tags=["staff"])


Words = Annotated[dict[str, Line], by_language]


class CategoryChange(Ask):
    """What it is called, whole: what is left out is empty; but an empty `slug` stays as it is, and
    of a new category is made of the name."""

    name: Line
    slug: Slug = ""
    translations: Words = Field(default_factory=dict, description="Its name by language")
    image: Annotated[str, Field(min_length=1, max_length=2048)] | None = Field(
        default=None,
        description="The address that `POST /api/staff/pictures` answered, or as it is; it is kept"
        " in a size of its own",
    )


class NewCategory(CategoryChange):
    parent_id: UUID | None = Field(default=None, description="None: at the root")


class PlaceAsked(Ask):
    parent_id: UUID | None = Field(description="None: at the root")
    before: UUID | None = Field(
        default=None, description="The category that it stands right before; none: the last"
    )


class StaffCategory(Answer):
    id: UUID
    parent_id: UUID | None
    slug: str
    name: str
    translations: dict[str, str]
    image: str | None
    depth: int
    products: int = Field(description="Right in it, drafts and archived ones too")
    version: int = Field(description="Of what it is called and its picture, for `If-Match`")


class StaffCategories(Answer):
    categories: list[StaffCategory] = Field(description="Each before what is below it")


@router.get("")
async def list_staff_categories(request: Request) -> StaffCategories:
    """The tree with how many products stand in each category."""
    return await _shown(request)


@router.post(
    "",
    status_code=201,
    responses=problems(BadCategory, IdempotencyKeyReused),
)
async def post_category(request: Request, asked: NewCategory) -> StaffCategories:
    """Make a category, the last below its parent; the tree as it is then."""
    await make_category(database(request), caller(request, "category"), _asked(asked))
    return await _shown(request)


@router.put(
    "/{category_id}",
    responses=problems(BadCategory, CategoryChangedMeanwhile, CategoryNotFound, VersionMissing),
    openapi_extra={"parameters": [IF_VERSION]},
)
async def put_category(
    request: Request, category_id: UUID, asked: CategoryChange
) -> StaffCategories:
    """What a category is called, in every language, and its picture; over the version that
    `If-Match` names, where it names one."""
    version = version_named(request)
    await rename_category(database(request), caller(request), category_id, _asked(asked), version)
    return await _shown(request)


@router.put(
    "/{category_id}/place",
    responses=problems(BadCategory, CategoryNotFound),
)
async def put_category_place(
    request: Request, category_id: UUID, asked: PlaceAsked
) -> StaffCategories:
    """Move a category with all that is below it."""
    await place_category(
        database(request), caller(request), category_id, asked.parent_id, asked.before
    )
    return await _shown(request)


@router.delete(
    "/{category_id}",
    responses=problems(CategoryInUse, CategoryNotFound),
)
async def delete_category(request: Request, category_id: UUID) -> StaffCategories:
    """Remove a category in which nothing stands."""
    await take_category_away(database(request), caller(request), category_id)
    return await _shown(request)


async def _shown(request: Request) -> StaffCategories:
    async with database(request).read() as connection:
        tree, counts = await staff_categories(connection)
    return StaffCategories(
        categories=[
            StaffCategory(
                id=one.id,
                parent_id=one.parent_id,
                slug=one.slug,
                name=one.name,
                translations=one.translations,
                image=one.image,
                depth=len(one.path),
                products=counts.get(one.id, 0),
                version=one.version,
            )
            for one in tree.walk()
        ]
    )


def _asked(asked: CategoryChange) -> CategoryAsked:
    parent = asked.parent_id if isinstance(asked, NewCategory) else None
    return CategoryAsked(asked.name, asked.slug, asked.translations, asked.image, parent)
