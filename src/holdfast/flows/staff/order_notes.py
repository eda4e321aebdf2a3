"""Notes that staff leave on an order: lines of its audit log, so none is ever changed or lost."""

from typing import Final
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.commit.outcomes import must_go_through
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say

__all__ = ["MAX_NOTE", "NOTE", "TooManyNotes", "add_note"]

NOTE: Final = "order.note"
"""The ``action`` of a note."""
MAX_NOTE: Final = 2000  # letters
_MOST: Final = 200  # notes of one order
_COUNT: Final = "SELECT count(*) FROM audit_log WHERE subject = $1 AND action = $2"


class TooManyNotes(Problem):
    """An order is no notebook."""

    status = 409
    code = "too-many-notes"
    title = "The order has too many notes"


async def add_note(settler: Settler, caller: Caller, order_id: UUID, text: str) -> None:
    """Leave a note, once for each key. Raises a Problem for every refusal."""
    await any_order(settler.orders, order_id)
    if await settler.database.pool.fetchval(_COUNT, str(order_id), NOTE) >= _MOST:
        raise TooManyNotes(say("An order can have at most {limit} notes.", limit=_MOST))
    line = caller.audited(NOTE, order_id, {"text": text})
    command = caller.keyed((), (line,), f"order-note/{new_id()}")
    must_go_through(await settler.ledger.commit(command))
