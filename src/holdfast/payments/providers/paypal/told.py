"""What PayPal tells; of it, what is of use here."""

from datetime import datetime

from msgspec import Struct

__all__ = [
    "Amount", "Authorization", "Capture", "DisputeTold", "Disputed", "Link", "OrderTold", "Outcome",
    "RefundTold", "Unit", "Verified", "above",
]  # fmt: skip


class Amount(Struct, frozen=True):
    currency_code: str
    value: str


class Link(Struct, frozen=True):
    href: str = ""
    rel: str = ""


def above(links: list[Link]) -> str:
    """The id of what a thing belongs to: a refund to its capture."""
    return next((one.href for one in links if one.rel == "up"), "").rpartition("/")[2]


class _Received(Struct, frozen=True):
    paypal_fee: Amount | None = None


class Capture(Struct, frozen=True):
    """``status``: COMPLETED, PARTIALLY_REFUNDED, REFUNDED; PENDING; DECLINED, FAILED."""

    id: str
    status: str
    amount: Amount
    invoice_id: str = ""
    custom_id: str | None = None
    seller_receivable_breakdown: _Received | None = None


class Authorization(Struct, frozen=True):
    """``status``: CREATED, PENDING; CAPTURED, PARTIALLY_CAPTURED; DENIED, VOIDED."""

    id: str
    status: str
    create_time: datetime | None = None
    expiration_time: datetime | None = None


class RefundTold(Struct, frozen=True):
    """``status``: COMPLETED, PENDING, FAILED, CANCELLED."""

    id: str
    status: str
    amount: Amount | None = None
    custom_id: str = ""
    links: list[Link] = []

    @property
    def capture(self) -> str:
        """The id of what it is given back of."""
        return above(self.links)


class _Payments(Struct, frozen=True):
    authorizations: list[Authorization] = []
    captures: list[Capture] = []
    refunds: list[RefundTold] = []


class Unit(Struct, frozen=True):
    reference_id: str = ""
    custom_id: str = ""
    amount: Amount | None = None
    payments: _Payments = _Payments()


class OrderTold(Struct, frozen=True):
    """``status``: CREATED, SAVED, PAYER_ACTION_REQUIRED; APPROVED; COMPLETED; VOIDED."""

    id: str
    status: str
    intent: str = "CAPTURE"
    purchase_units: list[Unit] = []
    links: list[Link] = []

    @property
    def unit(self) -> Unit:
        return self.purchase_units[0] if self.purchase_units else Unit()

    @property
    def authorization(self) -> Authorization | None:
        return next(iter(self.unit.payments.authorizations), None)

    @property
    def captures(self) -> list[Capture]:
        return self.unit.payments.captures

    @property
    def capture(self) -> Capture | None:
        return next(iter(self.captures), None)


class Disputed(Struct, frozen=True):
    custom: str = ""


class Outcome(Struct, frozen=True):
    outcome_code: str = ""
    amount_refunded: Amount | None = None


class DisputeTold(Struct, frozen=True):
    dispute_id: str
    status: str
    dispute_amount: Amount
    create_time: datetime
    reason: str = ""
    dispute_life_cycle_stage: str = ""
    dispute_outcome: Outcome | None = None
    seller_response_due_date: datetime | None = None
    disputed_transactions: list[Disputed] = []


class Verified(Struct, frozen=True):
    verification_status: str
