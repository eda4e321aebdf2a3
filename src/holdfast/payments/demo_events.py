"""The demo provider's own events."""

from collections.abc import Mapping

from holdfast.kit.signed_words import SignedWords, Word
from holdfast.payments.provider import EventRefusal, ProviderEvent


class DemoEvents:
    """``secret`` signs them."""

    def __init__(self, secret: bytes) -> None:
        self._words = SignedWords(secret, b"demo events", "demo-signature")

    def signed(self, event: ProviderEvent, at: float) -> tuple[dict[str, str], bytes]:
        """The headers and body of an event that is sent now; ``at`` in seconds since the epoch."""
        return self._words.signed(Word(event.id, event.reference), at)

    def read(
        self, headers: Mapping[str, str], body: bytes, now: float
    ) -> ProviderEvent | EventRefusal:
        word = self._words.read(headers, body, now)
        return ProviderEvent(word.id, word.reference) if isinstance(word, Word) else word
