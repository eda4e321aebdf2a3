"""Edits of paid orders: units that are added as an order of their own, and units taken off for
them, from the moment they are asked for until they are done or come to nothing."""

from holdfast.edits.edit import (
    EMPTIED,
    KEPT_BY_EDITS,
    LEAVING,
    EditKept,
    EditOpen,
    EditStatus,
    LineOff,
    OrderEdit,
    edit_by_id,
    edit_of_added,
    edits_of,
    off_text,
    worth_text,
)
from holdfast.edits.facts import EditedItem, OrderEdited
from holdfast.edits.jobs import SettleEdit
from holdfast.edits.life import done, emptied, ended, lessened, made, undone
from holdfast.edits.pieces import PIECES, pieces_moved
from holdfast.edits.rules import EditSum, credit_of, sum_of_edit
