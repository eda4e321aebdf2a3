"""What staff and owners do with what was bought: find it, move hours to another person, stop its
time and let it go on, and give it more time.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, stored, unless_done_before
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Deposit,
    KeyReused,
    Operation,
    Rider,
    Short,
    Withdraw,
    tell,
)
from holdfast.packages import (
    Grant,
    GrantNotFound,
    PackageTransferred,
    end_key,
    frozen,
    grant_of,
    grants_by_id,
    in_use,
    issued,
    prolonged,
    thawed,
)
from holdfast.people import Principal

__all__ = [
    "NotTransferable", "PackageStopped", "TooFewLeft", "Transferred", "claim", "found_grant",
    "freeze", "moved_on", "prolong", "thaw", "too_few", "transfer",
]  # fmt: skip

_TRIES: Final = 6


class NotTransferable(Problem):
    """These hours are their owner's alone, or the other person is nobody here."""

    status = 409
    code = "not-transferable"
    title = "These hours cannot be moved"


class PackageStopped(Problem):
    """It is frozen, or over; or not, where it was to go on. ``found`` says which."""

    status = 409
    code = "package-stopped"
    title = "Not as it stands"


class TooFewLeft(Problem):
    """More than is left; ``left`` is what is."""

    status = 409
    code = "too-few-left"
    title = "So much is not left"


class Transferred(Struct, frozen=True):
    """The other person's hours."""

    grant_id: UUID
    minutes: int


class _Moved(Struct, frozen=True):
    """What a repetition is told: which it was."""

    grant_id: UUID


async def found_grant(settler: Settler, principal: Principal | None, grant_id: UUID) -> Grant:
    """The principal's own, or any for staff. Raises :class:`GrantNotFound`."""
    grant = await grant_of(settler.database.pool, grant_id)
    if (
        grant is None
        or principal is None
        or not (grant.owner == principal.id or principal.is_staff)
    ):
        raise GrantNotFound("You have no such package.")
    return grant


async def transfer(
    settler: Settler, caller: Caller, grant_id: UUID, to: str, minutes: int
) -> Transferred:
    """Move so many minutes to another person; they end when they would have. Raises a Problem for
    every refusal."""
    try:
        for _ in range(_TRIES):
            grant = await found_grant(settler, caller.principal, grant_id)
            _must_move(grant, to)
            noted: tuple[Rider, ...] = ()
            if caller.actor != grant.owner:  # staff, for somebody
                about = {"to": to, "units": minutes}
                noted = (caller.audited("package.moved", grant.id, about),)
            done = await _transferred(settler, caller, grant, to, minutes, noted)
            if done is not None:
                return done
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Transferred)
    raise crowded_out(f"hours {grant_id} do not move")


async def claim(settler: Settler, caller: Caller, grant: Grant) -> Transferred:
    """Put all that is left of hours that were a present on the account of whoever has their code,
    once. Raises a Problem for every refusal."""
    assert caller.principal is not None, "somebody claims them"
    try:
        for _ in range(_TRIES):
            _must_move(grant, caller.principal.id)
            left = (await settler.reader.account(grant.key)).balance
            if not left:
                raise too_few(0, "code")
            try:
                done = await _transferred(settler, caller, grant, caller.principal.id, left)
            except TooFewLeft:
                continue  # some was used since
            if done is not None:
                return done
            grant = (await grants_by_id(settler.database.pool, [grant.id]))[grant.id]
    except Problem as refusal:
        return await as_before(settler, caller.key, refusal, Transferred)
    raise crowded_out(f"hours {grant.id} do not move")


def _must_move(grant: Grant, to: str) -> None:
    if grant.kind != "hours":
        raise NotTransferable("Give the certificate's code to whoever is to have it.")
    if not grant.transferable:
        raise NotTransferable("These hours are for you alone.")
    if to == grant.owner:
        raise NotTransferable("They are this person's already.", field="email")
    if (found := grant.usable(shop_now(), ())) in ("frozen", "expired"):
        raise PackageStopped("These hours cannot be used at the moment.", extra={"found": found})


