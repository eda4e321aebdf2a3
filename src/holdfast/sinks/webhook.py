"""Webhooks: a signed POST a message."""

import asyncio
from collections.abc import Callable
from typing import Final

from holdfast.kit.clock import utc_now
from holdfast.kit.public_network import Address, AddressRefused, is_public
from holdfast.sinks.envelope import CONTENT_TYPE, Envelope
from holdfast.sinks.http_post import ConnectionBroken, HttpPoster
from holdfast.sinks.signing import WebhookSigner
from holdfast.sinks.sink import NotDelivered

AT_ONCE: Final = 16
TOLD_CHARACTERS: Final = 200


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
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._poster.post(headers, message.body)
        except TimeoutError:
            raise NotDelivered(f"no answer in {self._seconds:g} s") from None
        except (ConnectionBroken, AddressRefused, OSError) as error:
            detail = str(error) or type(error).__name__
            raise NotDelivered(f"the connection failed: {detail[:TOLD_CHARACTERS]}") from None
        if not 200 <= answer.status < 300:
            words = " ".join(answer.said.decode("utf-8", "replace").split())[:TOLD_CHARACTERS]
            raise NotDelivered(f"answered {answer.status}" + (f": {words}" if words else ""))

    async def close(self) -> None:
        self._poster.close()
