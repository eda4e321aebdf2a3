"""What providers move is kept where the payments are: in the shop, and in the service that has
those of wallets."""

from collections.abc import Mapping

from holdfast.db.cursors import SET_WISE, Consumer
from holdfast.db.turns import Turns
from holdfast.flows.insights.payment_moves import MOVE_TYPES, PaymentMoves
from holdfast.payments import MOVES, PaymentProvider
from holdfast.worker.background import consumer_failed

__all__ = ["payment_moves"]


def payment_moves(providers: Mapping[str, PaymentProvider], turns: Turns | None = None) -> Consumer:
    """Also leaves the jobs that ask for fees and receipts."""
    handle = PaymentMoves(providers)
    return Consumer(
        MOVES, MOVE_TYPES, handle, span=SET_WISE, on_failure=consumer_failed, turns=turns
    )
