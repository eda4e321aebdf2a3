"""What speaks against an order, as staff set it up."""

from typing import Annotated

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.ledger import MAX_BALANCE
from holdfast.shop import MAX_FRAUD_RULES, FraudKind, FraudRules

__all__ = ["FraudRulesAsked", "FraudRulesBody"]

Points = Annotated[int, Field(ge=1, le=1000, strict=True)]
_USUAL = FraudRules()


class FraudRuleBody(Answer):
    """So many `points`, where there were more than `most` in `hours` (orders of one account, card,
    network address or device; payments that were declined); `countries`: where the card is of
    another country than the goods go to; `first-order`: where a buyer's first comes to `amount`
    minor units of `currency` or more."""

    kind: FraudKind
    points: int
    most: int
    hours: int
    amount: int
    currency: str


class FraudRulesBody(Answer):
    """Whether paid orders are looked at; from `holdFrom` points on a person decides before anything
    of it leaves, from `refuseFrom` on the order is refused."""

    on: bool
    hold_from: int
    refuse_from: int
    rules: list[FraudRuleBody]


class FraudRuleAsked(Ask):
    kind: FraudKind
    points: Points
    most: Annotated[int, Field(ge=0, le=900, strict=True)] = 0
    hours: Annotated[int, Field(ge=1, le=720, strict=True)] = 24
    amount: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] = 0
    currency: Annotated[str, Field(pattern="^([A-Z]{3})?$")] = ""


class FraudRulesAsked(Ask):
    on: Annotated[bool, Field(strict=True)] = False
    hold_from: Points = _USUAL.hold_from
    refuse_from: Points = _USUAL.refuse_from
    rules: Annotated[list[FraudRuleAsked], Field(max_length=MAX_FRAUD_RULES)] = Field([])
