"""With which order the pieces of a change are counted, where something is charged of each."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from holdfast.edits.edit import LineOff

PIECES: Final = """
(SELECT json_agg(json_build_object(
    'first', x.order_id = o.id, 'off', x.off, 'added', (
        SELECT sum(j.quantity) FROM order_items j WHERE j.order_id = x.added_id)))::text
 FROM order_edits x
 WHERE x.status = 'done' AND (x.order_id = o.id OR x.added_id = o.id))
"""
"""Of an order ``o``, as :func:`pieces_moved` reads it."""


class _Change(Struct, frozen=True):
    """``first``: of this order so much is ``off``, not ``added`` with it."""

    first: bool
    off: tuple[LineOff, ...]
    added: int


_decode: Final = msgspec.json.Decoder(tuple[_Change, ...]).decode


def pieces_moved(text: str | None, quantities: Sequence[int]) -> list[int]:
    """By line of an order of so many units: how many pieces more are counted with it, or fewer.

    What was added in place of pieces that were taken off is counted with these, as their money is:
    less of them as that goes back. What was added beyond them is counted where it stands."""
    found = [0] * len(quantities)
    for one in () if text is None else _decode(text):
        counted = _in_place(one)
        if one.first:
            for each, pieces in zip(one.off, counted, strict=True):
                found[each.line] += -(-pieces * each.stays // each.kept) if each.kept else 0
            continue
        left = sum(counted)
        for line, quantity in enumerate(quantities):
            here = min(quantity, left)
            found[line] -= here
            left -= here
    return found


def _in_place(change: _Change) -> list[int]:
    """Of each line's units that are off, in place of how many something was added."""
    found, left = [], change.added
    for one in change.off:
        found.append(min(one.units, left))
        left -= found[-1]
    return found
