"""Codes at rest: sealed each to its row, and a digest by which the same code is known again."""

import hmac
from typing import Final
from uuid import UUID

from holdfast.digital.code import CodeUnreadable
from holdfast.kit.sealing import Sealer, SecretChanged

_PURPOSE: Final = b"digital codes"


class CodeSeals:
    """Made of the shop's secret. The digest is keyed: a stolen table tells no code by trying."""

    def __init__(self, secret: bytes) -> None:
        self._sealer = Sealer(secret, _PURPOSE)
        self._digests = hmac.digest(secret, b"digests of digital codes", "sha256")

    def seal(self, code_id: UUID, code: str) -> bytes:
        return self._sealer.seal(code_id, code.encode())

    def open(self, code_id: UUID, sealed: bytes) -> str:
        """Raises :class:`~holdfast.digital.CodeUnreadable`."""
        try:
            return self._sealer.unseal(code_id, sealed).decode()
        except SecretChanged as error:
            raise CodeUnreadable(
                "It was brought under another secret of the shop. It has to be brought again."
            ) from error

    def digest(self, code: str) -> bytes:
        return hmac.digest(self._digests, code.encode(), "sha256")
