"""Staff: reviews and questions to look at, and hiding what breaks the shop's rules."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field, model_validator

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.api.staff.picture_bodies import StaffImage, staff_image
from holdfast.flows.reviewing.moderating import (
    AT_ONCE,
    ProductQuestionNotFound,
    ReviewNotFound,
    Verdict,
    moderate,
)
from holdfast.flows.reviewing.pictures import shown_in
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.reviews import Review
from holdfast.views.staff_reviews import (
    MOST_NEW,
    ReviewFilter,
    ReviewRow,
    ReviewStatus,
    WordsKind,
    new_reviews,
    review_rows,
    reviews_by_id,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/reviews", tags=["staff"])


class StaffReview(Answer):
    id: UUID
    version: int = Field(description="Of what it says: sent back with what becomes of it")
    product_id: UUID | None = Field(description="What was bought, or `resourceId`: who served")
    resource_id: UUID | None
    resource_kind: str | None = Field(description="`photographer` or `studio`")
    name: str | None = Field(description="Of what is reviewed")
    handle: str | None = Field(description="Of a product")
    seller: str | None = Field(description="Who sells the product; null: the shop itself")
    author: BuyerShown
    rating: int | None = Field(description="None: it is a question")
    text: str
    images: list[StaffImage]
    bought: bool = Field(
        description="False: the author's order was cancelled or refunded since, or who asks has not"
        " bought it"
    )
    created_at: Instant
    changed_at: Instant = Field(description="When its author last wrote it")
    new: bool = Field(description="Staff have not looked at what it says now")
    hidden: bool
    hidden_at: Instant | None
    hidden_by: str | None
    hidden_reason: str | None
    reply: str = Field(description="Beneath it, or the answer; empty: none")


class StaffReviews(Answer):
    reviews: list[StaffReview] = Field(description="Or questions, if these were asked for")
    new: int = Field(description=f"To look at, in all; {MOST_NEW} stands for so many or more")
    next_cursor: str | None


class ReviewNamed(Ask):
    id: UUID
    version: int = Field(ge=1, le=2**53, strict=True)


class ModerationAsked(Ask):
    """What becomes of these reviews, or questions: `show` also says that they were looked at;
    `hide` takes a reason, which their authors read."""

    action: Verdict
    kind: WordsKind = "review"
    reviews: Annotated[list[ReviewNamed], Field(min_length=1, max_length=AT_ONCE)]
    reason: Reason | None = None

    @model_validator(mode="after")
    def _with_reason(self) -> "ModerationAsked":
        if self.action == "hide" and self.reason is None:
            raise ValueError(say("Give a reason."))
        return self


class ModerationDone(Answer):
    success: Literal[True]
    reviews: list[StaffReview] = Field(description="All that were named and stand, as they are now")
    changed: list[UUID] = Field(
        description="Changed or taken back by their authors since they were read: left as they are"
    )


@router.get("", responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE)
async def list_staff_reviews(
    request: Request,
    status: Annotated[
        ReviewStatus | None,
        Query(
            description="`new`: nobody has looked at what it says now; `unanswered`: of what the"
            " shop sells itself, those without a reply"
        ),
    ] = None,
    kind: Annotated[WordsKind, Query(description="Reviews, or questions")] = "review",
    rating: Annotated[int | None, Query(ge=1, le=5, description="Only of so many stars")] = None,
    product_id: Annotated[UUID | None, Query(alias="productId")] = None,
    resource_id: Annotated[
        UUID | None, Query(alias="resourceId", description="Only of this photographer or studio")
    ] = None,
    author_id: Annotated[
        UUID | None, Query(alias="authorId", description="Only of this user")
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> StaffReviews:
    """Reviews, or questions about products: what was written or changed last first."""
    query = ReviewFilter(
        locale_of(request),
        status,
        kind,
        rating,
        product_id or resource_id,
        author_id,
        cursor or None,
        limit,
    )
    async with database(request).read() as connection:
        rows, next_cursor = await review_rows(connection, query)
        new = await new_reviews(connection, kind)
    return StaffReviews(reviews=[_shown(row) for row in rows], new=new, next_cursor=next_cursor)


@router.post(
    "",
    responses=problems(ReviewNotFound, ProductQuestionNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def moderate_reviews(request: Request, asked: ModerationAsked) -> ModerationDone:
    """Show or hide reviews or questions, each in the version that was read. Repeating it changes
    nothing."""
    read = {one.id: one.version for one in asked.reviews}
    by, reason = caller(request), asked.reason or ""
    done = await moderate(database(request), by, asked.action, read, reason, kind=asked.kind)
    async with database(request).read() as connection:
        rows = await reviews_by_id(connection, list(read), locale_of(request), asked.kind)
    shown = [_shown(row) for row in rows]
    return ModerationDone(success=True, reviews=shown, changed=list(done.changed))


def _shown(row: ReviewRow) -> StaffReview:
    one = row.review
    return StaffReview(
        id=one.id,
        version=one.version,
        product_id=one.of.product_id,
        resource_id=one.of.resource_id,
        resource_kind=row.kind,
        name=row.name,
        handle=row.handle,
        seller=row.seller,
        author=BuyerShown.model_validate(row.author),
        rating=one.stars if isinstance(one, Review) else None,
        text=one.text,
        images=[staff_image(each) for each in shown_in(one.images)]
        if isinstance(one, Review)
        else [],
        bought=row.bought,
        created_at=one.created_at,
        changed_at=one.changed_at,
        new=one.looked_at is None,
        hidden=one.is_hidden,
        hidden_at=one.hidden_at,
        hidden_by=one.hidden_by,
        hidden_reason=one.hidden_reason,
        reply=one.reply,
    )
