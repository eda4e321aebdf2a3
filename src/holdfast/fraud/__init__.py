"""Fraud: where orders came from, what spoke against them, who decided, and what came of it; who is
always let through, and who never."""

from holdfast.fraud.checks import (
    FraudCheck,
    FraudCheckNotFound,
    FraudDecided,
    FraudOutcome,
    FraudReason,
    FraudStatus,
    FraudVerdict,
    OrderDeclined,
    OrderHeld,
    OrderToBeLookedAt,
    check_of,
    note_disputed,
    note_outcome,
)
from holdfast.fraud.facts import OrderHeldBack, OrderReleased
from holdfast.fraud.jobs import AssessOrder
from holdfast.fraud.life import came_from, checked, decided, decision_moved, still_kept_back
from holdfast.fraud.listed import (
    MAX_LISTED,
    Listed,
    ListedKind,
    ListedNotFound,
    ListedWord,
    TooManyListed,
    drop_listed,
    listed_now,
    put_listed,
)
from holdfast.fraud.tables import FRAUD_STATES
