"""Staff look at reviews and questions: what breaks the shop's rules is hidden, with a reason that
its author reads; all else stands."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.reviewing.pictures import shown_in
from holdfast.flows.reviewing.telling import Told, count_of, tell
from holdfast.kit import Problem
from holdfast.reviews import (
    Question,
    QuestionHidden,
    QuestionShown,
    Review,
    ReviewHidden,
    ReviewShown,
    WordsTable,
    hide,
    let_show,
    lock_questions,
    lock_reviews,
    star_change,
)

__all__ = [
    "AT_ONCE", "Moderation", "ProductQuestionNotFound", "ReviewNotFound", "Verdict", "WordsKind",
    "moderate",
]  # fmt: skip

AT_ONCE: Final = 100

Verdict: TypeAlias = Literal["show", "hide"]
WordsKind: TypeAlias = Literal["review", "question"]

_TABLES: Final[Mapping[WordsKind, WordsTable]] = {"review": "reviews", "question": "questions"}


class ReviewNotFound(Problem):
    """No such review, or its author took it back."""

    status = 404
    code = "review-not-found"
    title = "No such review"


class ProductQuestionNotFound(Problem):
    """No such question, or who asked took it back."""

    status = 404
    code = "product-question-not-found"
    title = "No such question"


class Moderation(Struct, frozen=True):
    """What became of them: those that are now as asked, and those that their authors changed or
    took back since they were read, which are as they were."""

    done: tuple[UUID, ...]
    changed: tuple[UUID, ...]


async def moderate(
    database: Database,
    caller: Caller,
    verdict: Verdict,
    read: Mapping[UUID, int],
    reason: str = "",
    *,
    kind: WordsKind = "review",
) -> Moderation:
    """Show or hide these reviews, or questions, each in the version that was read. Raises
    :class:`ReviewNotFound` or :class:`ProductQuestionNotFound` if there is none of them."""
    done: list[UUID] = []
    async with database.transaction() as connection:
        # Counts are locked in one order too: each subject's in its turn.
        for one in sorted(
            await _locked(connection, kind, list(read)), key=lambda one: (one.of.id, one.id)
        ):
            if one.is_removed or one.version != read[one.id]:
                continue
            done.append(one.id)
            if verdict == "hide":
                await _hide(connection, caller, kind, one, reason)
            else:
                await _show(connection, caller, kind, one)
    return Moderation(tuple(done), _others(read, done))


async def _locked(
    connection: AsyncConnection, kind: WordsKind, ids: list[UUID]
) -> Sequence[Review | Question]:
    if kind == "question":
        questions = await lock_questions(connection, ids)
        if not questions:
            raise ProductQuestionNotFound("There is no such question.")
        return questions
    reviews = await lock_reviews(connection, ids)
    if not reviews:
        raise ReviewNotFound("There is no such review.")
    return reviews


def _others(read: Mapping[UUID, int], done: Sequence[UUID]) -> tuple[UUID, ...]:
    return tuple(one for one in read if one not in done)


async def _hide(
    connection: AsyncConnection,
    caller: Caller,
    kind: WordsKind,
    one: Review | Question,
    reason: str,
) -> None:
    if one.is_hidden and one.hidden_reason == reason and one.looked_at is not None:
        return
    await hide(connection, _TABLES[kind], one.id, caller.actor, reason)
    if isinstance(one, Review):
        await count_of(connection, one.of, star_change(one.counted, None))
    about = {"before": _standing(one), "after": {"hidden": True, "reason": reason}}
    await caller.note(connection, f"{kind}.hidden", str(one.id), about)
    if not one.is_hidden:
        await tell(connection, caller, one.id, _hidden(one, reason))


async def _show(
    connection: AsyncConnection, caller: Caller, kind: WordsKind, one: Review | Question
) -> None:
    if one.shows and one.looked_at is not None:
        return
    await let_show(connection, _TABLES[kind], one.id)
    about = {"before": _standing(one), "after": {"hidden": False}}
    action = f"{kind}.shown" if one.is_hidden else f"{kind}.approved"
    await caller.note(connection, action, str(one.id), about)
    if one.is_hidden:
        if isinstance(one, Review):
            await count_of(connection, one.of, star_change(None, one.stars))
        await tell(connection, caller, one.id, _shown(one))


def _hidden(one: Review | Question, reason: str) -> Told:
    if isinstance(one, Question):
        return QuestionHidden(product_id=one.product_id, reason=reason)
    of = one.of
    return ReviewHidden(product_id=of.product_id, resource_id=of.resource_id, reason=reason)


def _shown(one: Review | Question) -> Told:
    if isinstance(one, Question):
        return QuestionShown(product_id=one.product_id)
    return ReviewShown(product_id=one.of.product_id, resource_id=one.of.resource_id)


def _standing(one: Review | Question) -> dict[str, object]:
    """As it was when staff looked, with what it said: the log is what is left if it is changed."""
    said: dict[str, object] = {"version": one.version, "text": one.text}
    if isinstance(one, Review):
        said |= {"stars": one.stars}
        if pictures := shown_in(one.images):
            said |= {"pictures": [picture.url for picture in pictures]}
    elif one.reply:
        said |= {"answer": one.reply}
    if one.is_hidden:
        return said | {"hidden": True, "reason": one.hidden_reason}
    return said | {"hidden": False}
