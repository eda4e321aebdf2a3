"""Certificates: a code for who is to have one, what is left by its code, and the day on which it
reaches the one it is for."""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.services import load_services
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.outcomes import may_be_overtaken, must_go_through
from holdfast.flows.packages.keeping import PackageStopped, found_grant
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.money import money_text
from holdfast.kit.zones import zone
from holdfast.ledger import Accepted, Conflict
from holdfast.packages import (
    CodeUnknown,
    Gift,
    Grant,
    GrantNotFound,
    code_hash,
    coded,
    given,
    grant_by_code,
    grants_by_id,
    hours_in_words,
    new_code,
    sessions_in_words,
)

__all__ = ["Coded", "certificate_of", "give_due", "make_code", "must_be_its_code", "worth_of"]

_AT_ONCE: Final = 200
_TO_GIVE: Final = """
SELECT id FROM package_grants
WHERE gift IS NOT NULL AND given_at IS NULL
  AND coalesce((gift ->> 'on')::date, '-infinity'::date) <= $1::date ORDER BY id LIMIT $2
"""


class Coded(Struct, frozen=True):
    """The code, shown this once."""

    grant: Grant
    code: str


async def make_code(settler: Settler, caller: Caller, grant_id: UUID) -> Coded:
    """A new code of one's own certificate; one that was made before is no more. Kept under no key
    of the client's: what a repetition is told would be kept in the clear."""
    grant = await found_grant(settler, caller.principal, grant_id)
    if not grant.has_code or grant.owner != caller.actor:
        raise GrantNotFound("You have no such certificate.")
    code = new_code()
    hashed = code_hash(code)
    key = f"code/{grant.id}/{hashed.hex()[:16]}"
    outcome = await settler.ledger.commit(caller.command((), (coded(grant, hashed),), key))
    if isinstance(outcome, Conflict):
        raise PackageStopped("Somebody was quicker. Look again.", extra={"found": outcome.found})
    must_go_through(outcome)
    return Coded(await found_grant(settler, caller.principal, grant_id), code)


async def certificate_of(settler: Settler, code: str) -> Grant:
    """The certificate that has the code. Raises :class:`CodeUnknown`."""
    grant = await grant_by_code(settler.database.pool, code_hash(code))
    if grant is None:
        raise CodeUnknown("Check that the whole code was typed.", field="code")
    return grant


async def worth_of(settler: Settler, grant: Grant, language: str) -> str:
    """What it was worth at first, as it stands on paper."""
    if grant.kind == "hours":
        return hours_in_words(language, grant.units)
    if grant.session_minutes is None:
        return money_text(grant.units, grant.currency, language, signs=False)
    known = {one.id: one for one in await load_services(settler.database.pool)}
    service = known.get(grant.services[0])
    called = grant.name if service is None else service.name_in(language)
    many = grant.units // grant.session_minutes
    return sessions_in_words(language, called, grant.session_minutes, many)


def must_be_its_code(grant: Grant, code: str) -> None:
    """Raises :class:`CodeUnknown`."""
    if grant.code_hash != code_hash(code):
        raise CodeUnknown("This is not the certificate's code, or not any more.", field="code")


async def give_due(settler: Settler, now: datetime) -> int:
    """Tell of certificates whose day, by the shop's clock, has come; how many those were. Safe to
    repeat."""
    today = now.astimezone(zone((await settler.shop.now()).dispatch.zone)).date()
    rows = await settler.database.pool.fetch(_TO_GIVE, today, _AT_ONCE)
    found = await grants_by_id(settler.database.pool, [row["id"] for row in rows])
    done = 0
    for grant in found.values():
        order = await settler.orders.get(grant.order_id)
        language = "" if order is None or order.locale is None else order.locale
        moves = given(grant, grant.gift or Gift(), today, language)
        command = process("time").command((), moves, f"give/{grant.id}")
        outcome = await settler.ledger.commit(command)
        may_be_overtaken(outcome)
        done += isinstance(outcome, Accepted)
    return done
