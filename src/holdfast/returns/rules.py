"""What of an order may be sent back, and what may be done with a return; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.returns.returned import Return

ReturnAction: TypeAlias = Literal["approve", "refuse", "receive", "inspect", "cancel"]
RETURN_ACTIONS: Final[tuple[ReturnAction, ...]] = get_args(ReturnAction)
MAX_RETURNS: Final = 50
"""Of one order, those that came to nothing among them."""


class NotArrived(Problem):
    """Only what has arrived can be sent back; what is not packed yet can be cancelled."""

    status = 409
    code = "not-arrived"
    title = "Nothing of this has arrived yet"


class NotReturnable(Problem):
    """The shop does not take this back."""

    status = 409
    code = "not-returnable"
    title = "The shop does not take this back"


class ReturnWindowOver(Problem):
    """It arrived too long ago; ``until`` is when it could be sent back at the latest."""

    status = 409
    code = "return-window-over"
    title = "It is too late to send this back"


class UnitsNotReturnable(Problem):
    """More units than are left: the others were refunded, or are in a return already."""

    status = 409
    code = "units-not-returnable"
    title = "So many units are not left to send back"


class TooManyReturns(Problem):
    """An order has a bounded number of returns."""

    status = 409
    code = "too-many-returns"
    title = "The order has too many returns"


class ReturnNotApproved(Problem):
    """Staff have not decided yet whether it is taken back."""

    status = 409
    code = "return-not-approved"
    title = "The return is not approved"


class ReturnApprovedAlready(Problem):
    """It is to be sent."""

    status = 409
    code = "return-approved"
    title = "The return is approved already"


class ReturnNotReceived(Problem):
    """Only what came back can be looked at."""

    status = 409
    code = "return-not-received"
    title = "The return has not come back"


class ReturnReceivedAlready(Problem):
    """It came back: now it is looked at."""

    status = 409
    code = "return-received"
    title = "The return has come back already"


class ReturnEnded(Problem):
    """It was refused, cancelled or looked at; ``found`` is which."""

    status = 409
    code = "return-ended"
    title = "Nothing more happens to this return"


class LineFacts(Struct, frozen=True):
    """Of a line: how many units were bought, how many of them ``refunded``, and how many are in
    returns that are open (``asked``). ``arrived`` is how many its buyer was sent, the last of them
    at ``arrived_at``; ``came`` is how many of those are back. The shop takes it back for so many
    ``days`` (0: never), and approves that ``by_rule``."""

    quantity: int
    refunded: int = 0
    asked: int = 0
    arrived: int = 0
    came: int = 0
    arrived_at: datetime | None = None
    days: int = 0
    by_rule: bool = False


class Returnable(Struct, frozen=True):
    """So many ``units`` may be sent back ``until`` then, or none, for the ``refusal``. ``by_rule``:
    nobody has to decide about it."""

    units: int
    until: datetime | None = None
    refusal: Problem | None = None
    by_rule: bool = False


def judged(line: LineFacts, now: datetime, *, by_staff: bool = False) -> Returnable:
    """What may be sent back of the line. Staff are not bound by the shop's rules, but by what was
    bought and has arrived."""
    units = min(line.arrived - line.came, line.quantity - line.refunded) - line.asked
    until = None
    if line.days and line.arrived_at is not None:
        until = line.arrived_at + timedelta(days=line.days)
    refusal = _refusal(line, units, until, now, by_staff=by_staff)
    if refusal is not None:
        return Returnable(0, until, refusal)
    return Returnable(units, until, None, line.by_rule)


def _refusal(
    line: LineFacts, units: int, until: datetime | None, now: datetime, *, by_staff: bool
) -> Problem | None:
    if not line.arrived:
        return NotArrived("It can be sent back once it has arrived.")
    if not line.days and not by_staff:
        return NotReturnable("Goods of this kind are not taken back.")
    if until is not None and until < now and not by_staff:
        return ReturnWindowOver(
            say("It could be sent back within {days} days after it arrived.", days=line.days),
            extra={"until": until.isoformat()},
        )
    if units < 1:
        return UnitsNotReturnable("All of it was refunded, or is in a return already.")
    return None


def must_be_returnable(wanted: Mapping[int, int], lines: Sequence[Returnable]) -> bool:
    """Whether the rules approve all of it. Raises the refusal of the first line that cannot be sent
    back; or, naming each line, that more is wanted than is left."""
    found = []
    for line, units in wanted.items():
        if line >= len(lines):
            said = say("The order has no line {line}.", line=line + 1)
            found.append(FieldError(f"lines[{line}].line", UnitsNotReturnable.code, said))
            continue
        may = lines[line]
        if may.refusal is not None:
            raise may.refusal
        if units > may.units:
            said = say("Of line {line}, {left} may be sent back.", line=line + 1, left=may.units)
            found.append(FieldError(f"lines[{line}].quantity", UnitsNotReturnable.code, said))
    if found:
        raise UnitsNotReturnable.of(found)
    return all(lines[line].by_rule for line in wanted)


def units_asked(found: Iterable[Return], line: int) -> int:
    """How many units of the line are in returns that are open."""
    return sum(one.lines[line].quantity for one in found if one.is_open and line in one.lines)


def units_back(found: Iterable[Return], line: int) -> int:
    """How many units of the line came back."""
    return sum(one.lines[line].came for one in found if line in one.lines)


def why_not(action: ReturnAction, found: Return) -> Problem | None:
    """The refusal, or None if it may be done with the return."""
    if not found.is_open:
        return ReturnEnded(
            "It was refused, cancelled or looked at before.", extra={"found": found.status}
        )
    match action:
        case "inspect" if not found.is_received:
            return ReturnNotReceived("Say first that it came back.")
        case "receive" if found.is_requested:
            return ReturnNotApproved("Approve it first.")
        case "approve" if found.is_approved:
            return ReturnApprovedAlready("Its buyer is told to send it.")
        case "approve" | "refuse" | "receive" | "cancel" if found.is_received:
            return ReturnReceivedAlready("It came back: look at it now.")
    return None
