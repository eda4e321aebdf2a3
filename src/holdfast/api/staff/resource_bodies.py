"""Resources as staff send and see them."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line
from holdfast.booking import (
    MAX_SHARE,
    Kind,
    Resource,
    ResourceStatus,
    ResourceTerms,
    ResourceText,
)

__all__ = [
    "ResourceAnswer", "ResourceAsked", "ResourceBody", "ResourcesAnswer", "resource_body",
]  # fmt: skip

Line = Annotated[str, Field(max_length=200), AfterValidator(one_line)]
Tag = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(one_line)]
Number = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
RequestHours = Annotated[int, Field(ge=1, le=336, strict=True)]
Degrees = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


class ResourceTextAsked(Ask):
    """In one language."""

    name: Line = ""
    about: Annotated[str, Field(max_length=5000)] = ""


class ResourceAsked(Ask):
    """A resource, whole: what is left out is as it is usually. Its kind and its cells never change
    once it is made."""

    kind: Kind
    name: Line
    texts: Annotated[dict[str, ResourceTextAsked], Field(max_length=3)] = Field(
        default_factory=dict, description="Name and about, by language: `en`, `ru`, `ko`"
    )
    user_id: UUID | None = Field(
        default=None,
        description="Of a photographer or studio: an account with the role `photographer`",
    )
    studio_id: UUID | None = Field(
        default=None, description="A room's or kit's home, a photographer's base"
    )
    zone: Annotated[str, Field(max_length=60)] = Field(description="As `Europe/Berlin`")
    capacity: Number = Field(default=1, description="How many can have it at once")
    cell_minutes: Number = Field(
        default=15, description="5, 10, 15, 30, 60, or 1440 where it is let by the day"
    )
    buffer_before: Number = Field(default=0, description="Minutes: whole cells")
    buffer_after: Number = Field(default=0, description="Minutes: whole cells")
    lead_minutes: Number = Field(default=0, description="How long before it must be booked")
    horizon_days: Number = Field(default=60, description="How far ahead it can be booked")
    tags: Annotated[list[Tag], Field(max_length=50)] = Field(
        default_factory=list, description="Skills, features"
    )
    level: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    address: Annotated[str, Field(max_length=500)] = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    travel_radius_km: Number | None = None
    country: Annotated[str, Field(max_length=10)] | None = Field(
        default=None, description="As `DE`, or `DE-BY` of a part of it"
    )
    request_hours: RequestHours | None = Field(
        default=None, description="Booked on request, with so long to answer; null: at once"
    )
    share: Annotated[int, Field(ge=0, le=MAX_SHARE, strict=True)] | None = Field(
        default=None,
        description="Of what is kept of a booking, in basis points; null: as the service says",
    )

    def terms(self) -> ResourceTerms:
        said = {name: getattr(self, name) for name in ResourceTerms.__struct_fields__}
        said["tags"] = tuple(self.tags)
        said["texts"] = {
            locale: ResourceText(text.name, text.about) for locale, text in self.texts.items()
        }
        return ResourceTerms(**said)


class ResourceTextBody(Answer):
    name: str
    about: str


class ResourceBody(Answer):
    """A resource. ``revision`` goes into `If-Match`."""

    id: UUID
    kind: Kind
    status: ResourceStatus
    revision: int
    name: str
    texts: Mapping[str, ResourceTextBody]
    user_id: UUID | None
    studio_id: UUID | None
    zone: str
    capacity: int
    cell_minutes: int
    buffer_before: int
    buffer_after: int
    lead_minutes: int
    horizon_days: int
    tags: list[str]
    level: str | None
    address: str
    latitude: float | None
    longitude: float | None
    travel_radius_km: int | None
    country: str | None
    request_hours: int | None
    share: int | None


class ResourceAnswer(Answer):
    resource: ResourceBody


class ResourcesAnswer(Answer):
    resources: list[ResourceBody] = Field(description="By kind and name")
    zones: list[str] = Field(description="Every time zone there is")
    zone_data: str = Field(description="The version of the time zones' law, as `2026f`")


def resource_body(one: Resource) -> ResourceBody:
    said = {name: getattr(one, name) for name in ResourceBody.model_fields}
    said["tags"] = list(one.tags)
    said["texts"] = {
        locale: ResourceTextBody(name=text.name, about=text.about)
        for locale, text in one.texts.items()
    }
    return ResourceBody(**said)
