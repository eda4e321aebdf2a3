"""The life of an edit: every move it can make, as riders.

The legal ones stand in ``EDIT_STATES`` and are drawn in docs/life-cycles.md. A command with a move
is refused as a ``Conflict`` if the edit is not where the move begins.
"""

from holdfast.edits.edit import OrderEdit
from holdfast.edits.facts import OrderEdited
from holdfast.edits.tables import EDIT_STATES, EDITS
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


def made(edit: OrderEdit, fact: OrderEdited) -> tuple[Rider, ...]:
    """It is asked for, and waits for its money; or is done at once, if it says so."""
    row = (
        edit.id,
        edit.order_id,
        edit.added_id,
        edit.status,
        edit.off_text,
        edit.due,
        edit.refunded,
        edit.reason,
        edit.made_by,
        None if edit.is_open else NOW,
        edit.whole,
        edit.worth_text,
    )
    return Insert(EDITS, (row,)), tell(fact, edit.added_id)


def done(edit: OrderEdit) -> Rider:
    """What was added is paid, and what is taken off is off: ``edit`` says what stays paid."""
    also = (("off", edit.off_text), ("whole", edit.whole), ("ended_at", NOW))
    return Transition(EDIT_STATES, edit.id, ("open",), "done", also)


def emptied(edit: OrderEdit) -> Rider:
    """What was left of its order was cancelled: nothing of that is to be sent."""
    return Transition(EDIT_STATES, edit.id, ("done",), "done", (("whole", True),))


def lessened(edit: OrderEdit) -> Rider:
    """Units of what was added are off: ``edit`` says what still stays paid for the rest."""
    return Transition(EDIT_STATES, edit.id, ("done",), "done", (("off", edit.off_text),))


def ended(edit: OrderEdit) -> Rider:
    """It was not paid: its order stays as it was."""
    return Transition(EDIT_STATES, edit.id, ("open",), "ended", (("ended_at", NOW),))


def undone(edit: OrderEdit) -> Rider:
    """What was added is off, and what stayed paid for it goes back."""
    return Transition(EDIT_STATES, edit.id, ("done",), "undone", (("ended_at", NOW),))
