"""Logging in by a provider, and what of one's account is connected with which."""

from typing import Annotated, Final

from fastapi import APIRouter, Request
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import (
    Member,
    caller,
    database,
    exchange,
    login_desk,
    shop_parts,
    shop_url,
)
from holdfast.api.shell.state import state_of
from holdfast.api.shop.session import SESSION_DAYS, UserBody, guest_before
from holdfast.flows.people.accounts import CurrentPasswordWrong, DemoAccount
from holdfast.flows.people.consents import ConsentMissing
from holdfast.flows.people.logins import AccountDisabled
from holdfast.flows.people.provider_logins import (
    EmailHasAccount,
    EmailNotConfirmed,
    LastWayIn,
    NotConnected,
    come_in,
    connect_own,
    disconnect_own,
    may_connect,
)
from holdfast.kit.clock import iso, utc_now
from holdfast.people import (
    MAX_PASSWORD,
    IdentityTaken,
    SecondStep,
    TooManyLogins,
    User,
    UserUnknown,
    identities_of,
    known_user,
    user_owner,
)
from holdfast.people.login_providers import (
    LoginAttemptExpired,
    LoginCodeRefused,
    LoginDenied,
    LoginProviderAway,
    LoginProviderUnknown,
    LoginTerms,
    LoginTokenWrong,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["session"])

_OWN: Final = "/profile/login-providers"
_HERE: Final = "/session/providers/{login_provider}"
_DENIED: Final = frozenset({"access_denied", "user_cancelled_authorize", "consent_required"})
# A path of our own, and nothing that a browser takes for another server's address.
OwnPath = Annotated[
    str,
    StringConstraints(pattern=r"^/([^/\s\\\x00-\x1f\x7f][^\s\\\x00-\x1f\x7f]*)?$", max_length=500),
]


class ProviderLoginAsked(Ask):
    next: OwnPath = Field("/", description="Where in the shop the person goes then")
    current_password: Annotated[str, Field(max_length=MAX_PASSWORD)] = Field(
        "", description="Of who is logged in, and connects the provider, and has a password"
    )
    consent: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="As of `POST /api/signup`, should it make an account"
    )


class ProviderLoginBegun(Answer):
    address: str = Field(description="Where the browser is to go")


class ProviderAnswer(Ask):
    """What the provider sent the browser back with, as it stands in the address."""

    state: Annotated[str, Field(max_length=2000)] = ""
    code: Annotated[str, Field(max_length=2000, description="What a yes is worth")] = ""
    error: Annotated[str, Field(max_length=200, description="Why there is no yes")] = ""
    device_id: Annotated[str, Field(max_length=500, description="VK's own")] = ""


class LoggedInByProvider(Answer):
    user: UserBody | None = Field(description="None while a code is waited for")
    step: str | None = Field(
        None, description="This login, where a code comes next (`POST /api/session/second-step`)"
    )
    next: str = Field(description="Where in the shop the person wanted to go")
    connected: bool = Field(
        description="They were logged in: the provider is connected with their account now"
    )


class OwnProvider(Answer):
    name: str
    title: str
    connected: bool
    email: str = Field(description="As the provider says it; empty: it says none")
    since: Instant | None


class OwnProviders(Answer):
    providers: list[OwnProvider]
    has_password: bool = Field(
        description="Without one, the last provider that is connected cannot be disconnected"
    )


@router.post(
    _HERE,
    responses=problems(
        LoginProviderUnknown, LoginProviderAway, CurrentPasswordWrong, DemoAccount, TooManyLogins,
        UserUnknown, NotConnected,
    ),
)  # fmt: skip
async def post_provider_login(
    request: Request, login_provider: str, asked: ProviderLoginAsked
) -> ProviderLoginBegun:
    """Begin to log in by a provider; of who is logged in: to connect it with the account. The
    answer says where the browser is to go. It comes back within ten minutes, as the same guest or
    user."""
    state, here = state_of(request), exchange(request)
    terms, by = state.login_providers.named(login_provider), caller(request)
    if by.principal.kind == "user":
        await may_connect(login_desk(request), by, asked.current_password)
    attempt = state.login_attempts.begin(
        login_provider, here.person().id, asked.next, utc_now(), consent=asked.consent
    )
    address = await state.login_providers.address(attempt, _back(request, terms))
    return ProviderLoginBegun(address=address)


