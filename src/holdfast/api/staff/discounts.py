"""What staff say of a discount, be it a campaign's or a promotion's."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.texts import Names, Reason, one_line
from holdfast.ledger import MAX_BALANCE
from holdfast.promotions import MAX_NAME, MAX_SCOPE, Rule

__all__ = ["DiscountAsked", "EndAsked"]

Amount = Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True)]
Named = Annotated[list[UUID], Field(min_length=1, max_length=MAX_SCOPE)]


class DiscountAsked(Ask):
    """What is taken off, and off which goods."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME), AfterValidator(one_line)]
    rule: Rule
    value: Amount | None = Field(
        default=None,
        description="1 to 100 percent, an amount in minor units, or of how many units one is free;"
        " none of free shipping",
    )
    cap: Amount | None = Field(default=None, description="The most a percentage comes to")
    minimum: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] = Field(
        default=0, description="What the discounted lines must come to, before any discount"
    )
    currency: str | None = Field(
        default=None, description="Of the amounts; only a rule without amounts may have none"
    )
    scope: Named | None = Field(default=None, description="Of these products")
    categories: Named | None = Field(
        default=None, description="Of goods in these categories or below; with `scope`: and of them"
    )
    sellers: Named | None = Field(default=None, description="Of these sellers only")
    stackable: Annotated[bool, Field(strict=True)] = Field(
        default=True, description="Whether it goes with other discounts"
    )
    translations: Names = Field(default_factory=dict, description="Its name by language")

    def discount(self) -> dict[str, Any]:
        """The shared terms, by name."""
        named = {"scope": self.scope, "categories": self.categories, "sellers": self.sellers}
        return {
            "name": self.name.strip(),
            "rule": self.rule,
            "value": self.value or 0,
            "cap": self.cap,
            "minimum": self.minimum,
            "currency": self.currency,
            **{name: None if ids is None else frozenset(ids) for name, ids in named.items()},
            "stackable": self.stackable,
            "translations": self.translations,
        }


class EndAsked(Ask):
    """Why it is ended: stands in the audit log."""

    reason: Reason
