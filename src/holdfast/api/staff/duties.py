"""Staff: the duties there are, ready-made sets of them, and whom to ask for one."""

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.shell.dependencies import database
from holdfast.people import DUTIES, DUTY_SETS, admin_names

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/duties", tags=["staff"])


class DutySet(Answer):
    name: str
    duties: list[str]


class DutiesShown(Answer):
    duties: list[str] = Field(description="All there are; who may write may read")
    sets: list[DutySet] = Field(description="Ready-made, to begin from")
    admins: list[str] = Field(description="Names of those who give them, at most five")


@router.get("")
async def list_duties(request: Request) -> DutiesShown:
    """What one of staff may have for a duty, and who gives it."""
    async with database(request).read() as connection:
        admins = await admin_names(connection)
    sets = [DutySet(name=name, duties=list(some)) for name, some in DUTY_SETS.items()]
    return DutiesShown(duties=list(DUTIES), sets=sets, admins=admins)
