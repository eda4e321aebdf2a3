"""What a purchase can be refused with, as problems; and the ledger's outcomes among them."""

import structlog

from holdfast.kit.errors import Problem
from holdfast.ledger import Busy, Conflict, InDoubt, KeyReused, Outcome

__all__ = [
    "AddressNeeded", "AlreadyPaid", "BalanceTooLarge", "CancelByBooking",
    "CancelByPackage", "CannotBuy", "CompleteByBooking", "CurrencyUnknown", "GuestUnits",
    "IdempotencyKeyReused", "InsufficientStock", "NetworkUnits", "NoRefundWaits",
    "NoRefunds", "NotAgreed", "NotManual", "NotPaid", "OrderCancelledAlready",
    "OrderChangedMeanwhile", "OrderCompletedAlready", "OrderNotFound", "OutcomeUnknown",
    "PaymentFailedProblem", "PaymentNotFound", "PaymentUnderWay", "ProviderAway", "ProviderUnknown",
    "ReservationExpired", "ReservationNotFound", "ScenarioUnknown", "SentInExchange", "StoreFull",
    "TooBusy", "TooManyHolds", "TooManyReservations", "TooManyUnits", "TooManyUnpaid", "refuse",
]  # fmt: skip


class InsufficientStock(Problem):
    """Not enough is free; ``shortages`` names each short line."""

    status = 409
    code = "insufficient-stock"
    title = "Not enough in stock"


class TooManyHolds(Problem):
    """Too many reservations are open already."""

    status = 429
    code = "too-many-holds"
    title = "Too many reservations are open"


class TooManyUnpaid(Problem):
    """Reservations ended unpaid, one after another; fewer may be open for a while."""

    status = 429
    code = "too-many-unpaid"
    title = "Too many reservations ended unpaid"


class TooManyReservations(Problem):
    """As much was reserved today as one buyer, or the guests of one address, may."""

    status = 429
    code = "too-many-reservations"
    title = "Too many reservations today"


class TooManyUnits(Problem):
    """More units of a variant than one buyer may hold at once; ``limits`` names each such line."""

    status = 409
    code = "too-many-units"
    title = "More than one buyer can hold"


class GuestUnits(Problem):
    """More units of a variant than a buyer without an account may hold; ``limits`` as above."""

    status = 409
    code = "too-many-for-guest"
    title = "More than a guest can hold"


class NetworkUnits(Problem):
    """Guests of one network address hold as much of a variant as they may; ``limits`` as above."""

    status = 429
    code = "too-many-on-network"
    title = "Guests on this network hold too many"


class CurrencyUnknown(Problem):
    """Neither a currency of ISO 4217 nor points."""

    status = 422
    code = "currency-unknown"
    title = "No such currency"


class BalanceTooLarge(Problem):
    """More than a wallet can hold: 2^53 - 1, so that balances stay exact in JSON."""

    status = 409
    code = "balance-too-large"
    title = "The balance would be too large"


class CannotBuy(Problem):
    """Something is missing. All that is stands there: ``shortages`` of products, ``points``
    missing in the wallet, the ``coupon`` that cannot be used."""

    status = 409
    code = "cannot-buy"
    title = "The purchase cannot be completed"


class ReservationNotFound(Problem):
    """No such reservation of yours."""

    status = 404
    code = "reservation-not-found"
    title = "No such reservation"


class OrderNotFound(Problem):
    """No such order of yours."""

    status = 404
    code = "order-not-found"
    title = "No such order"


class ReservationExpired(Problem):
    """The hold's time is over."""

    status = 410
    code = "reservation-expired"
    title = "The reservation has expired"


class OrderCancelledAlready(Problem):
    """The order is cancelled."""

    status = 409
    code = "order-cancelled"
    title = "The order is cancelled"


class OrderCompletedAlready(Problem):
    """What was delivered is returned, not cancelled."""

    status = 409
    code = "order-completed"
    title = "The order is completed"


class NotPaid(Problem):
    """Only a paid order can be completed."""

    status = 409
    code = "not-paid"
    title = "The order is not paid"


class NotManual(Problem):
    """The buyer did not choose to pay without a provider."""

    status = 409
    code = "not-manual"
    title = "The order is not paid at the shop"


class NoRefunds(Problem):
    """The shop does not refund paid orders."""

    status = 409
    code = "no-refunds"
    title = "Paid orders are not refunded"


