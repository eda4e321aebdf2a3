"""Who carries SMS: Twilio's Messages API, and SMS.RU's for Russia. Neither can be asked what it
has: whoever did not answer leaves a doubt.

https://www.twilio.com/docs/messaging/api/message-resource, https://sms.ru/api/send
"""

from typing import Final, Literal, Protocol, TypeAlias

from msgspec import Struct

from holdfast.kit.phones import country_of
from holdfast.mail.carrier import Away, Gone, InDoubt, KeyRefused, NotNow, Refused
from holdfast.mail.desk import TOLD, Answer, Desk

__all__ = ["SmsLine", "SmsLines", "SmsRu", "StopReason", "Stopped", "Twilio"]

StopReason: TypeAlias = Literal["opted-out", "invalid"]
_LONGEST: Final = 36_000  # seconds that Twilio keeps one
_NO_KEY: Final = frozenset({20003, 20005})
_OPTED_OUT: Final = frozenset({21610})
_INVALID: Final = frozenset({21211, 21214, 21217, 21612, 21614, 21635})
_RU_NO_KEY: Final = frozenset({200, 300, 301, 302})
_RU_NO_MONEY: Final = 201
_RU_LATER: Final = frozenset({206, 220, 231, 500})
_RU_INVALID: Final = frozenset({202, 207})
_RU_OPTED_OUT: Final = 209
_RU_TAKEN: Final = 100


class Stopped(Gone):
    """No SMS may go to this number any more, whatever it says."""

    def __init__(self, said: str, why: StopReason) -> None:
        super().__init__(said)
        self.why = why


class SmsLine(Protocol):
    """One message after another."""

    async def send(self, number: str, text: str, seconds: float) -> None:
        """``seconds``: how long it is of use. Raises as :class:`~holdfast.mail.carrier.Carrier`
        does, and :class:`Stopped`."""
        ...

    async def try_key(self) -> None:
        """As :class:`~holdfast.mail.carrier.TakesKey` says. Sends nothing and costs nothing."""
        ...

    async def close(self) -> None: ...


class Twilio:
    """``sender`` is a number, a name, or a service of Twilio's that has some."""

    def __init__(self, account: str, token: str, sender: str, url: str, seconds: float) -> None:
        self._account = f"{url}/2010-04-01/Accounts/{account}"
        self._url = f"{self._account}/Messages.json"
        self._sender = {"MessagingServiceSid" if sender.startswith("MG") else "From": sender}
        self._desk = Desk("Twilio", seconds, (account, token))

    async def send(self, number: str, text: str, seconds: float) -> None:
        """As :class:`SmsLine` says."""
        lasts = str(int(min(max(seconds, 1.0), _LONGEST)))
        form = {"To": number, "Body": text, "ValidityPeriod": lasts, **self._sender}
        answer = await self._desk.asked(self._url, form)
        if 200 <= answer.status < 300:
            return
        told = answer.told
        code, said = _number(told.get("code")), _said(answer)
        if code in _OPTED_OUT:
            raise Stopped(said, "opted-out")
        if code in _INVALID:
            raise Stopped(said, "invalid")
        if answer.status == 401 or code in _NO_KEY:
            raise KeyRefused(f"Twilio does not take our key: {said}")
        if answer.status in (408, 429) or answer.status >= 500:
            raise NotNow(said, answer.after)
        raise Refused(said)

    async def try_key(self) -> None:
        """As :class:`SmsLine` says."""
        answer = await self._desk.asked(f"{self._account}.json", method="GET")
        if answer.status in (401, 404) or _number(answer.told.get("code")) in _NO_KEY:
            raise KeyRefused(f"Twilio does not take our key: {_said(answer)}")
        if answer.status >= 400:
            raise NotNow(_said(answer))

    async def close(self) -> None:
        await self._desk.close()


class SmsRu:
    """It says everything by 200, in its own numbers."""

    def __init__(self, key: str, sender: str, url: str, seconds: float) -> None:
        self._url, self._key_url = f"{url}/sms/send", f"{url}/auth/check"
        self._key = {"api_id": key, "json": "1"}
        self._form = {**self._key, **({"from": sender} if sender else {})}
        self._desk = Desk("SMS.RU", seconds)

    async def send(self, number: str, text: str, seconds: float) -> None:
        """As :class:`SmsLine` says."""
        lasts = str(int(min(max(seconds / 60, 1.0), 1440)))
        to = number.removeprefix("+")
        answer = await self._desk.asked(
            self._url, {**self._form, "to": to, "msg": text, "ttl": lasts}
        )
        if answer.status in (408, 429) or answer.status >= 500:
            raise NotNow(_said(answer), answer.after)
        if answer.status >= 400:
            raise Refused(_said(answer))
        whole = answer.told
        told = whole
        if _number(whole.get("status_code")) == _RU_TAKEN:
            each = whole.get("sms")
            one = each.get(to) if isinstance(each, dict) else None
            told = one if isinstance(one, dict) else {}
        code = _number(told.get("status_code"))
        said = " ".join(f"{code} {told.get('status_text', '')}".split())[:TOLD]
        if code == _RU_TAKEN:
            return
        if code in _RU_NO_KEY:
            raise KeyRefused(f"SMS.RU does not take our key: {said}")
        if code == _RU_NO_MONEY:
            raise Away(f"SMS.RU does not take our messages: {said}")
        if code in _RU_LATER:
            raise NotNow(said)
        if code in _RU_INVALID:
            raise Stopped(said, "invalid")
        if code == _RU_OPTED_OUT:
            raise Stopped(said, "opted-out")
        if not code:
            raise InDoubt("SMS.RU's answer cannot be read")
        raise Refused(said)

    async def try_key(self) -> None:
        """As :class:`SmsLine` says."""
        told = (await self._desk.asked(self._key_url, self._key)).told
        code = _number(told.get("status_code"))
        if code in _RU_NO_KEY:
            raise KeyRefused(f"SMS.RU does not take our key: {code}")
        if code != _RU_TAKEN:
            raise NotNow(f"SMS.RU does not say whether it takes our key: {code}")

    async def close(self) -> None:
        await self._desk.close()


class SmsLines(Struct, frozen=True):
    """``russia`` carries what goes there, where there is one for it."""

    any: SmsLine
    russia: SmsLine | None = None

    def to(self, number: str) -> SmsLine:
        if self.russia is not None and country_of(number) == "RU":
            return self.russia
        return self.any

    async def try_key(self) -> None:
        await self.any.try_key()
        if self.russia is not None:
            await self.russia.try_key()

    async def close(self) -> None:
        await self.any.close()
        if self.russia is not None:
            await self.russia.close()


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _said(answer: Answer) -> str:
    told = answer.told
    words = f"{answer.status} {told.get('code', '')} {told.get('message', '')}"
    return " ".join(words.split())[:TOLD]
