"""Bearer tokens: made by a command or by their owners themselves, and ended."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import digest_of
from holdfast.flows.commit.made_once import key_of, must_be_same
from holdfast.flows.people.accounts import check_password
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.people.narrowing import DutiesOfManagers
from holdfast.flows.people.second_codes import use_code
from holdfast.flows.people.second_factors import second_factor_standing
from holdfast.flows.people.telling import tell_owner
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.people import MOST_TOKENS, STAFF_ROLES, Identity, SecondCodeWrong, Token, User

__all__ = [
    "NotByToken", "OwnTokens", "TokenMadeBefore", "TokenUnknown", "TooManyTokens", "WantedToken",
    "create_token", "end_own_token", "end_token_of", "make_own_token", "own_tokens",
    "revoke_tokens",
]  # fmt: skip


class NotByToken(Problem):
    """Whoever was given little, by a token, would have more, and longer."""

    status = 403
    code = "not-by-token"
    title = "A token makes no tokens"


class TokenUnknown(Problem):
    """There is none, it is somebody else's, or it was ended."""

    status = 404
    code = "token-unknown"
    title = "There is no such token"


class TooManyTokens(Problem):
    """So many that nobody knows any more what each is for."""

    status = 409
    code = "too-many-tokens"
    title = "There are many tokens already"


class TokenMadeBefore(Problem):
    """The same request made one: what was shown then is not kept."""

    status = 409
    code = "token-made-before"
    title = "This token was made already"


class WantedToken(Struct, frozen=True):
    """``roles`` are some of its owner's; ``duties``, of staff: no others than these; None: all that
    its owner has. ``days``: for how long; None: until it is ended."""

    name: str
    roles: tuple[str, ...]
    duties: tuple[str, ...] | None = None
    days: int | None = None


class OwnTokens(Struct, frozen=True):
    """Those that work, and what making one takes."""

    tokens: list[Token]
    password: bool
    code: bool


async def own_tokens(database: Database, user_id: UUID) -> OwnTokens:
    """One's own."""
    standing = await second_factor_standing(database, user_id)
    async with database.read() as connection:
        tokens = await people.tokens_of(connection, user_id)
    return OwnTokens(tokens, password=standing.can, code=standing.since is not None)


async def make_own_token(
    desk: LoginDesk,
    caller: Caller,
    who: Identity,
    wanted: WantedToken,
    password: str,
    code: str,
    now: datetime,
) -> tuple[str, list[Token]]:
    """A token for whoever asks (``who``: with all that is theirs), shown this once, and all of
    theirs that work. It takes the password, and the code where one is asked for at logins: a token
    comes in without either. Raises a Problem for every refusal."""
    if caller.principal.by_token:
        raise NotByToken("Log in to make one: a token that is stolen must not outlive its end.")
    caller = _of_what_is_wanted(caller, wanted)
    async with desk.database.read() as connection:
        # Before the code is looked at: the same one does not work a second time.
        await _must_be_first(connection, caller)
    _must_be_theirs(who, wanted)
    await _shown_again(desk, caller, password)
    lifetime = None if wanted.days is None else timedelta(days=wanted.days)
    async with desk.database.transaction() as connection:
        user = await people.known_user(connection, who.user, lock=True)
        await _must_be_first(connection, caller)
        kept = await people.factor_of(connection, user.id)
        if kept is not None and kept.confirmed_at is not None:
            if not code:
                raise SecondCodeWrong("Enter the code that the app shows now.", field="code")
            await use_code(connection, desk.factors, user.id, code, now)
        if len(await people.tokens_of(connection, user.id)) >= MOST_TOKENS:
            raise TooManyTokens(say("End one of them first: {most} may work.", most=MOST_TOKENS))
        token = await _made(
            connection, caller, user, wanted.name, wanted.roles, lifetime, wanted.duties
        )
        await tell_owner(connection, user, "token-made", caller.request)
        return token, await people.tokens_of(connection, user.id)


async def end_own_token(database: Database, caller: Caller, token_id: UUID) -> None:
    """Nobody comes in by it any more. Raises :class:`TokenUnknown`."""
    async with database.transaction() as connection:
        await end_token_of(connection, caller, caller.principal.user_id, token_id)


