"""What is told of edits: all that a mail about one says."""

from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class EditedItem(Struct, frozen=True, rename="camel"):
    """So many units of a product, as the order calls it."""

    name: str
    quantity: int
    options: dict[str, str]


class OrderEdited(Fact, frozen=True):
    """A paid order was changed: the units of the subject are added to it, and `off` is taken off.
    `due` is asked for that first; or it is done, and `refunded` goes back."""

    TYPE = "order.edited"
    SUBJECT = "added order id"
    edit_id: UUID
    order_id: UUID
    order_number: str
    off: tuple[EditedItem, ...]
    due: int
    refunded: int
    currency: str
