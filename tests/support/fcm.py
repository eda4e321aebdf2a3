"""Firebase Cloud Messaging over real HTTP, as far as we ask it: Google's token endpoint, which
looks at the signature and every claim of a service account's word (RFC 7523), and
`messages:send`, which refuses what the documentation says it refuses. Phones have the app,
uninstall it, or have another's."""

import json
import re
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any, Final, Self
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.patience import PATIENCE
from tests.support.postgres import execute
from tests.support.site import Asked, Site, Told, said

__all__ = ["FcmServer", "Shown", "fcm_refusal", "put_device"]

PROJECT: Final = "loft-app"
EMAIL: Final = "sender@loft-app.iam.gserviceaccount.com"
SCOPE: Final = "https://www.googleapis.com/auth/firebase.messaging"
MOST_BYTES: Final = 4096
MOST_TTL: Final = 2_419_200
_TOKEN: Final = re.compile(r"[\w-]{22}:APA91b[\w-]{134}")
_TTL: Final = re.compile(r"(\d+)(\.\d{1,9})?s")
_FIELDS: Final = {
    "": {"token", "notification", "data", "android", "apns"},
    "notification": {"title", "body"},
    "android": {"priority", "ttl", "collapse_key", "notification"},
    "apns": {"headers", "payload"},
}


@dataclass(frozen=True)
class Shown:
    """A message that a phone was told."""

    token: str
    title: str
    body: str
    data: dict[str, str]
    android: dict[str, Any]
    apns: dict[str, Any]

    @property
    def seconds(self) -> int:
        """How long it is kept for a phone that is off."""
        return int(self.android["ttl"].removesuffix("s"))


