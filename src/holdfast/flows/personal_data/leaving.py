"""What ends before somebody's data goes: nothing new is begun in their name, what they wait for is
others', cards are forgotten where they are kept, and money that they give up is taken out."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast import people
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.waiting_in_line import leave_line
from holdfast.flows.checkout.bounds import OPEN_HOLDS
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.payments.cards import cards_of, forget_card
from holdfast.flows.personal_data.relied_on import StillOpen
from holdfast.flows.platforms.choosing import Analytics, choose
from holdfast.flows.waiting.joining import leave_units_line
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import given_up
from holdfast.kit import new_id, shop_now
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AlreadyDone,
    Conflict,
    Hold,
    Line,
    Release,
    Short,
)
from holdfast.payments import CardNotFound
from holdfast.waiting import NotInLine, awaited_units, places_of

__all__ = ["Leaving", "end_waiting", "give_up_wallets", "let_begin_again", "let_nothing_begin"]

SHUT_SECONDS: Final = 900.0
"""Longer than a request may take: whoever was let in before is answered by then."""
_WALLET_TRIES: Final = 5


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """``treasury``: none where wallets are a service of their own; ``mailing``: none where no mail
    is sent."""

    shop: Booker
    treasury: Treasury | None
    mailing: Mailing | None
    analytics: Analytics


async def let_nothing_begin(here: Leaving, caller: Caller, owner: str) -> UUID:
    """Every place for a reservation of theirs is taken for a while: a request that is under way
    finds none. The hold that takes them. Raises :class:`StillOpen` while one is open."""
    hold_id = new_id()
    line = Line(f"{OPEN_HOLDS}{owner}", MAX_BALANCE, MAX_BALANCE, kept=False)
    hold = Hold(hold_id, (line,), SHUT_SECONDS, f"closing/{hold_id}")
    outcome = await here.shop.ledger.commit(caller.command((hold,), (), f"closing/{hold_id}"))
    match outcome:
        case Accepted():
            return hold_id
        case Short():
            raise StillOpen(
                "A reservation is open. Pay for it or cancel it first, or try again in a while.",
                extra={"open": [{"code": "order-unpaid", "count": 1}]},
            )
    raise refuse(outcome)


async def let_begin_again(here: Leaving, caller: Caller, hold_id: UUID) -> None:
    """The account stays after all. Were this lost, the hold ends by itself."""
    release = Release(hold_id)
    await here.shop.ledger.commit(caller.command((release,), (), f"not-closing/{hold_id}"))


async def end_waiting(here: Leaving, caller: Caller, owner: str) -> None:
    """They wait in no line any more, no provider keeps a card of theirs, and no service of
    analytics is told of them. Raises a Problem while a provider is away."""
    theirs = replace(caller, principal=people.of_owner(owner), key=None)
    pool = here.shop.database.pool
    for place, _ in await places_of(pool, owner, shop_now()):
        with suppress(NotInLine):
            await leave_line(here.shop, theirs, place.id)
    for units, _ in await awaited_units(pool, owner):
        with suppress(NotInLine):
            await leave_units_line(here.shop, theirs, units.id)
    for one in await cards_of(here.shop, owner):
        with suppress(CardNotFound):
            await forget_card(here.shop, owner, one.card.id)
    await choose(here.shop.database, here.analytics, owner, agreed=False)


async def give_up_wallets(here: Leaving, caller: Caller, owner: str) -> None:
    """What is in their wallets goes back to the shop; the journal says why."""
    if here.treasury is None:
        return
    for _ in range(_WALLET_TRIES):
        taken, lines = await given_up(here.treasury, caller, owner)
        if not taken:
            return
        outcome = await here.treasury.ledger.commit(
            caller.command(taken, lines, f"given-up/{owner}/{new_id()}")
        )
        if not isinstance(outcome, Accepted | AlreadyDone | Short | Conflict):
            raise refuse(outcome)
    raise StillOpen(
        "The wallet changes at this moment. Try again.",
        extra={"open": [{"code": "payment-open", "count": 1}]},
    )
