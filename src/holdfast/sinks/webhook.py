"""Webhooks: a signed POST a message."""

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import httpcore

from holdfast.kit.clock import utc_now
from holdfast.kit.public_network import Address, AddressRefused, GuardedNetwork, is_public
from holdfast.sinks.envelope import CONTENT_TYPE, Envelope
from holdfast.sinks.signing import WebhookSigner
from holdfast.sinks.sink import NotDelivered

__all__ = ["Webhook"]

AT_ONCE: Final = 8
ANSWER_BYTES: Final = 16 * 1024  # so much of an answer is read, that the connection may stay
REST_SECONDS: Final = 1.0  # for what comes after a yes
TOLD_CHARACTERS: Final = 200
_FAILED: Final = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    AddressRefused,
    OSError,
)


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
        self._url = url
        self._signer = signer
        self._seconds = seconds
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context() if url.startswith("https:") else None,
            max_connections=at_once,
            keepalive_expiry=30.0,
            network_backend=GuardedNetwork(allowed),
        )

    async def send(self, message: Envelope) -> None:
        try:
            async with asyncio.timeout(self._seconds):
                refusal = await self._post(message)
        except TimeoutError:
            raise NotDelivered(f"no answer in {self._seconds:g} s") from None
        except _FAILED as error:
            detail = str(error) or type(error).__name__
            raise NotDelivered(f"the connection failed: {detail[:TOLD_CHARACTERS]}") from None
        if refusal is not None:
            raise NotDelivered(refusal)

    async def close(self) -> None:
        await self._pool.aclose()

    async def _post(self, message: Envelope) -> str | None:
        """Why it was not taken; None if it was."""
        at = int(utc_now().timestamp())
        headers = [
            ("User-Agent", "Holdfast"),
            ("Content-Type", CONTENT_TYPE),
            ("Content-Length", str(len(message.body))),
            *self._signer.headers(message.id, at, message.body),
        ]
        async with self._pool.stream(
            "POST", self._url, headers=headers, content=message.body
        ) as answer:
            if 200 <= answer.status < 300:
                # It has the message, even if it loses the connection now, or hangs.
                with suppress(*_FAILED, TimeoutError):
                    async with asyncio.timeout(REST_SECONDS):
                        await _beginning(answer)
                return None
            said = await _beginning(answer)
        words = " ".join(said.decode("utf-8", "replace").split())[:TOLD_CHARACTERS]
        return f"answered {answer.status}" + (f": {words}" if words else "")


async def _beginning(answer: httpcore.Response) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in answer.aiter_stream():
        parts.append(part)
        size += len(part)
        if size > ANSWER_BYTES:
            break
    return b"".join(parts)
