"""Proof of work: a riddle that takes a computer a moment to solve and none to check. Pure.

A challenge is signed, and says itself whose it is, of which sale, how hard, and until when: nothing
of it is kept before it is solved. It is solved by a word for which SHA-256 of
``<challenge>:<word>`` begins with so many bits of zero, as hashcash has it.
"""

import base64
import hashlib
import hmac
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import DecodeError, Struct
from msgspec.json import decode, encode

from holdfast.kit import new_id

LASTS: Final = 120.0
"""Seconds."""
_WORD: Final = 64

BadProof: TypeAlias = Literal["unsigned", "expired", "not-yours", "too-easy"]


class Challenge(Struct, frozen=True):
    """``ends``: seconds since the epoch."""

    id: UUID
    sale: UUID
    owner: str
    bits: int
    ends: float


class Proofs:
    """``bits`` of zero are asked for; each more takes twice the time."""

    def __init__(self, secret: bytes, bits: int) -> None:
        self._secret = hmac.digest(secret, b"sale-proof", "sha256")
        self.bits = bits

    def ask(self, sale: UUID, owner: str, now: float) -> tuple[str, Challenge]:
        """A new challenge, and how it is sent."""
        made = Challenge(new_id(), sale, owner, self.bits, now + LASTS)
        said = base64.urlsafe_b64encode(encode(made)).decode()
        return f"{said}.{self._mark(said)}", made

    def read(
        self, challenge: str, word: str, sale: UUID, owner: str, now: float
    ) -> Challenge | BadProof:
        """The challenge that is solved, or what is wrong. Whether it was solved before is not seen
        here."""
        said, _, mark = challenge.rpartition(".")
        if not hmac.compare_digest(self._mark(said).encode(), mark.encode("utf-8", "replace")):
            return "unsigned"
        try:
            asked = decode(base64.urlsafe_b64decode(said), type=Challenge)
        except (DecodeError, ValueError):
            return "unsigned"
        if (asked.sale, asked.owner) != (sale, owner):
            return "not-yours"
        if now > asked.ends:
            return "expired"
        if len(word) > _WORD or _zeros(f"{challenge}:{word}") < asked.bits:
            return "too-easy"
        return asked

    def _mark(self, said: str) -> str:
        return hmac.new(self._secret, said.encode("utf-8", "replace"), "sha256").hexdigest()


def _zeros(text: str) -> int:
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return 256 - int.from_bytes(digest).bit_length()
