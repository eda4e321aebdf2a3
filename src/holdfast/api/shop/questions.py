"""Questions about a product: what shoppers ask and who sells it answers, and one's own."""

from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database, exchange, member
from holdfast.api.shop.reviews import product_on_sale
from holdfast.catalog import ProductNotFound
from holdfast.flows.reviewing.asking import (
    AnswerEmpty,
    QuestionChangedMeanwhile,
    QuestionEmpty,
    TooManyQuestions,
    answer_question,
    ask_question,
    asking_refused,
    remove_question,
)
from holdfast.flows.reviewing.moderating import ProductQuestionNotFound
from holdfast.flows.reviewing.replying import may_reply
from holdfast.flows.reviewing.writing import OwnGoods
from holdfast.kit.paging import BadCursor
from holdfast.reviews import MAX_QUESTION, MAX_REPLY, MOST_QUESTIONS, Subject, own_question
from holdfast.views.questions import (
    MOST_COUNTED,
    MOST_WORDS,
    QuestionQuery,
    ShownQuestion,
    question_page,
    questions_shown,
)

__all__ = ["QuestionBody", "question_body", "router"]

router = APIRouter(prefix="/api", tags=["products"])

WhyNotAsk: TypeAlias = Literal["login", "own-goods"]


class AnswerBody(Answer):
    """By who sells the product, or the shop."""

    text: str
    at: Instant


class QuestionBody(Answer):
    id: UUID
    version: int = Field(description="Of what it says: sent back with an answer")
    username: str
    text: str
    created_at: Instant
    edited_at: Instant | None
    answer: AnswerBody | None


class QuestionsAnswer(Answer):
    questions: list[QuestionBody]
    count: int = Field(
        description=f"How many the product has in all; {MOST_COUNTED} stands for so many or more"
    )
    next_cursor: str | None


class OwnQuestionBody(Answer):
    """One's own, whether it shows or not."""

    id: UUID
    text: str
    created_at: Instant
    answered: bool
    hidden: bool = Field(description="By staff")
    hidden_reason: str | None = Field(description="Why staff hid it")


class OwnQuestionAnswer(Answer):
    question: OwnQuestionBody | None = Field(description="The last that one asked about it")
    may_ask: bool
    why_not: WhyNotAsk | None
    may_answer: bool = Field(description="Whether one may answer what others ask")


class ProductQuestionForm(Ask):
    text: Annotated[str, Field(min_length=1, max_length=MAX_QUESTION, description="Plain text")]


class AnswerForm(Ask):
    text: Annotated[str, Field(min_length=1, max_length=MAX_REPLY, description="Plain text")]
    version: int = Field(ge=1, le=2**53, strict=True, description="Of the question that was read")


@router.get("/products/{product}/questions", responses=problems(ProductNotFound, BadCursor))
async def list_questions(
    request: Request,
    product: str,
    q: Annotated[
        str,
        Query(
            max_length=100,
            description="Only those that have all these words, or whose answer has them;"
            f" at most {MOST_WORDS} count",
        ),
    ] = "",
    cursor: Cursor = None,
    limit: Limit = 10,
) -> QuestionsAnswer:
    """What shoppers ask about a product: those with an answer first, then the newest. A question
    shows at once; what staff hid is not here."""
    found = await product_on_sale(request, product)
    async with database(request).read() as connection:
        page, next_cursor = await question_page(
            connection, QuestionQuery(found, q, limit, cursor or None)
        )
        count = await questions_shown(connection, found)
    return QuestionsAnswer(
        questions=[question_body(one) for one in page], count=count, next_cursor=next_cursor
    )


@router.get("/products/{product}/question", responses=problems(ProductNotFound))
async def get_own_question(request: Request, product: str) -> OwnQuestionAnswer:
    """The last question one asked about a product, and whether one may ask."""
    return await _own(request, await product_on_sale(request, product))


@router.put(
    "/products/{product}/question",
    responses=problems(ProductNotFound, QuestionEmpty, OwnGoods, TooManyQuestions),
)
async def put_own_question(
    request: Request, product: str, asked: ProductQuestionForm
) -> OwnQuestionAnswer:
    """Ask about a product. Of each a person has one question that waits: until it is answered, it
    is put in other words; after that the next is another. The same words again change nothing.
    Whoever asks is told of the answer."""
    found = await product_on_sale(request, product)
    member(request)
    await ask_question(database(request), caller(request), found, asked.text)
    return await _own(request, found)


put_own_question.__doc__ = f"{put_own_question.__doc__} At most {MOST_QUESTIONS} a day."


@router.delete("/questions/{product_question_id}", responses=problems(ProductQuestionNotFound))
async def delete_question(request: Request, product_question_id: UUID) -> OwnQuestionAnswer:
    """Take a question of one's own back, with its answer. Repeating it changes nothing."""
    member(request)
    product_id = await remove_question(database(request), caller(request), product_question_id)
    return await _own(request, product_id)


@router.put(
    "/questions/{product_question_id}/answer",
    status_code=204,
    responses=problems(ProductQuestionNotFound, QuestionChangedMeanwhile, AnswerEmpty),
)
async def put_answer(request: Request, product_question_id: UUID, asked: AnswerForm) -> None:
    """Answer a question in the version that was read: who sells the product, or staff; to others
    there is none. The last answer stands."""
    member(request)
    await answer_question(
        database(request), caller(request), product_question_id, asked.version, asked.text
    )


def question_body(one: ShownQuestion) -> QuestionBody:
    return QuestionBody(
        id=one.id,
        version=one.version,
        username=one.username,
        text=one.text,
        created_at=one.created_at,
        edited_at=one.edited_at,
        answer=AnswerBody(text=one.answer, at=one.answered_at)
        if one.answer and one.answered_at
        else None,
    )


async def _own(request: Request, product_id: UUID) -> OwnQuestionAnswer:
    who = exchange(request).principal
    if who is None or who.kind != "user":
        return OwnQuestionAnswer(question=None, may_ask=False, why_not="login", may_answer=False)
    here = database(request)
    one = await own_question(here.pool, who.user_id, product_id)
    refusal = await asking_refused(here, who, product_id)
    return OwnQuestionAnswer(
        question=one
        and OwnQuestionBody(
            id=one.id,
            text=one.text,
            created_at=one.created_at,
            answered=bool(one.reply),
            hidden=one.is_hidden,
            hidden_reason=one.hidden_reason,
        ),
        may_ask=refusal is None,
        why_not=None if refusal is None else "own-goods",
        may_answer=await may_reply(here, who, Subject("product", product_id)),
    )
