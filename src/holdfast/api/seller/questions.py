"""Sellers: what shoppers ask about their products for all to read."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.seller.products import own
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shop.questions import QuestionBody, question_body
from holdfast.kit.paging import BadCursor
from holdfast.sellers import SellerNotFound
from holdfast.views.questions import (
    OwnGoodsQuery,
    QuestionState,
    questions_of_seller,
    questions_unanswered,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/seller/{seller_id}/questions", tags=["sellers"])

_MOST = 100


class AskedOfSeller(Answer):
    question: QuestionBody
    name: str = Field(description="Of the product")
    handle: str


class OwnGoodsQuestions(Answer):
    questions: list[AskedOfSeller]
    unanswered: int = Field(description=f"In all; {_MOST} stands for so many or more")
    next_cursor: str | None


@router.get(
    "",
    responses=problems(BadCursor, SellerNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_questions_of_seller(
    request: Request,
    seller_id: UUID,
    status: Annotated[
        QuestionState | None,
        Query(description="`unanswered`: the oldest first; others the newest first"),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> OwnGoodsQuestions:
    """Questions about the seller's products. They are answered by
    `PUT /api/questions/{product_question_id}/answer`."""
    theirs = await own(request, seller_id)
    query = OwnGoodsQuery(theirs, locale_of(request), status, limit, cursor or None)
    async with database(request).read() as connection:
        page, next_cursor = await questions_of_seller(connection, query)
        unanswered = await questions_unanswered(connection, theirs, _MOST)
    return OwnGoodsQuestions(
        questions=[
            AskedOfSeller(question=question_body(one.question), name=one.name, handle=one.handle)
            for one in page
        ],
        unanswered=unanswered,
        next_cursor=next_cursor,
    )
