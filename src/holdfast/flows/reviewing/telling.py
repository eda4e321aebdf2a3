"""What goes with every change of a review: the stars of what it is of, and the fact; of a question
the fact."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.writing import count_stars
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.reviews import (
    QuestionAnswered,
    QuestionAsked,
    QuestionChanged,
    QuestionHidden,
    QuestionRemoved,
    QuestionShown,
    ReviewAnswered,
    ReviewChanged,
    ReviewHidden,
    ReviewRemoved,
    ReviewShown,
    ReviewWritten,
    StarChange,
    Subject,
    count_resource_stars,
)

__all__ = ["Told", "count_of", "tell"]

Told = (
    ReviewWritten | ReviewChanged | ReviewRemoved | ReviewHidden | ReviewShown | ReviewAnswered
    | QuestionAsked | QuestionChanged | QuestionRemoved | QuestionHidden | QuestionShown
    | QuestionAnswered
)  # fmt: skip


async def count_of(connection: AsyncConnection, subject: Subject, change: StarChange) -> None:
    """In the transaction of the review, whose row is locked already."""
    if subject.kind == "product":
        await count_stars(connection, subject.id, change)
    else:
        await count_resource_stars(connection, subject.id, change)


async def tell(connection: AsyncConnection, caller: Caller, words_id: UUID, fact: Told) -> None:
    await write_event(connection, fact, words_id, caller.request)
