"""The life of what was found of an order: the moves as riders."""

from uuid import UUID

import msgspec

from holdfast.fraud.checks import FraudCheck, FraudOutcome, FraudStatus
from holdfast.fraud.facts import OrderHeldBack, OrderReleased
from holdfast.fraud.tables import FRAUD_CHECKS, FRAUD_STATES, ORIGINS
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


def decision_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about it."""
    return subject.startswith(f"{FRAUD_STATES.name}/")


def came_from(order_id: UUID, address: str, device: str) -> Rider:
    """From where the order was placed."""
    return Insert(ORIGINS, ((order_id, address, device),))


def checked(check: FraudCheck) -> tuple[Rider, ...]:
    """It was looked at, the first time; of one that is held it is told."""
    reasons = msgspec.json.encode(check.reasons).decode()
    row = (check.order_id, check.status, check.verdict, check.score, reasons, check.card or "",
           check.card_country, msgspec.json.encode(check.other_cards).decode())  # fmt: skip
    found = Insert(FRAUD_CHECKS, (row,))
    if not check.is_held:
        return (found,)
    rules = tuple(one.rule for one in check.reasons)
    return found, tell(OrderHeldBack(check.score, rules), check.order_id)


def still_kept_back(check: FraudCheck) -> Rider:
    """Nobody has let it go since it was read."""
    return Transition(FRAUD_STATES, check.order_id, (check.status,), check.status)


def decided(
    check: FraudCheck, to: FraudStatus, by: str, note: str, outcome: FraudOutcome | None
) -> tuple[Rider, ...]:
    """A person has decided, or the rules alone; of one that is let go it is told. ``outcome``: what
    it was, as they see it."""
    also: dict[str, object] = {"decided_at": NOW, "decided_by": by, "note": note}
    if outcome is not None:
        also |= {"outcome": outcome, "outcome_at": NOW}
    move = Transition(FRAUD_STATES, check.order_id, ("held",), to, tuple(also.items()))
    return (move, tell(OrderReleased(), check.order_id)) if to == "released" else (move,)
