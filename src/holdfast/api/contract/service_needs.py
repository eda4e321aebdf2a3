"""Whom and what a service needs, as it is asked for and shown."""

from typing import Annotated, Literal
from uuid import UUID

from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.booking.services import MAX_PLACE, Need

__all__ = ["KindShown", "NeedForm", "NeedShown", "PointForm", "need_shown"]

KindShown = Literal["photographer", "studio", "room", "equipment"]


class PointForm(Ask):
    """A place of which something is to be near. Without a position it is looked for: the studio of
    that name, else the address."""

    name: Annotated[str, Field(max_length=MAX_PLACE)] = ""
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class NeedForm(Ask):
    role: Annotated[str, Field(min_length=1, max_length=40)]
    kind: KindShown
    tags: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = Field(
        default=[], description="It has all of these"
    )
    resources: Annotated[list[UUID], Field(max_length=200)] = Field(
        default=[], description="One of these; empty: any"
    )
    within_km: Annotated[int, Field(ge=1, le=20_000, strict=True)] | None = Field(
        default=None, description="As far at most from where the client asks, or from `around`"
    )
    around: PointForm | None = Field(default=None, description="Of which place, if not its client")
    seats: Literal["one", "people"] = Field(
        default="one", description="What a booking takes of its capacity"
    )
    choice: Literal["fair", "least-loaded", "rating", "nearest"] = Field(
        default="fair", description="Who comes first where any may serve"
    )


class NeedShown(Answer):
    role: str
    kind: KindShown
    tags: list[str]
    resources: list[UUID] = Field(description="One of these; empty: any that has the tags")
    within_km: int | None = Field(
        description="As far at most from `around`, or else from where the client is: a hold is "
        "asked for `near` it"
    )
    around: PointForm | None
    seats: Literal["one", "people"] = Field(description="What a booking takes of its capacity")
    choice: Literal["fair", "least-loaded", "rating", "nearest"] = Field(
        description="Who comes first where any may serve; `nearest` to `near`"
    )


def need_shown(need: Need) -> NeedShown:
    return NeedShown(
        role=need.role,
        kind=need.kind,
        tags=list(need.tags),
        resources=list(need.resources),
        within_km=need.within_km,
        around=None
        if need.around is None
        else PointForm.model_validate(asdict(need.around), by_name=True),
        seats=need.seats,
        choice=need.choice,
    )