class CancelByBooking(Problem):
    """What a paid booking costs when it is cancelled, the booking says; ``bookingId`` is which."""

    status = 409
    code = "cancel-by-booking"
    title = "The order pays for a booking"


class CompleteByBooking(Problem):
    """An order that pays for a booking ends with it, when the session is over."""

    status = 409
    code = "complete-by-booking"
    title = "The order ends with its booking"


class CancelByPackage(Problem):
    """How much of what was bought is left, the package says: that is returned."""

    status = 409
    code = "cancel-by-package"
    title = "The order bought a package"


class SentInExchange(Problem):
    """Nothing was paid for it by itself: its money is with the order whose goods were sent back."""

    status = 409
    code = "sent-in-exchange"
    title = "The order is an exchange"


class NoRefundWaits(Problem):
    """No money of this order waits to be handed back by staff."""

    status = 409
    code = "no-refund-waits"
    title = "No refund is waiting"


class AlreadyPaid(Problem):
    """The order is paid for already."""

    status = 409
    code = "already-paid"
    title = "The order is already paid"


class NotAgreed(Problem):
    """The booking is on request, and waits for an answer: nothing can be paid yet."""

    status = 409
    code = "not-agreed"
    title = "The booking waits for an answer"


class AddressNeeded(Problem):
    """It is brought to its buyer, who has not said where to."""

    status = 422
    code = "address-needed"
    title = "It is not said where the goods go"


class PaymentUnderWay(Problem):
    """A payment for the order was begun and is not decided."""

    status = 409
    code = "payment-under-way"
    title = "A payment is in progress"


class OrderChangedMeanwhile(Problem):
    """The order was changed before the payment came; the money goes back."""

    status = 409
    code = "order-changed"
    title = "The order was changed"


class PaymentNotFound(Problem):
    """No such payment for this reservation or account."""

    status = 404
    code = "payment-not-found"
    title = "No such payment"


class PaymentFailedProblem(Problem):
    """The payment was declined."""

    status = 402
    code = "payment-failed"
    title = "The payment failed"


class ProviderUnknown(Problem):
    """The shop does not take payments by this provider."""

    status = 422
    code = "provider-unknown"
    title = "Unknown payment provider"


class ScenarioUnknown(Problem):
    """The demo provider knows no such scenario."""

    status = 422
    code = "scenario-unknown"
    title = "Unknown scenario"


class ProviderAway(Problem):
    """The payment provider does not answer."""

    status = 503
    code = "provider-unavailable"
    title = "The payment provider does not answer"


class TooBusy(Problem):
    """Nothing was tried: too much is waiting, or the database is away."""

    status = 503
    code = "busy"
    title = "Too busy"


class StoreFull(TooBusy):
    """Nothing was tried: the database has no room left."""

    code = "store-full"
    title = "Nothing can be saved at the moment"

    def __init__(self) -> None:
        super().__init__(
            "The shop cannot save anything right now. Nothing was changed.",
            headers={"Retry-After": "10"},
        )


class OutcomeUnknown(Problem):
    """The database could not say whether it is done; repeating with the same key is safe."""

    status = 503
    code = "outcome-unknown"
    title = "The outcome is not known"


class IdempotencyKeyReused(Problem):
    """The key was used for another request."""

    status = 422
    code = "idempotency-key-reused"
    title = "The idempotency key was used before"


log = structlog.get_logger("holdfast.commit")


def refuse(outcome: Outcome) -> Problem:
    """The problem for an outcome that is nobody's in particular; raise what it returns."""
    match outcome:
        case Busy(full=True):
            return StoreFull()
        case Busy(retry_after=seconds):
            return TooBusy(
                "Nothing was changed. Please try again in a moment.",
                headers={"Retry-After": str(max(1, round(seconds)))},
            )
        case InDoubt():
            return OutcomeUnknown(
                "The connection broke at the last step. Repeat with the same Idempotency-Key: "
                "nothing is done twice.",
                headers={"Retry-After": "1"},
            )
        case KeyReused():
            return IdempotencyKeyReused(
                "This Idempotency-Key was sent before with another request. Use a new one.",
                field="Idempotency-Key",
            )
        case Conflict():  # others were quicker, again and again or in a way nobody thought of
            log.error("a conflict nobody expected", subject=outcome.subject, found=outcome.found)
            said = "Others are changing it at the same moment. Try again."
            return TooBusy(said, headers={"Retry-After": "1"})
    raise AssertionError(f"an outcome nobody expected here: {outcome!r}")