class FcmServer:
    """``trouble`` may answer a message in its place, ``token_trouble`` who asks for a token;
    ``seen`` is called when it has a message, before it says so. ``lasts``: seconds of a token."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.waits = threading.Event()
        self.messages: list[Shown] = []
        self.asked = 0
        self.signed_in = 0
        self.lasts = 3600
        self.gone: set[str] = set()
        self.of_others: set[str] = set()
        self.trouble: Callable[[Asked], Told | None] | None = None
        self.token_trouble: Callable[[Asked], Told | None] | None = None
        self.seen: Callable[[Shown], None] = lambda _: None
        self._key, self._key_id = generate_private_key(65537, 2048), uuid4().hex
        self._phones: set[str] = set()
        self._tokens: dict[str, float] = {}
        self._site, self._open = Site(self._answer), True
        self.url = self._site.url

    @property
    def account(self) -> str:
        """The service account's file."""
        return self.account_with(self._key)

    def account_with(self, key: RSAPrivateKey) -> str:
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return json.dumps({
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": self._key_id,
            "private_key": pem.decode(),
            "client_email": EMAIL,
            "client_id": "1029384756",
            "token_uri": f"{self.url}/token",
        })  # fmt: skip

    @property
    def settings(self) -> dict[str, str]:
        return {"HOLDFAST_FCM_ACCOUNT": self.account, "HOLDFAST_FCM_URL": self.url}

    def install(self) -> str:
        """The app on another phone: the token that Firebase gives it."""
        token = f"{token_urlsafe(16)}:APA91b{token_urlsafe(100)}"
        self._phones.add(token)
        return token

    def forget_tokens(self) -> None:
        """None that it gave is taken any more."""
        self._tokens.clear()

    def to(self, token: str) -> list[Shown]:
        """What this phone was told."""
        with self.changed:
            return [one for one in self.messages if one.token == token]

    def hears(self, token: str, before: int = 0) -> Shown:
        """The message after so many."""
        deadline = time.monotonic() + PATIENCE
        with self.changed:
            while True:
                found = [one for one in self.messages if one.token == token]
                if len(found) > before:
                    return found[before]
                left = deadline - time.monotonic()
                assert left > 0, f"the phone is told nothing; {self.messages}"
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

    # --- what it asks of who sends ---------------------------------------------------------------

    def _answer(self, asked: Asked) -> Told | None:
        if asked.path == "/token":
            return self._token(asked)
        with self.changed:
            self.asked += 1
        if self.trouble is not None:
            return self.trouble(asked)
        bearer = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if self._tokens.get(bearer, 0.0) <= time.monotonic():
            return fcm_refusal(401, "UNAUTHENTICATED", "Request had invalid authentication.")
        if asked.method != "POST" or not asked.path.endswith("/messages:send"):
            return fcm_refusal(404, "NOT_FOUND", "Not found.")
        if asked.path != f"/v1/projects/{PROJECT}/messages:send":
            return fcm_refusal(403, "PERMISSION_DENIED", "Permission denied on the project.")
        return self._sent(json.loads(asked.body)["message"])

    def _token(self, asked: Asked) -> Told | None:
        self.signed_in += 1
        if self.token_trouble is not None:
            return self.token_trouble(asked)
        if asked.form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return said({"error": "unsupported_grant_type"}, 400)
        wrong = self._wrong_word(asked.form.get("assertion", ""))
        if wrong:
            return said({"error": "invalid_grant", "error_description": wrong}, 400)
        token = f"ya29.{token_urlsafe(24)}"
        self._tokens[token] = time.monotonic() + self.lasts
        return said({"access_token": token, "expires_in": self.lasts, "token_type": "Bearer"})

    def _wrong_word(self, word: str) -> str:
        """What is wrong with who says that they are the service account."""
        try:
            head, middle, signature = word.split(".")
            header, claims = json.loads(_bytes(head)), json.loads(_bytes(middle))
            signed = f"{head}.{middle}".encode()
            self._key.public_key().verify(_bytes(signature), signed, PKCS1v15(), SHA256())
        except (ValueError, InvalidSignature):
            return "Invalid JWT Signature."
        if header != {"alg": "RS256", "typ": "JWT", "kid": self._key_id}:
            return "Invalid JWT header."
        named = {"iss": EMAIL, "scope": SCOPE, "aud": f"{self.url}/token"}
        if {name: claims.get(name) for name in named} != named:
            return "Invalid JWT: iss, scope and aud."
        now, begins, ends = time.time(), claims.get("iat"), claims.get("exp")
        if not begins <= now + 1 or not now < ends <= begins + 3600:
            return "Invalid JWT: Token must be a short-lived token (60 minutes)."
        return ""

    # --- what it asks of a message ---------------------------------------------------------------

    def _sent(self, message: dict[str, Any]) -> Told:
        wrong = _wrong_field(message)
        if wrong:
            return fcm_refusal(400, "INVALID_ARGUMENT", f"Invalid value at '{wrong}'", field=wrong)
        token = message["token"]
        if not _TOKEN.fullmatch(token):
            why = "The registration token is not a valid FCM registration token"
            return fcm_refusal(400, "INVALID_ARGUMENT", why, code="INVALID_ARGUMENT")
        if token in self.of_others:
            return fcm_refusal(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH")
        if token in self.gone or token not in self._phones:
            why = "Requested entity was not found."
            return fcm_refusal(404, "NOT_FOUND", why, code="UNREGISTERED")
        notice = message["notification"]
        shown = Shown(
            token, notice["title"], notice["body"], message["data"], message["android"],
            message["apns"],
        )  # fmt: skip
        with self.changed:
            self.messages.append(shown)
            self.changed.notify_all()
        self.seen(shown)
        return said({"name": f"projects/{PROJECT}/messages/0:{self.asked}"})


def fcm_refusal(
    status: int, name: str, why: str, code: str = "", *, field: str = "", after: str = ""
) -> Told:
    """As FCM says no: ``code`` is its own, ``field`` the one that is wrong."""
    details: list[dict[str, Any]] = []
    if code:
        kind = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
        details.append({"@type": kind, "errorCode": code})
    if field:
        violations = [{"field": field, "description": why}]
        kind = "type.googleapis.com/google.rpc.BadRequest"
        details.append({"@type": kind, "fieldViolations": violations})
    error = {"code": status, "message": why, "status": name, "details": details}
    told = said({"error": error}, status)
    more = {"Retry-After": after} if after else {}
    return Told(told.status, told.body, {**told.headers, **more})


def _wrong_field(message: dict[str, Any]) -> str:
    """The first that the documentation does not allow so."""
    for part, known in _FIELDS.items():
        for name in message[part] if part else message:
            if name not in known:
                return f"message.{part}.{name}"
    for name, value in message["data"].items():
        if not isinstance(value, str) or name == "from" or name.startswith(("google", "gcm")):
            return f"message.data.{name}"
    if len(json.dumps([message["notification"], message["data"]]).encode()) > MOST_BYTES:
        return "message"
    android, headers = message["android"], message["apns"]["headers"]
    lasts = _TTL.fullmatch(android["ttl"])
    if lasts is None or int(lasts[1]) > MOST_TTL:
        return "message.android.ttl"
    if android["priority"] not in ("NORMAL", "HIGH"):
        return "message.android.priority"
    if headers["apns-priority"] not in ("5", "10") or not headers["apns-expiration"].isdecimal():
        return "message.apns.headers"
    return "" if len(headers["apns-collapse-id"].encode()) <= 64 else "message.apns.headers"


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


async def put_device(database_url: str, user: str | UUID, token: str) -> str:
    """A device of theirs, in a session that they have, where no FCM is; its id."""
    made = str(uuid4())
    await execute(
        database_url,
        "INSERT INTO app_devices (id, owner, token, name, session)"
        f" SELECT '{made}', 'user:{user}', '{token}', 'Pixel', token_hash"
        f" FROM sessions WHERE user_id = '{user}' LIMIT 1",
    )
    return made
