"""Staff: what a new shop still needs."""

from fastapi import APIRouter, Request

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
    product: bool
    payment: bool
    order: bool


@router.get("")
async def get_first_steps(request: Request) -> FirstStepsShown:
    """How far a new shop has come: its name, its currency, a product on sale, a way to be paid
    that somebody chose, a first paid order."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        steps = await first_steps(connection, set(here.providers) - {MANUAL})
    return FirstStepsShown.model_validate(steps, from_attributes=True)
