"""What is taken back, as staff set it up."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.shop import MAX_RETURN_RULES, WayBack

__all__ = ["ReturnRulesAsked", "ReturnRulesBody"]

ReturnDays = Annotated[
    int, Field(ge=0, le=3650, strict=True, description="After it arrived; 0: not at all")
]
AtOnce = Annotated[bool, Field(strict=True, description="Approved without waiting for staff")]


class CategoryReturnsBody(Answer):
    """In place of the shop's rule, for goods in a category or below it."""

    category_id: UUID
    days: int
    by_rule: bool


class ReturnRulesBody(Answer):
    """Goods are taken back for so many `days` after they arrived (0: not at all). `wayBack`: who
    pays for it; `fault`: the shop where the fault is its own, else the buyer. `delivery`: with the
    last unit of an order goes back what its delivery cost."""

    days: int
    by_rule: bool
    way_back: WayBack
    delivery: bool
    address: str = Field(description="Where goods are sent back to")
    categories: list[CategoryReturnsBody] = Field(description="The nearest holds")


class CategoryReturnsAsked(Ask):
    category_id: UUID
    days: ReturnDays
    by_rule: AtOnce = False


class ReturnRulesAsked(Ask):
    days: ReturnDays = 14
    by_rule: AtOnce = False
    way_back: WayBack = "fault"
    delivery: Annotated[bool, Field(strict=True)] = True
    address: Annotated[str, Field(max_length=500)] = ""
    categories: Annotated[list[CategoryReturnsAsked], Field(max_length=MAX_RETURN_RULES)] = Field(
        []
    )
