"""What speaks against an order, as a merchant says it: rules with points, and from how many points
on a person looks, or it is refused. Pure."""

from collections.abc import Iterator
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.kit.sentences import say

MAX_FRAUD_RULES: Final = 30
FraudKind: TypeAlias = Literal[
    "account", "card", "address", "device", "declined", "countries", "first-order"
]
"""Orders of one account, card, network address or device; tries to pay that were declined; a card
of another country than the goods go to; a first order of so much."""
COUNTED: Final[frozenset[FraudKind]] = frozenset(
    ("account", "card", "address", "device", "declined")
)


class FraudRule(Struct, frozen=True):
    """So many ``points``, where there were more than ``most`` in ``hours``; of a first order, where
    it comes to ``amount`` minor units of ``currency`` or more."""

    kind: FraudKind
    points: int
    most: int = 0
    hours: int = 24
    amount: int = 0
    currency: str = ""


USUAL_RULES: Final = (
    FraudRule("account", 40, most=5),
    FraudRule("card", 40, most=3),
    FraudRule("address", 25, most=10),
    FraudRule("device", 15, most=20),
    FraudRule("declined", 40, most=3),
    FraudRule("countries", 30),
)


class FraudRules(Struct, frozen=True):
    """Whether orders are looked at at all; from ``hold_from`` points on a person decides, from
    ``refuse_from`` on the order is refused."""

    on: bool = False
    hold_from: int = 50
    refuse_from: int = 100
    rules: tuple[FraudRule, ...] = USUAL_RULES


CAUTIOUS: Final = FraudRules(on=True, refuse_from=1000)
"""With which a new shop begins: a person looks at what is odd, and the rules refuse nothing."""


def fraud_faults(rules: FraudRules) -> Iterator[tuple[str, str]]:
    """What is wrong with them, by field."""
    if rules.refuse_from < rules.hold_from:
        yield "fraud.refuseFrom", say("Refuse at as many points as hold, or more.")
    for at, one in enumerate(rules.rules):
        if one.kind == "first-order" and not one.currency:
            yield f"fraud.rules[{at}].currency", say("Name the currency of the amount.")
