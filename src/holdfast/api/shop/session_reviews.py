"""Reviews of photographers and studios: what clients say after a session, one's own, replies."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import upload
from holdfast.api.shell.dependencies import Member, caller, database, exchange, member
from holdfast.api.shell.picture_uploads import PICTURE, PICTURE_BODY, PICTURE_PROBLEMS
from holdfast.api.shop.products import ImageBody
from holdfast.api.shop.reviews import (
    OwnReviewAnswer,
    ReviewForm,
    ReviewsAnswer,
    own_answer,
    picture_taken,
    reviews_answer,
)
from holdfast.booking import ResourceNotFound, resource_of
from holdfast.flows.reviewing.moderating import ReviewNotFound
from holdfast.flows.reviewing.pictures import BadReviewPictures
from holdfast.flows.reviewing.replying import reply_to_review
from holdfast.flows.reviewing.voting import OwnWords, find_helpful
from holdfast.flows.reviewing.writing import NoSession, remove_review, write_review
from holdfast.kit.paging import BadCursor
from holdfast.reviews import MAX_REPLY, Subject
from holdfast.views.reviews import ReviewQuery, ReviewSort

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["studio"])


class HelpfulForm(Ask):
    helpful: bool = Field(strict=True, description="Whether one finds it helpful")


class HelpfulAnswer(Answer):
    helpful: int = Field(description="By how many it is found so now")


class ReplyForm(Ask):
    """What is said beneath a review; empty: the reply is taken back."""

    text: str = Field(max_length=MAX_REPLY, description="Plain text")


@router.get("/resources/{resource_id}/reviews", responses=problems(ResourceNotFound, BadCursor))
async def list_session_reviews(
    request: Request,
    resource_id: UUID,
    sort: Annotated[
        ReviewSort,
        Query(description="The newest first, or by stars or how helpful, then the newest"),
    ] = "new",
    rating: Annotated[int | None, Query(ge=1, le=5, description="Only of so many stars")] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ReviewsAnswer:
    """What clients say of a photographer or a studio. What staff hid is not here."""
    about = await _reviewed(request, resource_id)
    query = ReviewQuery(about.id, sort, rating, limit, cursor or None)
    return await reviews_answer(request, query)


@router.get("/resources/{resource_id}/review", responses=problems(ResourceNotFound))
async def get_own_session_review(request: Request, resource_id: UUID) -> OwnReviewAnswer:
    """One's own review of a photographer or a studio, and whether one may write it."""
    about = await _reviewed(request, resource_id)
    return await own_answer(request, about, exchange(request).principal)


@router.put(
    "/resources/{resource_id}/review",
    responses=problems(ResourceNotFound, NoSession, BadReviewPictures),
)
async def put_own_session_review(
    request: Request, resource_id: UUID, asked: ReviewForm
) -> OwnReviewAnswer:
    """Write one's review of a photographer with whom, or a studio where, one had a session that
    took place; or write it anew: each client has one of each, the last of two at once stands."""
    about, who = await _reviewed(request, resource_id), member(request)
    await write_review(database(request), caller(request), about, asked.asked)
    return await own_answer(request, about, who)


@router.post(
    "/resources/{resource_id}/review/pictures",
    status_code=201,
    responses={**PICTURE_PROBLEMS, **problems(ResourceNotFound, NoSession)},
    openapi_extra=PICTURE_BODY,
)
@upload(PICTURE)
async def post_session_review_picture(
    request: Request, resource_id: UUID, who: Member
) -> ImageBody:
    """Send a picture that one's review of a photographer or a studio is to show."""
    return await picture_taken(request, await _reviewed(request, resource_id), who)


@router.delete("/resources/{resource_id}/review", responses=problems(ResourceNotFound))
async def delete_own_session_review(request: Request, resource_id: UUID) -> OwnReviewAnswer:
    """Take one's review back. Repeating it changes nothing."""
    who = member(request)
    about = await _reviewed(request, resource_id)
    await remove_review(database(request), caller(request), about)
    return await own_answer(request, about, who)


@router.put("/reviews/{review_id}/helpful", responses=problems(ReviewNotFound, OwnWords))
async def put_helpful(request: Request, review_id: UUID, asked: HelpfulForm) -> HelpfulAnswer:
    """Find somebody else's review helpful, or no longer: each has one voice. Repeating it changes
    nothing."""
    member(request)
    found = await find_helpful(database(request), caller(request), review_id, asked.helpful)
    return HelpfulAnswer(helpful=found)


@router.put("/reviews/{review_id}/reply", status_code=204, responses=problems(ReviewNotFound))
async def put_reply(request: Request, review_id: UUID, asked: ReplyForm) -> None:
    """Reply to a review: the photographer it is of, who sells the product, or staff; to others
    there is none. The last reply stands."""
    member(request)
    await reply_to_review(database(request), caller(request), review_id, asked.text)


async def _reviewed(request: Request, resource_id: UUID) -> Subject:
    found = await resource_of(database(request).pool, resource_id)
    if found is None or found.kind not in ("photographer", "studio"):
        raise ResourceNotFound("There is no such resource.")
    return Subject("resource", found.id)
