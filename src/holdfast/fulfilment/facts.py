"""What is told of parcels: all that a mail about one says."""

from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class ParcelItem(Struct, frozen=True, rename="camel"):
    """So many units of a product, as the order calls it."""

    name: str
    quantity: int
    options: dict[str, str]


class _Parcel(Fact, frozen=True):
    """`number` is the parcel's place in the order; `language` the order's."""

    SUBJECT = "order id"
    parcel_id: UUID
    number: int
    order_number: str
    owner: str
    language: str | None
    items: tuple[ParcelItem, ...]


class ParcelMade(_Parcel, frozen=True):
    """Units of a paid order are to go in a parcel of their own."""

    TYPE = "parcel.made"


class ParcelPicked(_Parcel, frozen=True):
    """A parcel is being packed: the order cannot be cancelled any more."""

    TYPE = "parcel.picked"


class ParcelChanged(_Parcel, frozen=True):
    """Units were taken out of a parcel before it left; `items` is what stayed in it."""

    TYPE = "parcel.changed"


class ParcelShipped(_Parcel, frozen=True):
    """A parcel left. `link` is the secret part of the address of its page, `/track/<link>`. With
    `pickup` it is ready there for its buyer, and no carrier has it."""

    TYPE = "parcel.shipped"
    link: str
    carrier: str
    tracking: str | None
    pickup: str = ""


class ParcelNumbered(_Parcel, frozen=True):
    """A parcel on its way has a number by which its carrier knows it, which it had not, or another
    one; or another carrier has it."""

    TYPE = "parcel.numbered"
    link: str
    carrier: str
    tracking: str


class ParcelDelivered(_Parcel, frozen=True):
    """A parcel arrived, or was picked up at `pickup`."""

    TYPE = "parcel.delivered"
    link: str
    pickup: str = ""


class ParcelFailed(_Parcel, frozen=True):
    """A parcel did not arrive; its units can go in another, or be refunded."""

    TYPE = "parcel.failed"
    link: str
    reason: str


class ParcelCancelled(_Parcel, frozen=True):
    """A parcel was taken apart before it left."""

    TYPE = "parcel.cancelled"
