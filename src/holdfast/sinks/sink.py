"""The port: somewhere that messages are taken to."""

from typing import Protocol

from holdfast.sinks.envelope import Envelope


class NotDelivered(Exception):
    """The other side did not take the message, or did not say that it did; the message tells why.

    It may have taken it all the same: it is sent again. ``after``: for so many seconds it wants to
    be sent nothing, whatever it is about.
    """

    def __init__(self, why: str, *, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class Sink(Protocol):
    """Takes messages elsewhere. It knows nothing of retries or order: whoever sends sees to both.

    It connects when there is something to send, not before.
    """

    @property
    def name(self) -> str:
        """Its own among all sinks; what was not delivered yet waits under it."""
        ...

    @property
    def at_once(self) -> int:
        """Of how many orders messages may be on their way at a time."""
        ...

    async def send(self, message: Envelope) -> None:
        """Return when the other side has it for good. Raises :class:`NotDelivered`."""
        ...

    async def close(self) -> None:
        """Let go of files and connections."""
        ...