async def end_token_of(
    connection: AsyncConnection, by: Caller, user_id: UUID, token_id: UUID
) -> None:
    """The same of anybody's, for who may. Raises :class:`TokenUnknown`."""
    ended = await people.end_token(connection, user_id, token_id)
    if ended is None:
        raise TokenUnknown("It may have been ended already.")
    facts = {"name": ended.name, "tokens": 1}
    await by.note(connection, "token.revoked", people.user_owner(user_id), facts)


async def create_token(
    database: Database,
    by: Caller,
    email: str,
    name: str,
    roles: Iterable[str] | None = None,
    lifetime: timedelta | None = None,
    duties: Iterable[str] | None = None,
) -> str:
    """A bearer token for a user, with all of the user's roles or fewer, and of who is of staff with
    no more than these duties. Shown this once."""
    async with database.transaction() as connection:
        user = await people.by_email(connection, email)
        if user is None:
            raise people.UserUnknown(
                say("There is no user with the email {email}.", email=email), field="email"
            )
        chosen = sorted(set(user.roles if roles is None else roles))
        for role in chosen:
            if role not in user.roles:
                raise people.UnknownRole(
                    say("{email} does not have the role {role}.", email=user.email, role=role)
                )
        return await _made(connection, by, user, name, chosen, lifetime, duties)


async def revoke_tokens(database: Database, by: Caller, email: str, name: str | None = None) -> int:
    """End a user's bearer tokens, or only those of a name; how many. Processes that serve hear
    of it."""
    async with database.transaction() as connection:
        user = await people.by_email(connection, email)
        if user is None:
            raise people.UserUnknown(
                say("There is no user with the email {email}.", email=email), field="email"
            )
        revoked = await people.revoke_tokens(connection, user.id, name)
        if revoked:
            subject, facts = people.user_owner(user.id), {"name": name, "tokens": revoked}
            await by.note(connection, "token.revoked", subject, facts)
    return revoked


async def _made(
    connection: AsyncConnection,
    by: Caller,
    user: User,
    name: str,
    roles: Iterable[str],
    lifetime: timedelta | None,
    duties: Iterable[str] | None,
) -> str:
    chosen = sorted(set(roles))
    if duties is not None and STAFF_ROLES.isdisjoint(chosen):
        raise DutiesOfManagers("Duties are of staff.", field="duties")
    token = await people.new_token(connection, user.id, name, chosen, lifetime, duties, key_of(by))
    facts: dict[str, object] = {"name": name, "roles": chosen}
    if duties is not None:
        facts["duties"] = people.checked_duties(duties)
    await by.note(connection, "token.created", people.user_owner(user.id), facts)
    return token


def _of_what_is_wanted(caller: Caller, wanted: WantedToken) -> Caller:
    """Under a key that knows what is asked for, and nothing of the password that stands beside
    it in the request: what is kept of that is argon2's."""
    if caller.key is None:
        return caller
    return replace(caller, key=replace(caller.key, digest=digest_of(msgspec.json.encode(wanted))))


async def _must_be_first(connection: AsyncConnection, caller: Caller) -> None:
    if caller.key is None:
        return
    digest = await people.token_made_under(connection, caller.key.text)
    if digest is not None:
        must_be_same(caller, digest)
        raise TokenMadeBefore(
            "It is shown only once. If you did not see it, end it and make another."
        )


def _must_be_theirs(who: Identity, wanted: WantedToken) -> None:
    """A token is no more than who makes it, on whatever page that is. Raises
    :class:`~holdfast.people.UnknownRole`, :class:`~holdfast.people.UnknownDuty`,
    :class:`~holdfast.people.DutyLacking`."""
    for role in wanted.roles:
        if role not in who.roles:
            raise people.UnknownRole(
                say("You do not have the role {role}.", role=role), field="roles"
            )
    if wanted.duties is not None and who.duties is not None:
        lacking = sorted(set(people.checked_duties(wanted.duties)) - who.duties)
        if lacking:
            raise people.DutyLacking(lacking)


async def _shown_again(desk: LoginDesk, caller: Caller, password: str) -> None:
    """Who is logged in says the password once more, where there is one."""
    async with desk.database.read() as connection:
        user = await people.known_user(connection, caller.principal.user_id)
    if user.password_hash:
        await check_password(desk, caller, user, password)
