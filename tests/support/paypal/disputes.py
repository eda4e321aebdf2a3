"""What PayPal keeps of disputes. Written from the reference of its Disputes API v1."""

import itertools
from datetime import UTC, datetime, timedelta

from tests.support.payment_server import Values
from tests.support.paypal.book import moment
from tests.support.paypal.refusals import missing

__all__ = ["Disputes"]


class Disputes:
    def __init__(self) -> None:
        self.kept: dict[str, Values] = {}
        self._numbers = itertools.count(1)

    def open(self, order: Values, value: str) -> Values:
        """The buyer of a captured order asks PayPal for so much of it; the shop is to answer."""
        unit = order["purchase_units"][0]
        capture = unit["payments"]["captures"][0]
        now = datetime.now(UTC)
        name = f"PP-R-TST-{next(self._numbers):08}"
        self.kept[name] = {
            "dispute_id": name,
            "create_time": moment(now),
            "update_time": moment(now),
            "disputed_transactions": [
                {"seller_transaction_id": capture["id"], "custom": unit["custom_id"]}
            ],
            "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
            "status": "WAITING_FOR_SELLER_RESPONSE",
            "dispute_state": "REQUIRED_ACTION",
            "dispute_amount": {**capture["amount"], "value": value},
            "dispute_life_cycle_stage": "CHARGEBACK",
            "seller_response_due_date": moment(now + timedelta(days=10)),
        }
        return self.kept[name]

    def end(self, name: str, outcome: str, refunded: str = "") -> Values:
        """``refunded``: so much is for the buyer, as it is told."""
        dispute = self.kept[name]
        said: Values = {"outcome_code": outcome}
        if refunded:
            said["amount_refunded"] = {**dispute["dispute_amount"], "value": refunded}
        dispute.update(status="RESOLVED", dispute_outcome=said)
        dispute.pop("seller_response_due_date", None)
        return dispute

    def dispute(self, name: str) -> Values:
        if name not in self.kept:
            raise missing(name)
        return self.kept[name]
