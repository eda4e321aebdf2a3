"""What is told of resources and their time. Whoever searches for free time thinks it out anew."""

from datetime import datetime
from uuid import UUID

from holdfast.db.events import Fact


class ResourceMade(Fact, frozen=True):
    """Staff made a photographer, a studio, a room or a piece of equipment."""

    TYPE = "resource.made"
    SUBJECT = "resource id"
    kind: str
    name: str


class ResourceChanged(Fact, frozen=True):
    """Staff changed it, archived it or brought it back; `revision` counts its changes."""

    TYPE = "resource.changed"
    SUBJECT = "resource id"
    kind: str
    name: str
    revision: int
    status: str


class PortfolioChanged(Fact, frozen=True):
    """Staff, or the photographer, changed the pictures of their page."""

    TYPE = "portfolio.changed"
    SUBJECT = "resource id"
    pictures: int


class ScheduleChanged(Fact, frozen=True):
    """From now on this version of its schedule counts."""

    TYPE = "schedule.changed"
    SUBJECT = "resource id"
    version: int


class TravelTimesChanged(Fact, frozen=True):
    """From now on this version of the ways from the studio to others counts."""

    TYPE = "travel-times.changed"
    SUBJECT = "resource id"
    version: int


class BlockLaid(Fact, frozen=True):
    """It is not to be had in that time; `soft`: but staff may book over it."""

    TYPE = "block.laid"
    SUBJECT = "block id"
    resource_id: UUID
    starts_at: datetime
    ends_at: datetime
    soft: bool
    source: str


class BlockLifted(Fact, frozen=True):
    """It is to be had in that time again."""

    TYPE = "block.lifted"
    SUBJECT = "block id"
    resource_id: UUID
    starts_at: datetime
    ends_at: datetime
