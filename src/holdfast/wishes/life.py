"""The life of a wish: each move as a rider."""

from uuid import UUID

from holdfast.ledger import NOW, Insert, Transition
from holdfast.wishes.tables import WISH_STATES, WISHES


def wished(wish_id: UUID, owner: str, product_id: UUID, price: int) -> Insert:
    """The first time: a second row for the product is refused as a ``Conflict``."""
    return Insert(WISHES, ((wish_id, owner, product_id, "wished", NOW, price),))


def wished_again(wish_id: UUID, price: int) -> Transition:
    kept = (("at", NOW), ("price", price))
    return Transition(WISH_STATES, wish_id, ("removed",), "wished", kept)


def removed(wish_id: UUID) -> Transition:
    return Transition(WISH_STATES, wish_id, ("wished",), "removed", (("at", NOW),))
