"""Staff: what is done to a person: roles, coming in at all, sessions."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec import Struct
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.duties import DutiesAsked
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.texts import Reason
from holdfast.api.contract.tokens import TokenShown
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.api.staff.people import PersonAnswer, person_answer
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, keep
from holdfast.flows.people import standing
from holdfast.flows.people.accounts import DemoAccount
from holdfast.flows.people.narrowing import AS_BEFORE, Chosen, DutiesOfManagers
from holdfast.flows.people.standing import AdminNeeded, LastAdmin, OwnStanding
from holdfast.flows.people.tokens import TokenUnknown, own_tokens
from holdfast.people import UnknownDuty, UnknownRole, UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/people", tags=["staff"])

_ALWAYS: Final = (
    UserUnknown, AdminNeeded, DemoAccount, *COMMITS,
)  # fmt: skip


class RolesAsked(Ask):
    """These roles and no others. Of a manager, these duties: `null` for all of them; left out, they
    stay as they are."""

    roles: Annotated[
        list[Annotated[str, Field(max_length=40)]],
        Field(min_length=1, max_length=10, examples=[["customer", "manager"]]),
    ]
    duties: DutiesAsked | None = None

    @property
    def chosen(self) -> Chosen:
        """Of duties."""
        return self.duties if "duties" in self.model_fields_set else AS_BEFORE


class DisableAsked(Ask):
    """The reason is kept in the audit log; the user does not see it."""

    reason: Reason


class TheirTokens(Answer):
    """Those that work, the newest first."""

    tokens: list[TokenShown]


class _Done(Struct, frozen=True):
    """What a key stands for: that it was done; the person says the rest."""

    user_id: UUID


@router.post(
    "/{user_id}/roles",
    responses=problems(
        OwnStanding, LastAdmin, UnknownRole, UnknownDuty, DutiesOfManagers, *_ALWAYS
    ),
)
async def post_roles(request: Request, user_id: UUID, asked: RolesAsked) -> PersonAnswer:
    """Give a user these roles and no others, and a manager these duties; only an admin may.
    Sessions, bearer tokens and live updates carry them from now on."""
    return await _once(
        request,
        "roles",
        user_id,
        lambda by, demo: standing.change_roles(
            database(request), user_id, asked.roles, by, duties=asked.chosen, demo=demo
        ),
    )


@router.post("/{user_id}/disable", responses=problems(OwnStanding, LastAdmin, *_ALWAYS))
async def post_disable(request: Request, user_id: UUID, asked: DisableAsked) -> PersonAnswer:
    """Let a user in no more: every session, bearer token and one-time link ends at once. Orders
    and wallets stay. Staff are blocked by an admin."""
    return await _once(
        request,
        "disable",
        user_id,
        lambda by, demo: standing.disable(database(request), user_id, by, asked.reason, demo=demo),
    )


@router.post("/{user_id}/enable", responses=problems(OwnStanding, *_ALWAYS))
async def post_enable(request: Request, user_id: UUID) -> PersonAnswer:
    """Let a user in again, with the password they had; what was ended stays so."""
    return await _once(
        request,
        "enable",
        user_id,
        lambda by, demo: standing.enable(database(request), user_id, by, demo=demo),
    )


@router.post("/{user_id}/end-sessions", responses=problems(*_ALWAYS))
async def post_end_sessions(request: Request, user_id: UUID) -> PersonAnswer:
    """Log a user out everywhere. Bearer tokens stay."""
    return await _once(
        request,
        "end-sessions",
        user_id,
        lambda by, _: standing.end_sessions(database(request), user_id, by),
    )


@router.post("/{user_id}/reset-second-factor", responses=problems(OwnStanding, *_ALWAYS))
async def post_reset_second_factor(request: Request, user_id: UUID) -> PersonAnswer:
    """Ask no code of a user any more who has lost what makes them; only an admin may. Sessions
    stay, and whoever the shop asks for one sets up another."""
    return await _once(
        request,
        "reset-second-factor",
        user_id,
        lambda by, _: standing.reset_second_factor(database(request), user_id, by),
    )


@router.get("/{user_id}/tokens", responses=problems(UserUnknown))
async def get_their_tokens(request: Request, user_id: UUID) -> TheirTokens:
    """The bearer tokens of a user that work."""
    found = await own_tokens(database(request), user_id)
    return TheirTokens(tokens=list(map(TokenShown.of, found.tokens)))


@router.delete(
    "/{user_id}/tokens/{token_id}", responses=problems(UserUnknown, AdminNeeded, TokenUnknown)
)
async def delete_their_token(request: Request, user_id: UUID, token_id: UUID) -> TheirTokens:
    """End one; of staff only an admin may. It is refused from the next request on."""
    await standing.end_token(database(request), user_id, token_id, caller(request))
    state_of(request).credentials.ended(user_id)
    return await get_their_tokens(request, user_id)


async def _once(
    request: Request,
    action: str,
    user_id: UUID,
    work: Callable[[Caller, bool], Awaitable[Any]],
) -> PersonAnswer:
    """Do it, unless its key says that it was done; the person as they stand then."""
    here = shop_parts(request)
    by = caller(request, f"people/{action}/{user_id}")
    if by.key is None or await answered(here, by.key) is None:
        await work(by, state_of(request).demo)
        state_of(request).credentials.ended(user_id)
        kept = by.request_key(_Done(user_id))
        if kept is not None:
            await keep(here.ledger, kept)
    return await person_answer(request, user_id, by.principal)
