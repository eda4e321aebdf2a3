"""Staff: a one-time link for somebody who has forgotten the password."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.state import state_of
from holdfast.flows.people.accounts import DemoAccount
from holdfast.flows.people.password_links import NoPassword, StaffPassword, make_password_link
from holdfast.people import UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/users", tags=["staff"])


class PasswordLink(Answer):
    path: str = Field(
        description="Of the page where it is used, with the secret behind `#`; shown this once"
    )
    expires_at: Instant


@router.post(
    "/{user_id}/password-link",
    status_code=201,
    responses=problems(UserUnknown, StaffPassword, NoPassword, DemoAccount),
)
async def post_password_link(request: Request, user_id: UUID) -> PasswordLink:
    """Make a link by which this user chooses a new password, once, within 24 hours. Earlier ones
    end, so a repeated request leaves one that works: the last."""
    demo = state_of(request).demo
    token, ends = await make_password_link(database(request), user_id, caller(request), demo=demo)
    return PasswordLink(path=f"/password#{token}", expires_at=ends)
