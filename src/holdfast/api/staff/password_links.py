"""Staff: a one-time link for somebody who is new, or has forgotten the password."""

from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.pay_links import MailOff
from holdfast.flows.people.accounts import DemoAccount
from holdfast.flows.people.password_links import (
    NoPassword,
    StaffPassword,
    mail_password_link,
    make_password_link,
)
from holdfast.people import UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/users", tags=["staff"])


class PasswordLink(Answer):
    path: str = Field(
        description="Of the page where it is used, with the secret behind `#`; shown this once"
    )
    expires_at: Instant


class PasswordLinkMailed(Answer):
    to: str = Field(description="The address of the account")


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


@router.post(
    "/{user_id}/password-link/mail",
    status_code=202,
    responses=problems(UserUnknown, StaffPassword, NoPassword, DemoAccount, MailOff),
)
async def post_password_link_mail(request: Request, user_id: UUID) -> PasswordLinkMailed:
    """Have such a link mailed to this user. The mail says that the shop asked for it; a link that
    was shown stays good beside it, until one of them is used."""
    state = state_of(request)
    by, demo = caller(request), state.demo
    to = await mail_password_link(database(request), user_id, by, sends=state.sends_mail, demo=demo)
    if to is None:
        raise MailOff("Give them a link yourself.")
    return PasswordLinkMailed(to=to)
