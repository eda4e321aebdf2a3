"""What is told of clients: ids alone, so that who reads the log reads nothing of a person."""

from uuid import UUID

from holdfast.db.events import Fact


class ClientMade(Fact, frozen=True):
    """Staff wrote a client down, one booked for the first time, or a file brought them."""

    TYPE = "client.made"
    SUBJECT = "client id"
    source: str


class ClientsMerged(Fact, frozen=True):
    """`other` turned out to be this client: what was known of both is known of this one."""

    TYPE = "client.merged"
    SUBJECT = "client id"
    other: UUID
