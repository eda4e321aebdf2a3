"""Who carries SMS, over real HTTP: Twilio's Messages API and SMS.RU's, as far as we ask them, with
numbers that are none, and people who want no more."""

import base64
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qs

from tests.support.patience import PATIENCE
from tests.support.site import Asked, Site, Told, said

__all__ = ["ACCOUNT", "KEY", "SENDER", "TOKEN", "Sms", "SmsServer", "twilio_refusal"]

ACCOUNT: Final = "AC" + "0123456789abcdef" * 2
TOKEN: Final = "a-token-of-twilio"
SENDER: Final = "+15005550006"
KEY: Final = "A1B2C3D4-0000-1111-2222-333344445555"
_MOST_LETTERS: Final = 1600
_ACCOUNT_PATH: Final = f"/2010-04-01/Accounts/{ACCOUNT}.json"
_TWILIO_PATH: Final = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


@dataclass(frozen=True)
class Sms:
    """``by``: ``twilio`` or ``sms.ru``; ``seconds``: how long it was to be tried."""

    number: str
    text: str
    by: str
    seconds: int


class SmsServer:
    """``trouble`` may answer in its place. What a number in ``opted_out`` or ``invalid`` is told is
    refused as either does it; ``waits`` is for who answers late."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.waits = threading.Event()
        self.messages: list[Sms] = []
        self.asked = 0
        self.opted_out: set[str] = set()
        self.invalid: set[str] = set()
        self.trouble: Callable[[Asked], Told | None] | None = None
        self._site, self._open = Site(self._answer), True
        self.url = self._site.url

    @property
    def settings(self) -> dict[str, str]:
        """Of Twilio."""
        return {
            "HOLDFAST_SMS_TWILIO_ACCOUNT": ACCOUNT,
            "HOLDFAST_SMS_TWILIO_TOKEN": TOKEN,
            "HOLDFAST_SMS_TWILIO_FROM": SENDER,
            "HOLDFAST_SMS_TWILIO_URL": self.url,
        }

    @property
    def settings_of_russia(self) -> dict[str, str]:
        return {"HOLDFAST_SMS_RU_KEY": KEY, "HOLDFAST_SMS_RU_URL": self.url}

    def to(self, number: str) -> list[str]:
        """What it was told."""
        with self.changed:
            return [one.text for one in self.messages if one.number == number]

    def hears(self, number: str, before: int = 0) -> str:
        """The message after so many."""
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while True:
                texts = [one.text for one in self.messages if one.number == number]
                if len(texts) > before:
                    return texts[before]
                left = deadline - time.monotonic()
                assert left > 0, f"nothing goes to {number}; {self.messages}"
                self.changed.wait(left)

    def close(self) -> None:
        self.waits.set()
        if self._open:
            self._site.close()
        self._open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _answer(self, asked: Asked) -> Told | None:
        if asked.path == _ACCOUNT_PATH and self.trouble is None:
            return said({"sid": ACCOUNT}) if _is_known(asked) else _unknown()
        if asked.path == "/auth/check" and self.trouble is None:
            return _ru({"status": "OK", "status_code": 100 if KEY in asked.body else 200})
        with self.changed:
            self.asked += 1
            self.changed.notify_all()
        if self.trouble is not None:
            return self.trouble(asked)
        if asked.method != "POST":
            return said({"code": 20004, "message": "Method not allowed", "status": 405}, 405)
        form = {name: values[0] for name, values in parse_qs(asked.body).items()}
        if asked.path == _TWILIO_PATH:
            return self._twilio(asked, form)
        if asked.path == "/sms/send":
            return self._sms_ru(form)
        return said({"code": 20404, "message": "Not found", "status": 404}, 404)

    def _twilio(self, asked: Asked, form: dict[str, str]) -> Told:
        if not _is_known(asked):
            return _unknown()
        number, text = form.get("To", ""), form.get("Body", "")
        if form.get("From") != SENDER:
            return twilio_refusal(21212, "Invalid From Number")
        if number in self.invalid or not number.startswith("+"):
            return twilio_refusal(21211, f"Invalid 'To' Phone Number: {number}")
        if number in self.opted_out:
            return twilio_refusal(21610, "Attempt to send to unsubscribed recipient")
        if not 0 < len(text) <= _MOST_LETTERS:
            return twilio_refusal(21617, "The concatenated message body exceeds the limit")
        self._take(Sms(number, text, "twilio", int(form["ValidityPeriod"])))
        made = {"sid": f"SM{self.asked:032x}", "status": "queued", "to": number}
        return said(made | {"error_code": None, "error_message": None}, 201)

    def _sms_ru(self, form: dict[str, str]) -> Told:
        if form.get("api_id") != KEY:
            return _ru(
                {"status": "ERROR", "status_code": 200, "status_text": "Неправильный api_id"}
            )
        number = form.get("to", "")
        if f"+{number}" in self.opted_out:
            return _ru_of(number, 209, "Вы добавили этот номер в стоп-лист")
        if f"+{number}" in self.invalid or not number.isdecimal():
            return _ru_of(number, 202, "Неправильно указан номер телефона получателя")
        self._take(Sms(f"+{number}", form["msg"], "sms.ru", int(form["ttl"]) * 60))
        return _ru_of(number, 100, "")

    def _take(self, sms: Sms) -> None:
        with self.changed:
            self.messages.append(sms)
            self.changed.notify_all()


def _is_known(asked: Asked) -> bool:
    known = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
    return asked.headers.get("authorization") == f"Basic {known}"


def _unknown() -> Told:
    return twilio_refusal(20003, "Authenticate", 401)


def twilio_refusal(code: int, why: str, status: int = 400, after: str = "") -> Told:
    """As Twilio says no."""
    told = said({"code": code, "message": why, "status": status}, status)
    more = {"Retry-After": after} if after else {}
    return Told(told.status, told.body, {**told.headers, **more})


def _ru_of(number: str, code: int, why: str) -> Told:
    one = {"status": "OK", "status_code": code, "sms_id": "000000-10000000"}
    if why:
        one = {"status": "ERROR", "status_code": code, "status_text": why}
    return _ru({"status": "OK", "status_code": 100, "sms": {number: one}, "balance": 41.2})


def _ru(body: dict[str, object]) -> Told:
    return said(body)
