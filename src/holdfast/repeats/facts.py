"""What is told of repeat orders."""

from datetime import date, datetime
from uuid import UUID

from holdfast.db.events import Fact


class RepeatOrdered(Fact, frozen=True):
    """An order was placed for one of the days of a repeat order, and waits for its money until
    `payBy`: `due` by the link `linkId`. `why` of one whose card was to be charged: `authentication`
    its bank wants its owner there, `declined` the bank says no, `later` it says not now, and the
    card is tried again, `gone` it is not kept any more, `unanswered` the provider did not answer,
    `other`."""

    TYPE = "repeat.ordered"
    SUBJECT = "order id"
    repeat_id: UUID
    due_on: date
    next_on: date
    link_id: UUID
    due: int
    currency: str
    pay_by: datetime
    why: str = ""


class RepeatSkipped(Fact, frozen=True):
    """Nothing was ordered for one of its days; the next is `nextOn`. `reason`: `stock` there is too
    little, `limit` it is more than one buyer may hold, `gone` it is not sold so any more, `address`
    it is not delivered there, `wallet` there is too little in it, `off` the shop repeats no orders,
    `other`."""

    TYPE = "repeat.skipped"
    SUBJECT = "repeat order id"
    due_on: date
    next_on: date
    reason: str


class RepeatComing(Fact, frozen=True):
    """It is ordered in some days, unless its buyer leaves that day out; `total` is what it would
    cost by the prices of the moment, if that is known, and `before` what was paid for the last
    one."""

    TYPE = "repeat.coming"
    SUBJECT = "repeat order id"
    due_on: date
    total: int | None = None
    currency: str = ""
    before: int | None = None


class RepeatStopped(Fact, frozen=True):
    """Nothing more is ordered by it: it is `paused`, or `ended`, by staff who wrote a `note`, or
    since nobody paid for the last of its days (`reason` `unpaid`), or with one of its orders, which
    was cancelled or refunded (`order`)."""

    TYPE = "repeat.stopped"
    SUBJECT = "repeat order id"
    what: str
    reason: str
    note: str
