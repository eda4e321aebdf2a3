"""What opens somebody's calendar, kept so that the database alone opens nothing.

AES-GCM under a key made of the shop's secret; what is sealed is bound to its calendar's row.
"""

import hmac
import os
from typing import Final
from uuid import UUID

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from holdfast.booking.outside.port import CalendarRefused, Credentials

_NONCE: Final = 12


class Sealer:
    """Seals and opens with the shop's secret."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(secret, b"outside calendars", "sha256"))

    def seal(self, calendar_id: UUID, credentials: Credentials) -> bytes:
        nonce = os.urandom(_NONCE)
        plain = msgspec.json.encode(credentials)
        return nonce + self._cipher.encrypt(nonce, plain, calendar_id.bytes)

    def unseal(self, calendar_id: UUID, sealed: bytes | None) -> Credentials:
        """Raises :class:`CalendarRefused` where the shop has another secret by now."""
        try:
            plain = self._cipher.decrypt(
                (sealed or b"")[:_NONCE], (sealed or b"")[_NONCE:], calendar_id.bytes
            )
        except (InvalidTag, ValueError) as error:
            raise CalendarRefused("The shop's secret was changed. Connect it again.") from error
        return msgspec.json.decode(plain, type=Credentials)
