"""What a cancellation costs, as data: pure. Amounts are minor units of the booking's currency."""

from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias

from msgspec import Struct

Cause: TypeAlias = Literal["client", "weather", "studio", "photographer"]
"""Why a booking is cancelled, as far as its price goes: weather and the studio's fault are the
studio's to say, that who is booked cannot make it theirs as well."""
_NOTHING_KEPT: Final = ("studio", "photographer")

MOST_STEPS: Final = 10
MOST_FEE: Final = 10**12


class Step(Struct, frozen=True):
    """From ``minutes`` before the start on, ``percent`` of the price are kept."""

    minutes: int
    percent: int


class MoveFee(Struct, frozen=True):
    """A client's move costs so much from ``minutes`` before the start on: an ``amount``, or a
    ``percent`` of the price."""

    minutes: int
    percent: int = 0
    amount: int = 0


class Policy(Struct, frozen=True, kw_only=True):
    """``steps``: what is kept of the price of one that the client cancels; free before the first of
    them. ``weather``: the percent kept when the weather forbids it. ``moves``: how often the client
    may move it, until ``move_minutes`` before its start, and what that costs (``move_fee``; what
    staff move costs nothing). ``no_show_minutes`` after the start nobody
    comes any more, unless somebody said that the client is there (none: only staff say so). The
    studio's fault costs nothing, ever."""

    steps: tuple[Step, ...] = (Step(24 * 60, 50), Step(2 * 60, 100))
    weather: int = 0
    moves: int = 3
    move_minutes: int = 24 * 60
    move_fee: MoveFee | None = None
    no_show_minutes: int | None = None


USUAL: Final = Policy()
"""Of services that say nothing else: free until a day before, half of the price after that, all of
it in the last two hours."""


class Settled(Struct, frozen=True):
    """What of what was paid is kept, and what goes back: together all of it."""

    penalty: int
    refund: int


def policy_faults(policy: Policy) -> list[str]:
    """What is wrong with it, field by field; nothing, if it can be kept."""
    wrong = []
    minutes = [step.minutes for step in policy.steps]
    percents = [step.percent for step in policy.steps]
    if len(policy.steps) > MOST_STEPS or min(minutes, default=0) < 0:
        wrong.append("steps")
    elif minutes != sorted(set(minutes), reverse=True) or percents != sorted(percents):
        wrong.append("steps")  # the nearer, the dearer
    if not all(0 <= one <= 100 for one in (*percents, policy.weather)):
        wrong.append("percent")
    if policy.moves < 0 or policy.move_minutes < 0:
        wrong.append("moves")
    if policy.move_fee is not None and not _sound(policy.move_fee):
        wrong.append("move_fee")
    if policy.no_show_minutes is not None and policy.no_show_minutes < 0:
        wrong.append("no_show")
    return wrong


def _sound(fee: MoveFee) -> bool:
    """One of both, from some time on."""
    one = (fee.percent > 0) != (fee.amount > 0)
    return one and fee.minutes >= 0 and 0 <= fee.percent <= 100 and 0 <= fee.amount <= MOST_FEE


def move_fee(policy: Policy, starts_at: datetime, now: datetime, price: int) -> int:
    """What it costs its client to move it now. It holds from its very minute on; of a percentage
    what is less than a minor unit is the client's."""
    fee = policy.move_fee
    if fee is None or now < starts_at - timedelta(minutes=fee.minutes):
        return 0
    return fee.amount or price * fee.percent // 100


def keeps_fees(cause: Cause) -> bool:
    """Whether what its moves have cost stays: not if it is the fault of the studio, or of who is
    booked."""
    return cause not in _NOTHING_KEPT


def percent_kept(policy: Policy, starts_at: datetime, now: datetime, cause: Cause) -> int:
    """Of the price. A step holds from its very minute on."""
    if cause in _NOTHING_KEPT:
        return 0
    if cause == "weather":
        return policy.weather
    reached = [
        step.percent for step in policy.steps if now >= starts_at - timedelta(minutes=step.minutes)
    ]
    return max(reached, default=0)


def settled(percent: int, price: int, paid: int, fees: int = 0) -> Settled:
    """``percent`` of the ``price`` is kept of what was ``paid``, rounded down for the client, and
    the ``fees`` in it, which were for what was done; never more than was paid."""
    penalty = min((price - fees) * percent // 100 + fees, paid)
    return Settled(penalty, paid - penalty)


def free_until(policy: Policy, starts_at: datetime) -> datetime | None:
    """Until when a client may cancel for nothing; None: until the start."""
    first = next((step for step in policy.steps if step.percent), None)
    return None if first is None else starts_at - timedelta(minutes=first.minutes)
