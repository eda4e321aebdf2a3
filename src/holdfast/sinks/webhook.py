"""Webhooks: a signed POST a message."""

from collections.abc import Callable
from typing import Final

from holdfast.kit.clock import utc_now
from holdfast.kit.public_network import Address, is_public
from holdfast.sinks.envelope import CONTENT_TYPE, Envelope
from holdfast.sinks.http_post import HttpPoster
from holdfast.sinks.posting import post, refusal
from holdfast.sinks.signing import WebhookSigner

AT_ONCE: Final = 16


class Webhook:
    """Any 2xx is a yes, whatever comes after its head; a redirect is not followed.

    A try takes ``seconds`` at most. ``allowed`` says which addresses may be called.
    """

    def __init__(
        self,
        name: str,
        url: str,
        signer: WebhookSigner,
        *,
        seconds: float = 10.0,
        at_once: int = AT_ONCE,
        allowed: Callable[[Address], bool] = is_public,
    ) -> None:
        self.name = name
        self.at_once = at_once
        self._signer = signer
        self._seconds = seconds
        self._poster = HttpPoster(url, allowed)

    async def send(self, message: Envelope) -> None:
        at = int(utc_now().timestamp())
        headers = [
            ("Content-Type", CONTENT_TYPE),
            *self._signer.headers(message.id, at, message.body),
        ]
        refused = refusal(await post(self._poster, headers, message.body, self._seconds))
        if refused is not None:
            raise refused

    async def close(self) -> None:
        self._poster.close()