@router.post(
    _HERE + "/answer",
    responses=problems(
        LoginProviderUnknown, LoginAttemptExpired, LoginDenied, LoginCodeRefused,
        LoginProviderAway, LoginTokenWrong, ConsentMissing, EmailHasAccount, EmailNotConfirmed,
        AccountDisabled, IdentityTaken, UserUnknown,
    ),
)  # fmt: skip
async def post_provider_answer(
    request: Request, login_provider: str, asked: ProviderAnswer
) -> LoggedInByProvider:
    """Log in with what the provider sent the browser back with. The first time, an address that the
    provider has verified and nobody has here makes an account; a guest's orders and cart come
    along. Of whom a second factor is on, a code comes next. Of who is logged in, it connects the
    provider with the account."""
    state, here = state_of(request), exchange(request)
    terms, by = state.login_providers.named(login_provider), caller(request)
    attempt = state.login_attempts.read(login_provider, by.principal.id, asked.state, utc_now())
    if attempt is None:
        raise LoginAttemptExpired("Begin again, in this browser.", extra={"next": "/"})
    if asked.error or not asked.code:
        if asked.error in _DENIED or not asked.error:
            raise LoginDenied("Begin again, or log in another way.")
        raise LoginProviderAway("Try again, or log in another way.")
    who = await state.login_providers.who(
        attempt, _back(request, terms), asked.code, asked.device_id
    )
    if by.principal.kind == "user":
        await connect_own(database(request), who, by)
        async with database(request).read() as connection:
            user = await known_user(connection, by.principal.user_id)
        return LoggedInByProvider(user=_shown(user), next=attempt.next, connected=True)
    user, came = await come_in(
        database(request), who, terms.title, guest_before(here), here.id, utc_now(),
        consent=attempt.consent,
    )  # fmt: skip
    if isinstance(came, SecondStep):
        return LoggedInByProvider(user=None, step=came.token, next=attempt.next, connected=False)
    here.set_cookie(here.signer.sign("u", came), SESSION_DAYS)
    shop_parts(request).told(user_owner(user.id))  # in other tabs: a guest's cart came along
    return LoggedInByProvider(user=_shown(user), next=attempt.next, connected=False)


@router.get(_OWN, responses=problems(UserUnknown))
async def get_own_providers(request: Request, who: Member) -> OwnProviders:
    """The shop's login providers, and with which of them one's account is connected."""
    async with database(request).read() as connection:
        user = await known_user(connection, who.user_id)
        theirs = {one.provider: one for one in await identities_of(connection, who.user_id)}
    shown = [(one.name, one.title) for one in state_of(request).login_providers.all()]
    # One that the shop has no more can still be disconnected.
    shown += [(name, name) for name in theirs if name not in dict(shown)]
    return OwnProviders(
        providers=[
            OwnProvider(
                name=name,
                title=title,
                connected=name in theirs,
                email=theirs[name].email if name in theirs else "",
                since=iso(theirs[name].created_at) if name in theirs else None,
            )
            for name, title in shown
        ],
        has_password=bool(user.password_hash),
    )


@router.delete(
    _OWN + "/{login_provider}", responses=problems(NotConnected, LastWayIn, UserUnknown)
)  # fmt: skip
async def delete_own_provider(request: Request, login_provider: str) -> OwnProviders:
    """Disconnect a provider from one's account: nobody logs in by it any more. Not the last way
    in, unless there is a password."""
    by = caller(request)
    await disconnect_own(database(request), login_provider, by)
    return await get_own_providers(request, by.principal)


def _back(request: Request, terms: LoginTerms) -> str:
    """Where the browser comes back to, as it is entered at the provider."""
    way = "hooks/login" if terms.posts_back else "login"
    return f"{shop_url(request)}/{way}/{terms.name}"


def _shown(user: User) -> UserBody:
    return UserBody(id=str(user.id), email=user.email, name=user.name, roles=list(user.roles))
