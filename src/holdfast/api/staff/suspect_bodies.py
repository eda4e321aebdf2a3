"""An order that was looked at, as staff read it."""

from uuid import UUID

from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.fraud import FraudOutcome, FraudStatus, FraudVerdict

__all__ = ["SuspectShown"]


class FraudReasonShown(Answer):
    """A rule that spoke, by its kind, or the list (`allowed`, `blocked`). `found`: how many there
    were, or minor units; `most`: how many may be."""

    model_config = ConfigDict(from_attributes=True)

    rule: str
    points: int
    found: int
    most: int
    detail: str


class SuspectShown(Answer):
    """An order that was looked at. `verdict` is what the rules came to, `status` what holds now;
    `outcome` what it was in truth, as far as that is known."""

    model_config = ConfigDict(from_attributes=True)

    order_id: UUID
    order_number: str
    order_status: str
    total: int
    currency: str
    buyer: BuyerShown
    status: FraudStatus
    verdict: FraudVerdict
    score: int
    reasons: list[FraudReasonShown]
    card: str | None = Field(description="The provider's fingerprint of it")
    card_country: str | None
    country: str | None = Field(description="Where its goods go")
    address: str | None = Field(description="Of the network it was placed from")
    device: str | None
    checked_at: Instant
    decided_at: Instant | None
    decided_by: str | None
    note: str
    outcome: FraudOutcome | None
