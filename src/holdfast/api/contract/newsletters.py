"""Newsletters as staff write and see them."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.moments import Moment
from holdfast.kit import iso
from holdfast.kit.locales import Locale
from holdfast.newsletters import (
    MAX_TEXT,
    MAX_TITLE,
    MOST_PRODUCTS,
    Counted,
    Newsletter,
    NewsletterStatus,
    NewsletterTerms,
    Words,
)

__all__ = [
    "NewsletterBody", "NewsletterPreviewAsked", "NewsletterScheduled", "NewsletterTried",
    "NewsletterWritten", "newsletter_body",
]  # fmt: skip


class NewsletterWords(Ask):
    title: Annotated[str, Field(max_length=MAX_TITLE)] = Field(
        "", description="What stands in the list of one's mail"
    )
    text: Annotated[str, Field(max_length=MAX_TEXT)] = Field(
        "", description="Markdown; links to pages of the shop may begin with `/`"
    )


class NewsletterWritten(Ask):
    """What it says, and to whom it goes."""

    texts: dict[Locale, NewsletterWords] = Field(
        description="By language. Who reads another gets the shop's first that is written"
    )
    products: Annotated[list[UUID], Field(max_length=MOST_PRODUCTS)] = Field(
        default_factory=list,
        description="Shown below the text, with what they cost when each mail is sent",
    )
    group_id: UUID | None = Field(
        None, description="Only to subscribers whose account is in this customer group"
    )

    def terms(self) -> NewsletterTerms:
        texts = {
            str(at): Words(" ".join(one.title.split()), one.text) for at, one in self.texts.items()
        }
        return NewsletterTerms(texts=texts, products=tuple(self.products), group=self.group_id)


class NewsletterPreviewAsked(NewsletterWritten):
    locale: Locale


class NewsletterScheduled(Ask):
    at: Moment | None = Field(None, description="When it begins to go; null: now")


class NewsletterTried(Ask):
    locale: Locale


class NewsletterWordsShown(Answer):
    title: str
    text: str


class NewsletterCounts(Answer):
    """What became of its mails."""

    waiting: int = Field(description="On their way")
    sent: int = Field(description="Taken by the server of mail")
    refused: int = Field(description="Refused by it, or in doubt")
    dropped: int = Field(description="Not sent: who left meanwhile, or it was stopped")
    left: int = Field(description="Readers who left by its link")


class NewsletterBody(Answer):
    id: UUID
    status: NewsletterStatus
    texts: dict[str, NewsletterWordsShown]
    products: list[UUID]
    group_id: UUID | None
    created_at: Instant
    send_at: Instant | None
    begun_at: Instant | None
    ended_at: Instant | None
    version: int = Field(description="Of what it says and to whom it goes, for `If-Match`")
    written: int = Field(description="Readers to whom it was written so far")
    counts: NewsletterCounts


def newsletter_body(one: Newsletter, counted: Counted) -> dict[str, Any]:
    """The body's values, as JSON has them."""
    return {
        "id": str(one.id),
        "status": one.status,
        "texts": {at: {"title": said.title, "text": said.text} for at, said in one.texts.items()},
        "products": [str(each) for each in one.products],
        "groupId": None if one.group is None else str(one.group),
        "createdAt": iso(one.created_at),
        "sendAt": iso(one.send_at),
        "begunAt": iso(one.begun_at),
        "endedAt": iso(one.ended_at),
        "version": one.version,
        "written": one.written,
        "counts": {name: getattr(counted, name) for name in counted.__struct_fields__},
    }
