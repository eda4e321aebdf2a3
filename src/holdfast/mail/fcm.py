"""Firebase Cloud Messaging, by its HTTP v1 API: one POST a message, with an access token that it
gives for the word of a service account, signed with the account's key (RFC 7523). It cannot be
asked what it has: an answer that stays away leaves a doubt.

https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send,
https://developers.google.com/identity/protocols/oauth2/service-account#httprest
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal
from urllib.parse import quote

import msgspec
from authlib.jose import RSAKey, jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from msgspec import Struct

from holdfast.kit.logs import logger
from holdfast.mail.carrier import Away, Gone, InDoubt, NotNow, Refused
from holdfast.mail.desk import TOLD, Answer, Desk

__all__ = ["DeviceGone", "Fcm", "ServiceAccount"]

log = logger("fcm")

_SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
_GRANT: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_WORD_SECONDS: Final = 3600  # an hour at most
_BEFORE: Final = 60.0
"""Seconds before its end from when on a token is not used any more."""
_GONE: Final = frozenset({"UNREGISTERED", "SENDER_ID_MISMATCH"})


class DeviceGone(Gone):
    """No app of ours is there by this token, and none ever will be."""


class _Written(Struct):
    """The file that Google gives."""

    type: Literal["service_account"]
    project_id: str
    private_key_id: str
    private_key: str
    client_email: str
    token_uri: str


class ServiceAccount(Struct, frozen=True):
    """Who sends, in whose ``project``, and where its signed word is exchanged for a token."""

    project: str
    email: str
    key_id: str
    key: RSAPrivateKey
    token_url: str

    @classmethod
    def read(cls, text: str | bytes) -> "ServiceAccount":
        """As Google's file has it. Raises :class:`ValueError`, which does not repeat it."""
        try:
            found = msgspec.json.decode(text, type=_Written)
            key = load_pem_private_key(found.private_key.encode(), None)
        except (msgspec.DecodeError, UnicodeError) as error:
            raise ValueError(f"it is no file of a service account: {error}") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise ValueError("its private_key cannot be read") from error
        if not isinstance(key, RSAPrivateKey):
            raise ValueError("its private_key is none of RSA")  # noqa: TRY004 (a file says it)
        if not found.project_id or not found.token_uri.startswith(("https://", "http://")):
            raise ValueError("its project_id or token_uri is not there")
        return cls(found.project_id, found.client_email, found.private_key_id, key, found.token_uri)

    def signed(self, now: float) -> str:
        """Its word that it is it, good for an hour."""
        claims = {
            "iss": self.email,
            "scope": _SCOPE,
            "aud": self.token_url,
            "iat": int(now),
            "exp": int(now) + _WORD_SECONDS,
        }
        header = {"alg": "RS256", "typ": "JWT", "kid": self.key_id}
        made: bytes = jwt.encode(header, claims, RSAKey.import_key(self.key))
        return made.decode()


class Fcm:
    """``url`` is where it answers; no step takes longer than ``seconds``. A token is asked for
    once, and again shortly before it ends or when it is not taken."""

    def __init__(self, account: ServiceAccount, url: str, seconds: float) -> None:
        self._account = account
        self._url = f"{url}/v1/projects/{quote(account.project, safe='')}/messages:send"
        self._desk = Desk("FCM", seconds)
        self._token, self._until = "", 0.0

    async def sign_in(self) -> None:
        """Have a token. Raises :class:`~holdfast.mail.carrier.Away`: nothing of a message went."""
        if self._token and time.monotonic() < self._until:
            return
        word = self._account.signed(time.time())
        try:
            answer = await self._desk.asked(
                self._account.token_url, {"grant_type": _GRANT, "assertion": word}
            )
        except InDoubt as error:
            raise Away(str(error)) from error
        token, lasts = answer.told.get("access_token"), answer.told.get("expires_in")
        if answer.status != 200 or not isinstance(token, str) or not token:
            why = f"{answer.status} {answer.told.get('error', '')} "
            why += str(answer.told.get("error_description", ""))
            raise Away(f"Google gives our service account no token: {_line(why)}")
        seconds = lasts if isinstance(lasts, int | float) else 0.0
        self._token, self._until = token, time.monotonic() + seconds - _BEFORE

    async def send(self, message: Mapping[str, Any]) -> None:
        """After :meth:`sign_in`. Raises :class:`DeviceGone`, and as
        :class:`~holdfast.mail.carrier.Carrier` does."""
        answer = await self._desk.asked(self._url, body={"message": message}, bearer=self._token)
        if answer.status == 401:
            self._token = ""
        _judge(answer)

    async def close(self) -> None:
        await self._desk.close()


def _judge(answer: Answer) -> None:
    status = answer.status
    if 200 <= status < 300:
        return
    found = answer.told.get("error")
    error: dict[str, Any] = found if isinstance(found, dict) else {}
    code = next((str(one["errorCode"]) for one in _details(error) if "errorCode" in one), "")
    said = _line(f"{status} {code or error.get('status', '')} {error.get('message', '')}")
    if code in _GONE or (status == 400 and _is_about_token(error)):
        raise DeviceGone(f"the app is not there any more: {said}")
    if code == "THIRD_PARTY_AUTH_ERROR":  # of iPhones alone: the others need not wait
        log.error("FCM has no key of ours for Apple's push service, or a wrong one", error=said)
        raise NotNow(said, answer.after)
    if status in (401, 403, 404):
        raise Away(f"FCM does not take our service account: {said}")
    if status in (408, 429) or status >= 500:
        raise NotNow(said, answer.after)
    raise Refused(said)


def _is_about_token(error: Mapping[str, Any]) -> bool:
    """Whether it is the token that is none, and not the rest of the message."""
    if "registration token" in str(error.get("message", "")):
        return True
    fields = (one.get("fieldViolations") for one in _details(error))
    named = [one for some in fields if isinstance(some, list) for one in some]
    return any(isinstance(one, dict) and one.get("field") == "message.token" for one in named)


def _details(error: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    found = error.get("details")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict):
            yield one


def _line(text: str) -> str:
    return " ".join(text.split())[:TOLD]
