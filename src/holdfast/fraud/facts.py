"""What is told of looking at orders."""

from holdfast.db.events import Fact


class OrderHeldBack(Fact, frozen=True):
    """Something speaks against a paid order: nothing of it leaves before a person has decided.
    `rules` are those that spoke."""

    TYPE = "order.held-back"
    SUBJECT = "order id"
    score: int
    rules: tuple[str, ...]


class OrderReleased(Fact, frozen=True):
    """Somebody has let an order go that was held back: what was held of it may leave."""

    TYPE = "order.released"
    SUBJECT = "order id"
