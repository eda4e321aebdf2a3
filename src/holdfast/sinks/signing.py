"""Signatures of webhooks, as Standard Webhooks (standardwebhooks.com) has them: anybody's verifier
can check them.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from typing import Final

PREFIX: Final = "whsec_"
LEAST_BYTES: Final = 24
MOST_BYTES: Final = 64


class BadSecret(ValueError):
    """No secret to sign webhooks with."""


class WebhookSigner:
    """Signs with every secret given, so that one can be replaced while receivers know the other."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [_key(secret) for secret in secrets]
        if not self._keys:
            raise BadSecret("a webhook needs a secret")

    def headers(self, message_id: str, at: int, body: bytes) -> list[tuple[str, str]]:
        """``at`` is in seconds since 1970: the try's own time, so that receivers can refuse old
        ones."""
        signed = b".".join((message_id.encode(), str(at).encode(), body))
        signatures = (
            "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
            for key in self._keys
        )
        return [
            ("webhook-id", message_id),
            ("webhook-timestamp", str(at)),
            ("webhook-signature", " ".join(signatures)),
        ]


def _key(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise BadSecret(f"a webhook's secret is {PREFIX} and base64") from None
    if not secret.startswith(PREFIX) or not LEAST_BYTES <= len(key) <= MOST_BYTES:
        raise BadSecret(
            f"a webhook's secret is {PREFIX} and {LEAST_BYTES} to {MOST_BYTES} bytes as base64"
        )
    return key
