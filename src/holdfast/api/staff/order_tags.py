"""Staff: tags on orders, of one or of many at once, and those that are used."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field, model_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line, written
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.flows.staff.order_tags import Tagged, tag_orders
from holdfast.kit.sentences import in_language, say
from holdfast.orders import MAX_TAG, MOST_TAGS, used_tags
from holdfast.views.order_search import starts_with

__all__ = ["OrderTag", "router"]

router = APIRouter(prefix="/api/staff/order-tags", tags=["staff"])

MOST: Final = 50
OrderTag = Annotated[
    str, Field(max_length=MAX_TAG), AfterValidator(one_line), written(say("Write something."))
]
_Tags = Annotated[list[OrderTag], Field(max_length=MOST_TAGS)]


class TagOrdersAsked(Ask):
    """Which orders, and what is put on them or taken off."""

    order_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST)]
    add: _Tags = Field(default_factory=list)
    remove: _Tags = Field(default_factory=list)

    @model_validator(mode="after")
    def something(self) -> "TagOrdersAsked":
        if not self.add and not self.remove:
            raise ValueError(say("Send add or remove."))
        return self


class OrderTaggedShown(Answer):
    """What became of one of them; `refusal` is the code of a problem, which `why` says in the
    reader's language, null if its tags are as asked."""

    order_id: UUID
    tags: list[str]
    refusal: str | None
    why: str | None


class OrdersTaggedAnswer(Answer):
    orders: list[OrderTaggedShown] = Field(description="In the order they were asked for")


class UsedTagShown(Answer):
    tag: str
    orders: int = Field(description="How many have it")


class UsedTagsAnswer(Answer):
    tags: list[UsedTagShown] = Field(description="Those of most orders first")


@router.put("", openapi_extra=IN_A_LANGUAGE)
async def put_order_tags(request: Request, asked: TagOrdersAsked) -> OrdersTaggedAnswer:
    """Add tags to each of these orders, and take others off. Each stands by itself; asked again it
    changes nothing."""
    orders = list(dict.fromkeys(asked.order_ids))
    here, by = database(request), caller(request)
    became = await tag_orders(here, by, orders, asked.add, asked.remove)
    language = locale_of(request)
    return OrdersTaggedAnswer(orders=[_shown(one, language) for one in became])


def _shown(one: Tagged, language: str) -> OrderTaggedShown:
    refusal = one.refusal
    return OrderTaggedShown(
        order_id=one.order_id,
        tags=list(one.tags),
        refusal=refusal.code if refusal else None,
        why=in_language(refusal.detail, language) if refusal else None,
    )


@router.get("")
async def list_order_tags(
    request: Request,
    q: Annotated[str, Query(max_length=MAX_TAG, description="How they begin")] = "",
) -> UsedTagsAnswer:
    """Tags that orders have, the most used first, 50 at most."""
    async with database(request).read() as connection:
        used = await used_tags(connection, starts_with(q.strip().lower()), MOST)
    return UsedTagsAnswer(tags=[UsedTagShown(tag=tag, orders=n) for tag, n in used.items()])
