"""An account is closed, by its person or by staff whom they asked: in one transaction nobody comes
in any more, and what is kept of them goes or says nothing of them."""

from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast import people
from holdfast.db.engine import Database
from holdfast.db.jobs import enqueue
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.people.accounts import DemoAccount, refuse_demo_account
from holdfast.flows.personal_data.erasing import erase
from holdfast.flows.personal_data.farewell import AGAIN_AFTER, farewell_went, told_at
from holdfast.flows.personal_data.held import GIFT_WAITS
from holdfast.flows.personal_data.leaving import (
    Leaving,
    end_waiting,
    give_up_wallets,
    let_begin_again,
    let_nothing_begin,
)
from holdfast.flows.personal_data.relied_on import (
    GivenUp,
    Open,
    ValueLeft,
    must_be_done,
    open_things,
    value_left,
)
from holdfast.flows.personal_data.whose import Whose, bound, whose_account
from holdfast.people import EraseAgain, User

__all__ = ["Standing", "Way", "close", "erase_again", "may_close", "standing"]

AFTER_GIFTS: Final = 4 * 86_400.0
"""Seconds: a mail is tried for no longer, whatever the zone of its day."""
_LAST_GIFT: Final = f"""
SELECT extract(epoch FROM max(coalesce((gift ->> 'on')::date::timestamptz, clock_timestamp()))
       - clock_timestamp())::float8
FROM package_grants WHERE owner = ANY(:owners) AND {GIFT_WAITS}
"""
Way = Literal["password", "code"]
By = Literal["owner", "staff"]


class Standing(Struct, frozen=True):
    """Whether an account can be closed now: nothing is ``open``; what is ``left`` would be lost.
    ``way``: how its person shows that it is them."""

    way: Way
    open: list[Open]
    left: list[GivenUp]


async def standing(here: Leaving, user_id: UUID) -> Standing:
    """Raises :class:`~holdfast.people.UserUnknown`."""
    async with here.shop.database.read() as connection:
        user = await people.known_user(connection, user_id)
        whose = await whose_account(connection, user)
        open_ = await open_things(connection, whose)
    left = await _left(here, whose)
    return Standing("password" if user.password_hash else "code", open_, left)


def may_close(user: User, *, demo: bool) -> None:
    """Raises :class:`~holdfast.flows.people.accounts.DemoAccount`, and
    :class:`~holdfast.people.ClosedAlready`."""
    if user.is_closed:
        raise people.ClosedAlready("Nothing is kept of who had it.")
    refuse_demo_account(user, demo=demo)
    if people.is_typed(user.id, user.email):
        raise DemoAccount("An ID typed in the demo is no account.")


async def close(
    here: Leaving, caller: Caller, user_id: UUID, by: By, *, give_up: bool, demo: bool
) -> None:
    """For good. Raises :class:`~holdfast.flows.personal_data.relied_on.StillOpen`, and without
    ``give_up`` :class:`ValueLeft`."""
    database = here.shop.database
    async with database.read() as connection:
        user = await people.known_user(connection, user_id)
        may_close(user, demo=demo)
        whose = await whose_account(connection, user)
        must_be_done(await open_things(connection, whose))
    if not give_up:
        _must_be_used(await _left(here, whose))
    owner = people.user_owner(user_id)
    hold = await let_nothing_begin(here, caller, owner)
    try:
        async with database.read() as connection:
            must_be_done(await open_things(connection, await whose_account(connection, user)))
        await end_waiting(here, caller, owner)
        await _erased(here, caller, user_id, by, give_up=give_up)
    except BaseException:
        await let_begin_again(here, caller, hold)
        raise
    if give_up:  # only now is it sure that they go
        await give_up_wallets(here, caller, owner)


async def _erased(here: Leaving, caller: Caller, user_id: UUID, by: By, *, give_up: bool) -> None:
    async with here.shop.database.transaction() as connection:
        user = await people.known_user(connection, user_id, lock=True)
        if user.is_closed:  # by the same request, sent twice
            return
        whose = await whose_account(connection, user)
        must_be_done(await open_things(connection, whose))
        gifts = await connection.scalar(bound(_LAST_GIFT), whose.values)
        done = await erase(connection, whose)
        await people.blank_account(connection, user_id)
        owner = people.user_owner(user_id)
        await caller.note(connection, "user.closed", owner, {"by": by, "rows": done})
        fact = people.AccountClosed(by, owner, told_at(here.mailing, user.email), give_up)
        await write_event(connection, fact, user_id, caller.request)
        again = [(EraseAgain(user_id), caller.request)]
        await enqueue(connection, again, after=AGAIN_AFTER)
        if gifts is not None:  # until then it is kept who is to get them
            await enqueue(connection, again, after=max(gifts, 0.0) + AFTER_GIFTS)


async def erase_again(database: Database, user_id: UUID) -> None:
    """What came since of an account that is closed. Raises :class:`~holdfast.db.jobs.NotYet` while
    its last mail waits."""
    async with database.transaction() as connection:
        await farewell_went(connection, people.user_owner(user_id))
        user = await people.by_id(connection, user_id, lock=True)
        if user is not None and user.is_closed:
            await erase(connection, await whose_account(connection, user))


def _must_be_used(left: list[GivenUp]) -> None:
    if left:
        raise ValueLeft(
            "Use it, or say that it is given up.",
            field="giveUp",
            extra={"left": msgspec.to_builtins(left)},
        )


async def _left(here: Leaving, whose: Whose) -> list[GivenUp]:
    return await value_left(here.shop.database, here.shop.reader, here.treasury, whose)
