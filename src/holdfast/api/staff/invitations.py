"""Staff: somebody gets an account with its roles, and chooses the password by a one-time link."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.duties import DutiesAsked
from holdfast.api.contract.names import Email, PersonName
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.state import state_of
from holdfast.api.staff.password_links import PasswordLink
from holdfast.flows.people.inviting import invite
from holdfast.flows.people.narrowing import DutiesOfManagers
from holdfast.flows.people.password_links import make_password_link
from holdfast.flows.people.standing import AdminNeeded
from holdfast.people import BadEmail, EmailTaken, UnknownDuty, UnknownRole

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/people", tags=["staff"])

Role = Annotated[str, Field(max_length=40)]
_FIRST: Final = ["manager"]


class InvitationAsked(Ask):
    """Who it is, and the roles and duties they have from the start."""

    name: PersonName
    email: Email
    roles: Annotated[list[Role], Field(min_length=1, max_length=10, examples=[_FIRST])]
    duties: DutiesAsked | None = Field(None, description="Of a manager; null: all of them")


class Invited(PasswordLink):
    user_id: UUID


@router.post(
    "",
    status_code=201,
    responses=problems(
        AdminNeeded, BadEmail, EmailTaken, UnknownRole, UnknownDuty, DutiesOfManagers, *COMMITS
    ),
)
async def post_person(request: Request, asked: InvitationAsked) -> Invited:
    """Make an account for somebody; only an admin may. The link, by which they choose a password,
    works once, within 24 hours; a repeated request makes it anew."""
    by = caller(request, "people/invite")
    state = state_of(request)
    user_id = await invite(
        database(request), state.passwords, by, asked.email, asked.name, asked.roles, asked.duties
    )
    token, ends = await make_password_link(database(request), user_id, by, demo=state.demo)
    return Invited(user_id=user_id, path=f"/password#{token}", expires_at=ends)
