"""What the studio asks of whoever requests a booking, and of how many wait for an answer at once.
Pure."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from holdfast.kit.sentences import Sentence, say

MOST_OPEN: Final = 1_000


class AskingRules(Struct, frozen=True):
    """``confirmed``: only who has shown that mail reaches them asks. How many requests of one
    ``client`` and of one ``calendar`` may be open at once; None: as many as the shop lets any."""

    confirmed: bool = False
    client: int | None = None
    calendar: int | None = None


ANYBODY_ASKS: Final = AskingRules()


class Asking(Struct, frozen=True):
    """By what the seats of one request are counted: a ``contact`` that is confirmed (none: ""), and
    how many of it and of each calendar there may be, where the studio says; ``network``: the digest
    of the address that who waits in line asked from, for the day on which it is offered."""

    contact: str = ""
    client: int | None = None
    calendar: int | None = None
    network: str = ""

    @property
    def mailbox(self) -> str:
        """The contact without what its owner may add to it at will: one mailbox is one client."""
        name, _, domain = self.contact.lower().rpartition("@")
        return f"{name.partition('+')[0]}@{domain}" if domain else ""


def asking_faults(rules: AskingRules) -> Iterator[tuple[str, str, Sentence]]:
    """What is wrong with them, by field."""
    for name, most in (("client", rules.client), ("calendar", rules.calendar)):
        if most is not None and not 1 <= most <= MOST_OPEN:
            detail = say("Use a number from {least} to {most}.", least=1, most=MOST_OPEN)
            yield f"requests.{name}", "invalid", detail
