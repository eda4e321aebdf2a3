"""Asking to sell: for whoever is logged in."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, caller, database
from holdfast.api.staff.sellers import SellerBody, seller_body
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.flows.inventory.sellers import BadSeller
from holdfast.flows.selling.standing import TooManyApplications, apply_to_sell
from holdfast.sellers import applications_of

__all__ = ["router"]

router = APIRouter(prefix="/api/seller-applications", tags=["sellers"])


class ApplicationAsked(Ask):
    """Under which name one wants to sell, what the shop's visitors are to read of it, and what only
    staff do."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    about: Annotated[str, Field(max_length=5000)] = ""
    message: Annotated[str, Field(max_length=2000)] = ""


class Applications(Answer):
    sellers: list[SellerBody]


@router.get("")
async def list_applications(request: Request, who: Member) -> Applications:
    """As whom one asked to sell, and sells, in whatever state."""
    found = await applications_of(database(request).pool, who.user_id)
    return Applications(sellers=[seller_body(one) for one in found])


@router.post(
    "",
    status_code=201,
    responses=problems(BadSeller, TooManyApplications, IdempotencyKeyReused),
)
async def post_application(request: Request, who: Member, asked: ApplicationAsked) -> Applications:
    """Ask to sell. Staff approve or refuse it."""
    by = caller(request, "apply-to-sell")
    await apply_to_sell(database(request), by, who.user_id, asked.name, asked.about, asked.message)
    return await list_applications(request, who)
