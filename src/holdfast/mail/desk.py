"""Asking a service of somebody else's, in the words of all carriers."""

import asyncio
from collections.abc import Mapping
from typing import Any, Final, Literal

import httpx
import msgspec
from msgspec import Struct

from holdfast.mail.carrier import Away, InDoubt
from holdfast.mail.push import retry_after

__all__ = ["TOLD", "Answer", "Desk"]

TOLD: Final = 300
"""Letters of what it says that stand in the log."""
_MOST_SAID: Final = 64 * 1024


class Answer(Struct, frozen=True):
    """``after``: so many seconds, if it said when to ask again."""

    status: int
    body: bytes
    after: float | None

    @property
    def told(self) -> dict[str, Any]:
        """Its object; empty if it is none."""
        try:
            found = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return {}
        return found if isinstance(found, dict) else {}


class Desk:
    """Asks one of them; no step takes longer than ``seconds``, the whole twice that."""

    def __init__(self, name: str, seconds: float, auth: tuple[str, str] | None = None) -> None:
        self._name, self._seconds, self._auth = name, seconds, auth
        self._http: httpx.AsyncClient | None = None

    async def asked(
        self, url: str, form: Mapping[str, str] | None = None, *, body: object = None,
        bearer: str = "", method: Literal["GET", "POST"] = "POST",
    ) -> Answer:  # fmt: skip
        """By a form, or a ``body`` of JSON. Raises :class:`~holdfast.mail.carrier.Away`,
        :class:`~holdfast.mail.carrier.InDoubt`."""
        try:
            async with asyncio.timeout(self._seconds * 2):
                return await self._answer(url, form, body, bearer, method)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Away(f"{self._name} is away: {type(error).__name__}") from error
        except (httpx.TransportError, TimeoutError) as error:
            raise InDoubt(f"{self._name} did not answer: {type(error).__name__}") from error

    async def _answer(
        self, url: str, form: Mapping[str, str] | None, body: object, bearer: str, method: str
    ) -> Answer:
        http = self._http or httpx.AsyncClient(
            timeout=self._seconds, auth=self._auth, trust_env=False
        )
        self._http = http
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else None
        async with http.stream(method, url, data=form, json=body, headers=headers) as came:
            said = b""
            async for part in came.aiter_bytes():
                said += part
                if len(said) > _MOST_SAID:
                    break
            after = came.headers.get("retry-after", "").strip()
            return Answer(came.status_code, said, retry_after(after) if after else None)

    async def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            await http.aclose()
