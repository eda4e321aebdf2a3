"""A login provider over real HTTP: an OpenID provider as OpenID Connect Core and Discovery have it,
Apple's way back by a form, and VK ID's endpoints. It can lie.

It signs with ``cryptography`` alone; we verify with another library.
"""

import base64
import hashlib
import hmac
import html
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from urllib.parse import unquote, urlencode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.support.site import Asked, Site, Told, moved, page, said

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "Lie", "LoginProvider", "opened_login_provider"]

CLIENT_ID, CLIENT_SECRET = "the-shop", "known to both: & + %"
Lie: TypeAlias = Literal[
    "", "signature", "issuer", "audience", "azp", "expired", "nonce", "no-nonce", "unsigned",
    "shared-key", "no-token", "no-subject", "broken", "silly", "another-issuer",
]  # fmt: skip


@dataclass
class _Granted:
    asked: dict[str, str]
    person: dict[str, Any]


@dataclass
class LoginProvider:
    """``person``: who logs in there next, as claims. ``denies``: they say no. ``asks``: it shows a
    page with a button first. ``away``: it hangs up. ``forgets``: a code works once, as it must."""

    person: dict[str, Any] = field(default_factory=dict)
    lie: Lie = ""
    denies: bool = False
    asks: bool = False
    away: bool = False
    forgets: bool = True
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._codes: dict[str, _Granted] = {}
        self._tokens: dict[str, dict[str, Any]] = {}
        self._kid, self._key = "first", _new_key()
        self._stranger = _new_key()
        self._site = Site(self._serve)
        self.url = self._site.url

    def close(self) -> None:
        self._site.close()

    def is_now(self, subject: str, email: str, *, verified: bool = True, name: str = "Ann") -> None:
        """Who logs in there next; everything else is as it ought to be."""
        self.person = {"sub": subject, "email": email, "email_verified": verified, "name": name}
        self.lie, self.denies, self.asks, self.away, self.forgets = "", False, False, False, True

    def signs_with_another_key(self) -> None:
        self._kid, self._key = secrets.token_hex(4), _new_key()

    # --- answers ------------------------------------------------------------------------------

    def _serve(self, asked: Asked) -> Told | None:
        self.asked.append(asked.path)
        if self.away:
            return None
        match asked.path:
            case "/.well-known/openid-configuration":
                return said(self._discovery())
            case "/keys":
                return said({"keys": [_public(self._key, self._kid)]})
            case "/authorize":
                return self._authorize(asked.parameters)
            case "/token":
                return self._token(asked)
            case "/oauth2/auth":
                return self._vk_token(asked.form)
            case "/oauth2/user_info":
                person = self._tokens.get(asked.form.get("access_token", ""))
                return said({"user": person} if person else {"error": "invalid_token"})
        return said({"error": "not_found"}, 404)

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": "https://elsewhere.example" if self.lie == "another-issuer" else self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _authorize(self, asked: dict[str, str]) -> Told:
        for name in ("client_id", "redirect_uri", "state", "code_challenge", "scope"):
            if not asked.get(name):
                return said({"error": f"no {name}"}, 400)
        if (asked["client_id"], asked.get("response_type")) != (CLIENT_ID, "code"):
            return said({"error": "unauthorized_client"}, 400)
        if asked.get("code_challenge_method") != "S256":
            return said({"error": "invalid_request"}, 400)
        if self.asks and "agreed" not in asked:
            again = html.escape(f"/authorize?{urlencode(asked | {'agreed': '1'})}")
            return page(f"<h1>Provider</h1><a href='{again}'>Continue as Ann</a>")
        back = {"state": asked["state"]}
        if self.denies:
            back["error"] = "access_denied"
        else:
            back["code"] = secrets.token_urlsafe(12)
            self._codes[back["code"]] = _Granted(asked, dict(self.person))
            if "vkid" in asked["scope"]:
                back["device_id"] = "device-1"
        if asked.get("response_mode") == "form_post":
            fields = "".join(
                f"<input name='{name}' value='{html.escape(value)}'>"
                for name, value in back.items()
            )
            to = html.escape(asked["redirect_uri"])
            return page(
                f"<form method=post action='{to}'>{fields}</form>"
                "<script>document.forms[0].submit()</script>"
            )
        return moved(f"{asked['redirect_uri']}?{urlencode(back)}", 302)

    def _token(self, asked: Asked) -> Told:
        if self.lie == "broken":
            return Told(500, b"<h1>Oops</h1>", {"Content-Type": "text/html"})
        if self.lie == "silly":
            return said(["what", "is", "this"])
        if not _knows_secret(asked):
            return said({"error": "invalid_client"}, 401)
        granted = self._granted(asked.form)
        if granted is None:
            return said({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(8), "token_type": "Bearer"}
        if self.lie != "no-token":
            answer["id_token"] = self._id_token(granted)
        return said(answer)

    def _vk_token(self, form: dict[str, str]) -> Told:
        granted = self._granted(form)
        if granted is None or form.get("device_id") != "device-1" or not form.get("state"):
            return said({"error": "invalid_grant"})  # with 200, as VK does
        token = secrets.token_urlsafe(8)
        person = granted.person
        self._tokens[token] = {
            "user_id": person["sub"], "first_name": person["name"], "last_name": "",
            "email": person["email"],
        }  # fmt: skip
        return said({"access_token": token, "token_type": "Bearer", "user_id": 1})

    def _granted(self, form: dict[str, str]) -> _Granted | None:
        code = form.get("code", "")
        granted = self._codes.pop(code, None) if self.forgets else self._codes.get(code)
        proof = _text(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if granted is None or granted.asked["code_challenge"] != proof:
            return None
        return granted if granted.asked["redirect_uri"] == form.get("redirect_uri") else None

    def _id_token(self, granted: _Granted) -> str:
        now, lie = int(time.time()), self.lie
        claims = {
            "iss": "https://elsewhere.example" if lie == "issuer" else self.url,
            "aud": "another-shop" if lie == "audience" else CLIENT_ID,
            "iat": now - 7200 if lie == "expired" else now,
            "exp": now - 3600 if lie == "expired" else now + 600,
            "nonce": "another" if lie == "nonce" else granted.asked.get("nonce"),
            **granted.person,
        }
        if lie == "azp":
            claims |= {"aud": [CLIENT_ID, "another-shop"], "azp": "another-shop"}
        if lie == "no-nonce":
            del claims["nonce"]
        if lie == "no-subject":
            del claims["sub"]
        if lie == "unsigned":
            return _signed({"alg": "none"}, claims, b"")
        if lie == "shared-key":  # with what everybody knows, as if it were a secret
            head = {"alg": "HS256", "kid": self._kid}
            return _signed(head, claims, json.dumps(_public(self._key, self._kid)).encode())
        key = self._stranger if lie == "signature" else self._key
        return _signed({"alg": "RS256", "kid": self._kid}, claims, key)


@contextmanager
def opened_login_provider() -> Iterator[LoginProvider]:
    provider = LoginProvider()
    try:
        yield provider
    finally:
        provider.close()


def _knows_secret(asked: Asked) -> bool:
    header = asked.headers.get("authorization", "")
    if header.startswith("Basic "):
        client, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
        return {client, unquote(client)} >= {CLIENT_ID} and CLIENT_SECRET in (
            secret, unquote(secret),
        )  # fmt: skip
    form = asked.form
    if form.get("client_id") != CLIENT_ID:
        return False
    secret = form.get("client_secret", "")
    return secret == CLIENT_SECRET or secret.count(".") == 2  # Apple's is a token


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _public(key: rsa.RSAPrivateKey, kid: str) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    return {
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid,
        "n": _text(numbers.n.to_bytes(256, "big")), "e": _text(numbers.e.to_bytes(3, "big")),
    }  # fmt: skip


def _signed(head: dict[str, Any], claims: dict[str, Any], key: rsa.RSAPrivateKey | bytes) -> str:
    text = f"{_text(json.dumps(head).encode())}.{_text(json.dumps(claims).encode())}"
    if isinstance(key, bytes):
        signature = hmac.digest(key, text.encode(), "sha256") if key else b""
    else:
        signature = key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{text}.{_text(signature)}"


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
