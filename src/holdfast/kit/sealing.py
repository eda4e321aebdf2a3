"""Secrets at rest, kept so that the database alone opens nothing.

AES-GCM under a key made of the shop's secret and of what it is for; what is sealed is bound to the
row that it stands in.
"""

import hmac
import os
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = ["Sealer", "SecretChanged"]

_NONCE: Final = 12


class SecretChanged(Exception):
    """What was sealed does not open: the shop has another secret by now, or it is another row's."""


class Sealer:
    """Seals and opens with the shop's secret; what was sealed for one ``purpose`` opens for no
    other."""

    def __init__(self, secret: bytes, purpose: bytes) -> None:
        self._cipher = AESGCM(hmac.digest(secret, purpose, "sha256"))

    def seal(self, row: UUID, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, row.bytes)

    def unseal(self, row: UUID, sealed: bytes) -> bytes:
        """Raises :class:`SecretChanged`."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], row.bytes)
        except (InvalidTag, ValueError) as error:
            raise SecretChanged from error
