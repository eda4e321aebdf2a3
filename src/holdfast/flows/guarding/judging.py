"""What speaks against an order: a score with its reasons, and what follows; pure."""

from collections.abc import Sequence

from msgspec import Struct

from holdfast.fraud import FraudReason, FraudVerdict, ListedKind, ListedWord
from holdfast.shop import COUNTED, FraudRule, FraudRules

__all__ = ["Judgement", "Listing", "Seen", "judged"]


class Listing(Struct, frozen=True):
    """Something of the order stands on the shop's list."""

    kind: ListedKind
    word: ListedWord


class Seen(Struct, frozen=True):
    """What is known of an order: of each rule that counts, what it counted, this order among them;
    ``country`` is where its goods go, ``card_country`` that of the card that paid."""

    counts: Sequence[int]
    total: int
    currency: str
    is_first: bool
    country: str | None = None
    card_country: str | None = None
    listed: Listing | None = None


class Judgement(Struct, frozen=True):
    """What follows, by how many points, and why."""

    verdict: FraudVerdict
    score: int
    reasons: tuple[FraudReason, ...]


def judged(rules: FraudRules, seen: Seen) -> Judgement:
    """The sum of the rules that speak against it. Who stands on the list is let through, or
    refused, whatever they say."""
    both = zip(rules.rules, seen.counts, strict=True)
    reasons = tuple(
        reason for rule, count in both if (reason := _reason(rule, count, seen)) is not None
    )
    score = sum(one.points for one in reasons)
    if seen.listed is not None:
        blocked = seen.listed.word == "block"
        word = FraudReason("blocked" if blocked else "allowed", detail=seen.listed.kind)
        return Judgement("refuse" if blocked else "pass", score, (word, *reasons))
    verdict: FraudVerdict = "pass"
    if score >= rules.refuse_from:
        verdict = "refuse"
    elif score >= rules.hold_from:
        verdict = "hold"
    return Judgement(verdict, score, reasons)


def _reason(rule: FraudRule, count: int, seen: Seen) -> FraudReason | None:
    if rule.kind in COUNTED:
        if count <= rule.most:
            return None
        return FraudReason(rule.kind, rule.points, count, rule.most)
    if rule.kind == "countries":
        if None in (seen.card_country, seen.country) or seen.card_country == seen.country:
            return None
        return FraudReason(rule.kind, rule.points, detail=f"{seen.card_country} {seen.country}")
    if not seen.is_first or seen.currency != rule.currency or seen.total < rule.amount:
        return None
    return FraudReason(rule.kind, rule.points, seen.total, rule.amount, seen.currency)
