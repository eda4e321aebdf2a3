"""The sentence above the shop, as staff write it and as pages show it."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.shipping_settings import LINE
from holdfast.kit.clock import iso
from holdfast.kit.locales import Locale
from holdfast.shop import MAX_ANNOUNCED, Announcement

__all__ = ["AnnouncementAsked", "AnnouncementBody", "AnnouncementShown", "announcement_shown"]

Sentence = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_ANNOUNCED, pattern=LINE),
]


class AnnouncementBody(Answer):
    """One sentence above the shop. `texts`: by language; without any there is none."""

    texts: dict[str, str]
    link: str = Field(description="Where it leads; empty: nowhere")
    begins_at: Instant | None = Field(description="Null: it is seen at once")
    ends_at: Instant | None = Field(description="Null: until it is taken away")


class AnnouncementAsked(Ask):
    texts: dict[Locale, Sentence] = Field({}, description="None: nothing stands above the shop")
    link: Annotated[str, Field(max_length=300)] = Field(
        "", description="A page of the shop, such as /category/lamps, or https://"
    )
    begins_at: Moment | None = None
    ends_at: Moment | None = None


class AnnouncementShown(BaseModel):
    id: str = Field(description="Another one where something else is said")
    texts: dict[str, str] = Field(description="By language, in one at least")
    link: str
    beginsAt: Instant | None  # noqa: N815
    endsAt: Instant | None  # noqa: N815


def announcement_shown(said: Announcement, now: datetime) -> AnnouncementShown | None:
    """None: there is none, or it is over."""
    if said.is_over(now):
        return None
    shown: dict[str, Any] = {
        "id": said.id,
        "texts": said.texts,
        "link": said.link,
        "beginsAt": iso(said.begins_at),
        "endsAt": iso(said.ends_at),
    }
    return AnnouncementShown.model_validate(shown)
