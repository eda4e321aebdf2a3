"""What is told of pre-orders."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class PreorderAnnounced(Fact, frozen=True):
    """So many units of a variant are still to come (`units`) on that day, of which so many more or
    fewer than before (`change`); they are sold until then, or until `endsAt`. `before` is the day
    that was said before, if it is another."""

    TYPE = "preorder.announced"
    SUBJECT = "variant id"
    units: int
    change: int
    expected_on: date
    ends_at: datetime | None
    before: date | None = None


class PreorderReceived(Fact, frozen=True):
    """Units that were announced came: so many for those who ordered before (`kept`), the others go
    on sale. `awaited` are still to come."""

    TYPE = "preorder.received"
    SUBJECT = "variant id"
    quantity: int
    kept: int
    awaited: int
    location_id: UUID


class CameItem(Struct, frozen=True, rename="camel"):
    """So many units of a line of the order."""

    name: str
    quantity: int
    options: dict[str, str]


class _OfOrder(Fact, frozen=True):
    SUBJECT = "order id"
    number: str
    owner: str
    locale: str | None


class PreorderCame(_OfOrder, frozen=True):
    """What an order waited for is there and can be packed; with `whole` the last of it."""

    TYPE = "preorder.came"
    items: tuple[CameItem, ...]
    whole: bool


class PreorderMoved(_OfOrder, frozen=True):
    """What an order waits for is expected on another day than was said."""

    TYPE = "preorder.moved"
    name: str
    expected_on: date
    before: date
