"""Staff see to a receipt that the tax service did not take from the provider."""

from uuid import UUID

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.kit import Problem
from holdfast.payments import receipt_named, registered_by_hand

__all__ = ["ReceiptNotFound", "ReceiptNotWaiting", "made_by_hand"]


class ReceiptNotFound(Problem):
    """No such receipt."""

    status = 404
    code = "receipt-not-found"
    title = "There is no such receipt"


class ReceiptNotWaiting(Problem):
    """The tax service has it, or has not said no."""

    status = 409
    code = "receipt-not-waiting"
    title = "The receipt does not wait for anybody"


async def made_by_hand(database: Database, caller: Caller, receipt_id: UUID) -> None:
    """It was made another way; said again, nothing happens. Raises :class:`ReceiptNotFound` and
    :class:`ReceiptNotWaiting`."""
    async with database.transaction() as connection:
        payment_id = await registered_by_hand(connection, receipt_id)
        if payment_id is not None:
            about = {"payment": str(payment_id)}
            await caller.note(connection, "receipt.by-hand", f"receipt/{receipt_id}", about)
            return
        state = await receipt_named(connection, receipt_id)
        if state is None:
            raise ReceiptNotFound("There is no such receipt.")
        if state != "by-hand":
            raise ReceiptNotWaiting("Only a receipt that was refused is made by hand.")
