"""Of somebody whose account is closed, what a service of payments keeps: by a message, since it has
a database of its own. There people are ids; what names them goes, money that they gave up is taken
out of their wallets, and papers about money stay, as they do elsewhere."""

from typing import Final

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.inbox import INBOX, mark
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.messaging.messages import ORDERS_TO_PAY, Forget
from holdfast.flows.messaging.post import LetterOutcome, Unreadable
from holdfast.flows.personal_data.erasing import erase
from holdfast.flows.personal_data.whose import Whose
from holdfast.flows.wallets.treasury import Treasury
from holdfast.flows.wallets.wallets import given_up
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Short

__all__ = ["OF_PAYMENTS", "forget"]

OF_PAYMENTS: Final = frozenset({"kept_cards", "payment_cards", "payment_customers", "audit_log"})
"""Of the register what is removed or emptied there."""
_TRIES: Final = 8


async def forget(treasury: Treasury, database: Database, asked: Forget) -> LetterOutcome:
    """Do what the message asks for, once: to remove what is removed does nothing, and what is taken
    out is taken with the message's mark. Raises what :func:`charge` does."""
    who = people.of_owner(asked.owner)
    if who.kind != "user":
        raise Unreadable("nobody has an account by this name")
    async with database.transaction() as connection:
        whose = Whose(user=who.user_id, owners=(asked.owner,), emails=())
        await erase(connection, whose, OF_PAYMENTS)
    caller, key = process(asked.owner, asked.request), f"message|{ORDERS_TO_PAY}|{asked.message_id}"
    marked = mark(ORDERS_TO_PAY, asked.message_id)
    for _ in range(_TRIES):
        of = await given_up(treasury, caller, asked.owner) if asked.given_up else ((), ())
        outcome = await treasury.ledger.commit(caller.command(of[0], (*of[1], marked), key))
        match outcome:
            case Accepted():
                return "done"
            case AlreadyDone() | Conflict(subject=INBOX.name):
                return "repeated"
            case Short() | Conflict():
                continue  # the wallet changed at this very moment
        raise refuse(outcome)
    raise RuntimeError(f"the wallets of {asked.owner} are not emptied")