def moved_on(
    grant: Grant, to: str, minutes: int
) -> tuple[Grant, tuple[Operation, ...], tuple[Rider, ...]]:
    """The other person's hours, and what moves them there."""
    theirs = replace(
        grant,
        id=new_id(),
        owner=to,
        units=minutes,
        came_from=grant.id,
        status="active",
        gift=None,
    )
    other = f"package/{grant.package_id}"
    fact = PackageTransferred(grant.owner, to, theirs.id, minutes)
    operations = (
        Withdraw(grant.key, minutes, unit=grant.unit, counterparty=other),
        Deposit(theirs.key, minutes, unit=grant.unit, counterparty=other),
    )
    return theirs, operations, (in_use(grant), *issued([theirs]), tell(fact, grant.id))


async def _transferred(
    settler: Settler,
    caller: Caller,
    grant: Grant,
    to: str,
    minutes: int,
    noted: tuple[Rider, ...] = (),
) -> Transferred | None:
    theirs, operations, riders = moved_on(grant, to, minutes)
    done = Transferred(theirs.id, minutes)
    command = caller.keyed(operations, (*riders, *noted), f"transfer/{theirs.id}", done)
    outcome = await settler.ledger.commit(command)
    match outcome:
        case Accepted():
            return done
        case AlreadyDone(answer=answer):
            return stored(answer, Transferred)
        case Short(shortages=shortages):
            raise too_few(shortages[0].available, "minutes")
        case Conflict():
            return None
    raise refuse(outcome)


def too_few(left: int, field: str) -> TooFewLeft:
    """More was asked for in that field than is left."""
    said = say("{left} are left.", left=left)
    return TooFewLeft(said, field=field, extra={"left": left})


async def freeze(settler: Settler, caller: Caller, grant_id: UUID, why: str) -> Grant:
    """Stop its time. Raises :class:`PackageStopped`, :class:`GrantNotFound`."""
    grant = await found_grant(settler, caller.principal, grant_id)
    if not grant.is_active:
        stopped = PackageStopped("It is stopped, or over.", extra={"found": grant.status})
        return await _as_it_is(settler, caller, grant, stopped)
    return await _moved(settler, caller, grant, frozen(grant, why), "package.frozen", why)


async def thaw(settler: Settler, caller: Caller, grant_id: UUID) -> Grant:
    """Let its time go on: it ends later by as long as it stood."""
    grant = await found_grant(settler, caller.principal, grant_id)
    if grant.frozen_at is None:
        goes_on = PackageStopped("It is not stopped.", extra={"found": grant.status})
        return await _as_it_is(settler, caller, grant, goes_on)
    longer = max(shop_now() - grant.frozen_at, timedelta())
    return await _moved(settler, caller, grant, thawed(grant, longer), "package.thawed", "")


async def prolong(
    settler: Settler, caller: Caller, grant_id: UUID, until: datetime, why: str
) -> Grant:
    """Give it more time, also to one that is over."""
    grant = await found_grant(settler, caller.principal, grant_id)
    if until <= max(grant.valid_until, shop_now()):
        early = PackageStopped("Name a later day than its end.", field="validUntil")
        return await _as_it_is(settler, caller, grant, early)
    return await _moved(
        settler, caller, grant, prolonged(grant, until), "package.prolonged", why, until
    )


async def _as_it_is(settler: Settler, caller: Caller, grant: Grant, refusal: Problem) -> Grant:
    """The refusal, unless this very request was what brought it about."""
    await unless_done_before(settler, caller.key, refusal)
    return await found_grant(settler, caller.principal, grant.id)


async def _moved(
    settler: Settler,
    caller: Caller,
    grant: Grant,
    riders: tuple[Rider, ...],
    action: str,
    why: str,
    until: datetime | None = None,
) -> Grant:
    """``until``: its new end. Whether it runs out or goes on is decided once of each end."""
    said = {"reason": why} if why else {}
    riders = (*riders, caller.audited(action, grant.id, said))
    command = caller.keyed((), riders, f"{new_id()}")
    if until is not None and grant.is_active:
        command = caller.command(
            (),
            riders,
            end_key(grant),
            digest=until.isoformat().encode(),
            request_key=caller.request_key(_Moved(grant.id)),
        )
    outcome = await settler.ledger.commit(command)
    if isinstance(outcome, Conflict) or outcome == KeyReused(end_key(grant)):
        found = outcome.found if isinstance(outcome, Conflict) else grant.status
        quicker = PackageStopped("Somebody was quicker. Look again.", extra={"found": found})
        return await _as_it_is(settler, caller, grant, quicker)
    must_go_through(outcome)
    return await found_grant(settler, caller.principal, grant.id)
