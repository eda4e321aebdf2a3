"""The server that takes our mails: one connection, and what it said of each mail."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Final, Literal, TypeAlias

import aiosmtplib
from msgspec import Struct

from holdfast.mail.carrier import Away, InDoubt, KeyRefused, NotNow, Ready, Refused
from holdfast.mail.mail import Mail

__all__ = ["SmtpConnection", "SmtpServer", "Tls"]

Tls: TypeAlias = Literal["starttls", "tls", "off"]
_CLOSING: Final = 421


class SmtpServer(Struct, frozen=True):
    """Where it is, and how long anything it is asked may take."""

    host: str
    port: int
    tls: Tls
    user: str
    password: str
    seconds: float


class SmtpConnection:
    """Opened when the first mail goes, and kept for those behind it."""

    for_all = True

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._client: aiosmtplib.SMTP | None = None

    async def send(
        self, mail: Mail, ready: Ready, before_text: Callable[[], Awaitable[bool]]
    ) -> bool:
        """As :class:`~holdfast.mail.carrier.Carrier` says; it is never :class:`Gone`."""
        client = await self._opened()
        try:
            await client.mail(ready.sender)
            await client.rcpt(mail.address)
        except aiosmtplib.SMTPResponseException as error:
            await self._after(error)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await self.close()
            raise Away(_said(error)) from error
        if not await before_text():
            await self.close()
            return False
        try:
            await client.data(ready.text)
        except aiosmtplib.SMTPResponseException as error:
            await self._after(error)
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            await self.close()
            raise InDoubt(_said(error)) from error
        return True

    async def try_key(self) -> None:
        """As :class:`~holdfast.mail.carrier.TakesKey` says: who signs in there is taken."""
        await self._opened()

    async def _after(self, error: aiosmtplib.SMTPResponseException) -> None:
        said = _said(error)
        if error.code == _CLOSING:
            await self.close()
            raise Away(said) from error
        try:
            assert self._client is not None, "it has just answered"
            await self._client.rset()
        except (aiosmtplib.SMTPException, OSError, TimeoutError):
            await self.close()
        raise (Refused(said) if error.code >= 500 else NotNow(said)) from error

    async def _opened(self) -> aiosmtplib.SMTP:
        if self._client is not None and self._client.is_connected:
            return self._client
        there = self._server
        client = aiosmtplib.SMTP(
            hostname=there.host,
            port=there.port,
            timeout=there.seconds,
            use_tls=there.tls == "tls",
            start_tls=there.tls == "starttls",
        )
        try:
            async with asyncio.timeout(there.seconds):
                await client.connect()
                if there.user:
                    await client.login(there.user, there.password)
        except aiosmtplib.SMTPAuthenticationError as error:
            client.close()
            raise KeyRefused(_said(error)) from error
        except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
            client.close()
            raise Away(_said(error)) from error
        self._client = client
        return client

    async def close(self) -> None:
        """Take leave, if anybody listens."""
        client, self._client = self._client, None
        if client is None:
            return
        with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
            async with asyncio.timeout(1.0):
                await client.quit()
        client.close()


def _said(error: BaseException) -> str:
    """One line for the log: the server's answer, never what we sent."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        text = f"{error.code} {error.message}"
    elif isinstance(error, TimeoutError | aiosmtplib.SMTPTimeoutError):
        text = "no answer in time"
    else:
        text = str(error) or type(error).__name__
    return " ".join(text.split())[:300]
