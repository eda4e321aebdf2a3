"""Shoppers ask about a product for all to read; who sells it, or staff, answer. Of each product a
person has one question that waits: until it is answered it can be put in other words."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.moderating import ProductQuestionNotFound
from holdfast.flows.reviewing.replying import may_reply
from holdfast.flows.reviewing.selling import sells
from holdfast.flows.reviewing.telling import tell
from holdfast.flows.reviewing.writing import OwnGoods
from holdfast.kit import Problem
from holdfast.kit.plain_text import clean_text
from holdfast.kit.sentences import say
from holdfast.people import Principal
from holdfast.reviews import (
    MOST_QUESTIONS,
    Question,
    QuestionAnswered,
    QuestionAsked,
    QuestionChanged,
    QuestionRemoved,
    add_question,
    ask_anew,
    asked_today,
    lock_own_question,
    lock_question,
    question_of,
    reply_to,
    take_back,
)

__all__ = [
    "AnswerEmpty",
    "QuestionChangedMeanwhile",
    "QuestionEmpty",
    "TooManyQuestions",
    "answer_question",
    "ask_question",
    "asking_refused",
    "remove_question",
]  # fmt: skip


class QuestionEmpty(Problem):
    """There is nothing in it that is seen."""

    status = 422
    code = "question-empty"
    title = "The question is empty"


class AnswerEmpty(Problem):
    """There is nothing in it that is seen."""

    status = 422
    code = "answer-empty"
    title = "The answer is empty"


class TooManyQuestions(Problem):
    """So many are asked in a day by one person."""

    status = 409
    code = "too-many-questions"
    title = "Too many questions today"


class QuestionChangedMeanwhile(Problem):
    """Who asked put it in other words since it was read."""

    status = 409
    code = "question-changed"
    title = "The question has changed"


async def asking_refused(database: Database, who: Principal, product_id: UUID) -> Problem | None:
    """Why they cannot ask: they sell it themselves; None: they can."""
    if who.kind == "user" and await sells(database, who.user_id, product_id):
        return OwnGoods("You sell this: shoppers ask, and you answer.")
    return None


async def ask_question(database: Database, caller: Caller, product_id: UUID, text: str) -> None:
    """The caller's question that waits, in place of what it said before; else a new one. Asked
    twice in the same words, it stands once. Raises :class:`OwnGoods`, :class:`QuestionEmpty` and
    :class:`TooManyQuestions`."""
    said = clean_text(text)
    if not said:
        raise QuestionEmpty("Write your question.", field="text")
    if (refusal := await asking_refused(database, caller.principal, product_id)) is not None:
        raise refusal
    author = caller.principal.user_id
    async with database.transaction() as connection:
        last = await lock_own_question(connection, author, product_id)
        if last is not None and last.text == said:
            return
        if last is not None and last.waits:
            await ask_anew(connection, last.id, said)
            await tell(connection, caller, last.id, QuestionChanged(product_id=product_id))
            return
        await _one_more(connection, author)
        made = await add_question(connection, author, product_id, said)
        await tell(connection, caller, made, QuestionAsked(product_id=product_id))


async def _one_more(connection: AsyncConnection, author: UUID) -> None:
    if await asked_today(connection, author) >= MOST_QUESTIONS:
        raise TooManyQuestions(
            say("You have asked {most} questions today. Ask again tomorrow.", most=MOST_QUESTIONS)
        )


async def remove_question(database: Database, caller: Caller, question_id: UUID) -> UUID:
    """Take the caller's question back, with its answer; of which product it was. Repeating it
    changes nothing. Raises :class:`ProductQuestionNotFound`, also of another's."""
    async with database.transaction() as connection:
        question = await lock_question(connection, question_id)
        if question is None or question.author != caller.principal.user_id:
            raise ProductQuestionNotFound("There is no such question.")
        if not question.is_removed:
            await take_back(connection, "questions", question.id)
            fact = QuestionRemoved(product_id=question.product_id)
            await tell(connection, caller, question.id, fact)
        return question.product_id


async def answer_question(
    database: Database, caller: Caller, question_id: UUID, version: int, said: str
) -> Question:
    """Of the question as it was read, in place of what was answered before. Raises
    :class:`AnswerEmpty`, :class:`QuestionChangedMeanwhile`, and :class:`ProductQuestionNotFound`,
    also to who may not answer."""
    answer = clean_text(said)
    found = await question_of(database.pool, question_id)
    if found is None or not await may_reply(database, caller.principal, found.of):
        raise ProductQuestionNotFound("There is no such question.")
    if not answer:
        raise AnswerEmpty("Write your answer.", field="text")
    async with database.transaction() as connection:
        question = await lock_question(connection, question_id)
        if question is None or not question.shows:
            raise ProductQuestionNotFound("There is no such question.")
        if question.version != version:
            raise QuestionChangedMeanwhile("Read the question as it is now, then answer.")
        if question.reply == answer:
            return question
        await reply_to(connection, "questions", question.id, answer, caller.actor)
        about = {"before": {"answer": question.reply}, "after": {"answer": answer}}
        await caller.note(connection, "question.answered", str(question.id), about)
        fact = QuestionAnswered(product_id=question.product_id, first=not question.reply)
        await tell(connection, caller, question.id, fact)
        return question
