"""Staff: views of lists, each a name for the filters of an address."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import one_line, written
from holdfast.api.shell.dependencies import caller, database
from holdfast.desk import MOST_VIEWS, SavedView, views_for
from holdfast.flows.staff.desk import (
    SavedViewNotFound,
    TooManyViews,
    forget_view,
    keep_view,
    order_views,
)
from holdfast.kit.sentences import say
from holdfast.people import names_of

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/views", tags=["staff"])

LIST = r"^[a-z]+(-[a-z]+)*$"
ListName = Annotated[str, Field(min_length=1, max_length=40, pattern=LIST)]
FilterName = Annotated[str, Field(min_length=1, max_length=40)]
FilterValue = (
    Annotated[bool, Field(strict=True)]
    | Annotated[int, Field(strict=True, ge=-(2**53), le=2**53)]
    | Annotated[str, Field(max_length=200)]
    | Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)]
)
ViewName = Annotated[
    str, Field(max_length=60), AfterValidator(one_line), written(say("Give the view a name."))
]


class ViewAsked(Ask):
    """A view, whole. Its list stays once it is made."""

    list: ListName = Field(description="Whose filters they are: `products`, `orders`")
    name: ViewName
    search: Annotated[dict[FilterName, FilterValue], Field(max_length=20)] = Field(
        default_factory=dict, description="The filters as the list's address has them"
    )
    shared: bool = Field(default=False, strict=True, description="Colleagues see it too")


class ViewOrder(Ask):
    ids: Annotated[list[UUID], Field(max_length=MOST_VIEWS)] = Field(
        description="One's own in their order; the others stand behind"
    )


class SavedViewBody(Answer):
    id: UUID
    list: str
    name: str
    search: dict[str, Any]
    shared: bool
    own: bool
    owner_name: str | None = Field(description="Of a colleague's")


class SavedViews(Answer):
    views: list[SavedViewBody] = Field(description="One's own in their order, then colleagues'")


@router.get("")
async def list_views(
    request: Request, of: Annotated[ListName, Query(alias="list", description="Of which list")]
) -> SavedViews:
    """Views of a list: one's own, and those that colleagues share."""
    return await _shown(request, of)


@router.put("", status_code=204)
async def put_view_order(request: Request, asked: ViewOrder) -> Response:
    """Put one's own views in another order."""
    await order_views(database(request), caller(request), asked.ids)
    return Response(status_code=204)


@router.put("/{view_id}", responses=problems(SavedViewNotFound, TooManyViews))
async def put_view_asked(request: Request, view_id: UUID, asked: ViewAsked) -> SavedViews:
    """Save a view, or change one's own. At most 50 are one's own."""
    who = caller(request)
    view = SavedView(view_id, who.actor, asked.list, asked.name, asked.search, asked.shared)
    await keep_view(database(request), who, view)
    return await _shown(request, asked.list)


@router.delete("/{view_id}", status_code=204, responses=problems(SavedViewNotFound))
async def delete_view(request: Request, view_id: UUID) -> Response:
    """Delete one's own view; an admin also a colleague's shared one."""
    await forget_view(database(request), caller(request), view_id)
    return Response(status_code=204)


async def _shown(request: Request, list_name: str) -> SavedViews:
    here, owner = database(request), caller(request).actor
    async with here.read() as connection:
        views = await views_for(connection, owner, list_name)
    others = sorted({view.owner for view in views if view.owner != owner})
    names = await names_of(here.pool, others) if others else {}
    return SavedViews(
        views=[
            SavedViewBody(
                id=view.id,
                list=view.list,
                name=view.name,
                search=view.search,
                shared=view.shared,
                own=view.owner == owner,
                owner_name=names.get(view.owner),
            )
            for view in views
        ]
    )
