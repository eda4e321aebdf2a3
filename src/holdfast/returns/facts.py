"""What is told of returns: all that a mail about one says."""

from uuid import UUID

from msgspec import Struct

from holdfast.db.events import Fact


class ReturnItem(Struct, frozen=True, rename="camel"):
    """So many units of a product, as the order calls it."""

    name: str
    quantity: int
    options: dict[str, str]


class _Returned(Fact, frozen=True):
    """`number` is the return's place in the order; `language` the order's."""

    SUBJECT = "order id"
    return_id: UUID
    number: int
    order_number: str
    owner: str
    language: str | None
    items: tuple[ReturnItem, ...]


class ReturnRequested(_Returned, frozen=True):
    """A buyer wants to send something back. `byRule`: the shop's rules approved it at once."""

    TYPE = "return.requested"
    by_rule: bool


class ReturnApproved(_Returned, frozen=True):
    """Its buyer may send it. `answer` is what staff wrote to them."""

    TYPE = "return.approved"
    answer: str


class ReturnRefused(_Returned, frozen=True):
    """It is not taken back. `answer` says why."""

    TYPE = "return.refused"
    answer: str


class ReturnCancelled(_Returned, frozen=True):
    """Its buyer keeps it after all."""

    TYPE = "return.cancelled"


class ReturnReceived(_Returned, frozen=True):
    """It came back."""

    TYPE = "return.received"


class InspectedItem(Struct, frozen=True, rename="camel"):
    """What came of a line: of so many units so many came, and what was `paid` for those. `fault`
    is why some of them cannot be sold again."""

    name: str
    options: dict[str, str]
    quantity: int
    came: int
    paid: int
    fault: str


class ReturnInspected(_Returned, frozen=True):
    """It was looked at: `restocked` units are on sale again, `writtenOff` are not; `refunded` of
    what was paid went back, `delivery` among it, and `deducted` was taken off for the reason
    `deduction`. `lines` say it of each line. `exchanged` stays paid for what is sent in place of
    it; null: nothing is."""

    TYPE = "return.inspected"
    restocked: int
    written_off: int
    refunded: int
    deducted: int
    deduction: str
    currency: str
    delivery: int
    lines: tuple[InspectedItem, ...]
    exchanged: int | None = None
