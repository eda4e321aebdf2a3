"""Staff: what a new shop still needs."""

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.shell.dependencies import shop_parts
from holdfast.payments import MANUAL
from holdfast.views.first_steps import first_steps

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/first-steps", tags=["staff"])


class FirstStepsShown(Answer):
    """Whether each is done, as the shop's data say."""

    name: bool
    currency: bool
    product: bool = Field(description="On sale: a product, a service or a package")
    picture: bool = Field(description="Of a product on sale")
    category: bool
    payment: bool
    charges: bool = Field(description="Somebody chose what delivery and tax cost, be it nothing")
    policies: bool
    home: bool = Field(description="The home page is arranged")
    order: bool
    promotion: bool = Field(description="Or a campaign of coupons")
    resource: bool = Field(description="A photographer, a studio, a room or equipment")
    hours: bool = Field(description="One of them has weekly hours, single days or holidays")
    service: bool = Field(description="One can be booked")


@router.get("")
async def get_first_steps(request: Request) -> FirstStepsShown:
    """How far a new shop has come: its name, its currency, something on sale, a product's picture,
    a category, a way to be paid that somebody chose, delivery and tax, texts, the home page, a
    first paid order, a promotion; whose time is sold, when they are open, what can be booked."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        steps = await first_steps(connection, set(here.providers) - {MANUAL})
    return FirstStepsShown.model_validate(steps, from_attributes=True)
