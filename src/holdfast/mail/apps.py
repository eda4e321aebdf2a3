"""What people are told, shown by the shop's app on their phones: a channel of the one engine of
mails."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.mail.carrier import Gone, Ready
from holdfast.mail.devices import device_at, device_gone
from holdfast.mail.fcm import DeviceGone, Fcm
from holdfast.mail.mail import Mail
from holdfast.mail.push import lasts

__all__ = ["AppCarrier", "Notice"]


class Notice(Struct, frozen=True):
    """What a browser or an app shows, and the path of the shop to which a press leads."""

    id: str
    kind: str
    title: str
    body: str
    url: str
    lang: str


class AppCarrier:
    """One message after another. There is one FCM: when it is away nothing can go."""

    for_all = True

    def __init__(self, pool: Callable[[], asyncpg.Pool], fcm: Fcm) -> None:
        self._pool, self._fcm = pool, fcm

    async def send(
        self, mail: Mail, ready: Ready, before_text: Callable[[], Awaitable[bool]]
    ) -> bool:
        """As :class:`~holdfast.mail.carrier.Carrier` says; a device that has the app no more is
        forgotten."""
        pool = self._pool()
        device = await device_at(pool, mail.address)
        if device is None:
            raise Gone("the device is not registered any more")
        await self._fcm.sign_in()
        if not await before_text():
            return False
        try:
            await self._fcm.send(_message(mail, ready, device.token))
        except DeviceGone:
            await device_gone(pool, device)
            raise
        return True

    async def close(self) -> None:
        await self._fcm.close()


def _message(mail: Mail, ready: Ready, token: str) -> dict[str, Any]:
    """A second one of the same takes the place of the first, where that waits and where it is
    shown. Without a key of its own Android would keep the last of all for a phone that is off; with
    one it keeps four."""
    notice = msgspec.json.decode(ready.text, type=Notice)
    aps = {"sound": "default"} if ready.urgent else {}
    return {
        "token": token,
        "notification": {"title": notice.title, "body": notice.body},
        "data": {
            "id": notice.id,
            "kind": notice.kind,
            "url": notice.url,
            "lang": notice.lang,
        },
        "android": {
            "priority": "HIGH" if ready.urgent else "NORMAL",
            "ttl": f"{lasts(mail)}s",
            "collapse_key": notice.id,
            "notification": {"tag": notice.id},
        },
        "apns": {
            "headers": {
                "apns-push-type": "alert",
                "apns-priority": "10" if ready.urgent else "5",
                "apns-expiration": str(int(mail.late_at.timestamp())),
                "apns-collapse-id": notice.id,
            },
            "payload": {"aps": aps},
        },
    }
