"""What invoices and credit notes of an order say, and what they ought to."""

from collections import Counter
from fractions import Fraction
from typing import Any

from tests.api.money.accounts import Sale
from tests.api.money.selling import Told
from tests.api.money.wares import Shop
from tests.support.market import expect

__all__ = ["papers_of", "tax_back"]


def tax_back(shop: Shop, sale: Sale) -> int:
    """What credit notes of it say went back."""
    return sum(one["tax"] for one in _issued(shop, sale) if one["kind"] == "credit-note")


def papers_of(shop: Shop, sale: Sale) -> list[Told]:
    """Each as what it is called, what it is, and what it ought to be."""
    issued = _issued(shop, sale)
    paid = sum(one.amount for one in sale.new)
    gone = sum(one.gone for one in sale.new)
    if not paid:
        return [("invoices", issued, [])]
    bills = [one for one in issued if one["kind"] == "invoice"]
    notes = [one for one in issued if one["kind"] == "credit-note"]
    by_rate, back = _by_rate(bills), _by_rate(notes)
    found: list[Told] = [
        ("invoices", [(one["total"], one["tax"]) for one in bills], [(paid, sale.due_tax)]),
        ("credit notes", sum(one["total"] for one in notes), gone),
    ]
    if sale.is_service and not sale.lines:
        ought = sale.due_tax * gone // paid  # of one line: each step down, all with the last
        found.append(("tax of credit notes", sum(one["tax"] for one in notes), ought))
    found += [
        ("sums by rate", [one for one in issued if one["tax"] and not _adds_up(one)], []),
        ("taxes by rate", [one for one in issued if not _is_tax(one, len(sale.lines))], []),
        ("more credited at a rate than was sold", [one for one in back if not (
            0 <= back[one] <= by_rate[one])], []),
    ]  # fmt: skip
    if gone == paid:
        found.append(("tax of all that was sold", sum(one["tax"] for one in notes), sale.due_tax))
        found.append(("credit notes by rate", +back, +by_rate))
    return found


def _issued(shop: Shop, sale: Sale) -> list[dict[str, Any]]:
    path = f"/api/orders/{sale.order_id}/invoices"
    found: list[dict[str, Any]] = expect(shop.market.staff.get(path))["invoices"]
    return found


def _by_rate(issued: list[dict[str, Any]]) -> Counter[tuple[int, str]]:
    """Net and tax at each rate, of all of them."""
    found: Counter[tuple[int, str]] = Counter()
    for one in issued:
        for each in one["taxes"]:
            found[each["rate"], "net"] += each["net"]
            found[each["rate"], "tax"] += each["tax"]
    return found


def _adds_up(one: dict[str, Any]) -> bool:
    nets, taxes = ([int(each[name]) for each in one["taxes"]] for name in ("net", "tax"))
    return (sum(taxes), sum(nets) + sum(taxes)) == (one["tax"], one["total"])


def _is_tax(one: dict[str, Any], lines: int) -> bool:
    """At each rate to the minor unit a line, since each line's tax is rounded by itself, before
    and after."""
    return all(
        abs(each["tax"] - Fraction(each["net"] * each["rate"], 100_000)) <= 2 * (lines + 1)
        for each in one["taxes"]
    )
