"""Messages that were given up, sent again because staff said so: a subject's whole tail."""

from holdfast import people
from holdfast.db.engine import Database
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.sinks import DeliveryBook

__all__ = ["DeadDeliveryNotFound", "retry_dead_deliveries", "retry_dead_delivery"]


class DeadDeliveryNotFound(Problem):
    """No order's messages were given up under that number, or they are being sent again already."""

    status = 404
    code = "dead-delivery-not-found"
    title = "No such failed messages"


async def retry_dead_delivery(database: Database, number: int, actor: str, request: str) -> str:
    """Give one order's messages to one sink all their tries again, with an audit line; the sink."""
    async with database.transaction() as connection:
        revived = await DeliveryBook(database).revive(connection, id=number)
        if not revived:
            raise DeadDeliveryNotFound(
                say("There are no failed messages with number {number}.", number=number)
            )
        ((sink, subject),) = revived
        about = {"sink": sink}
        await people.note(connection, actor, "delivery.retried", subject, about, request)
    return sink


async def retry_dead_deliveries(
    database: Database,
    actor: str,
    request: str,
    *,
    sink: str | None = None,
    order: str | None = None,
) -> int:
    """Give all that were given up (of one sink, of one order) their tries again, with one audit
    line; how many orders, counted for each sink."""
    async with database.transaction() as connection:
        revived = await DeliveryBook(database).revive(connection, sink=sink, subject=order)
        if revived:
            about = {"sink": sink, "orders": len(revived)}
            subject = f"order/{order}" if order else "deliveries"
            await people.note(connection, actor, "delivery.retried", subject, about, request)
    return len(revived)
