"""A login provider is asked who somebody is: by OpenID Connect (a signed token, which Authlib
verifies), or of one that is no OpenID provider by its own answer over TLS."""

import ssl
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from authlib.integrations.base_client.errors import OAuthError as ClientError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.jose import JoseError, JsonWebToken, jwt
from authlib.oauth2 import OAuth2Error
from authlib.oidc.core import CodeIDToken

from holdfast.kit.clock import utc_now
from holdfast.people.login_providers.attempts import Attempt
from holdfast.people.login_providers.discovered import Provider
from holdfast.people.login_providers.refusals import (
    LoginCodeRefused,
    LoginProviderAway,
    LoginProviderUnknown,
    LoginTokenWrong,
)
from holdfast.people.login_providers.terms import AppleKey, LoginTerms, Somebody

__all__ = ["LoginProviders"]

SECONDS: Final = 6.0
LEEWAY: Final = 60
"""Seconds by which a provider's clock may be off."""
_APPLE_SECONDS: Final = 300
_MOST: Final = 255
# Only what is signed with a key that the provider alone has.
_TOKENS: Final = JsonWebToken(["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"])


class LoginProviders:
    """Those that the shop has, by name, in the order in which they are shown."""

    def __init__(self, terms: Iterable[LoginTerms]) -> None:
        self._terms = {one.name: one for one in terms}
        self._known = {name: Provider(one.issuer) for name, one in self._terms.items()}

    def all(self) -> tuple[LoginTerms, ...]:
        return tuple(self._terms.values())

    def named(self, name: str) -> LoginTerms:
        """Raises :class:`LoginProviderUnknown`."""
        found = self._terms.get(name)
        if found is None:
            raise LoginProviderUnknown("Log in another way.")
        return found

    async def address(self, attempt: Attempt, back: str) -> str:
        """Where the browser goes to log in. Raises :class:`LoginProviderAway`."""
        terms = self.named(attempt.provider)
        more = {"nonce": attempt.nonce} if terms.endpoints is None else {}
        if terms.posts_back:
            more["response_mode"] = "form_post"
        async with _client(terms, back) as client:
            if terms.endpoints is not None:
                there = terms.endpoints.authorize
            else:
                there = (await self._known[terms.name].found(client)).authorize
            address, _ = client.create_authorization_url(
                there, state=attempt.state, code_verifier=attempt.verifier, **more
            )
        return str(address)

    async def who(self, attempt: Attempt, back: str, code: str, device: str) -> Somebody:
        """Whose code it is. ``device``: what VK sends along with it. Raises
        :class:`LoginCodeRefused`, :class:`LoginProviderAway`, :class:`LoginTokenWrong`."""
        terms = self.named(attempt.provider)
        async with _client(terms, back) as client:
            if terms.endpoints is not None:
                return await _of_endpoints(client, terms, attempt, code, device)
            provider = self._known[terms.name]
            found = await provider.found(client)
            if terms.client_secret and found.posts_secret:
                client.token_endpoint_auth_method = "client_secret_post"  # noqa: S105 (a way)
            token = await _exchanged(client, found.token, attempt, code)
            return _somebody(terms, await _claims(client, provider, terms, attempt, token))


async def _exchanged(
    client: AsyncOAuth2Client, there: str, attempt: Attempt, code: str, device: str = ""
) -> Mapping[str, Any]:
    try:
        token: Mapping[str, Any] = await client.fetch_token(
            there,
            body=urlencode({"device_id": device, "state": attempt.state}) if device else "",
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
        )
    except (OAuth2Error, ClientError) as error:
        if getattr(error, "error", "") == "invalid_grant":
            raise LoginCodeRefused("Begin again.") from error
        raise LoginProviderAway("Try again, or log in another way.") from error
    except (httpx.HTTPError, ValueError, TypeError, AttributeError) as error:
        raise LoginProviderAway("Try again, or log in another way.") from error
    if not isinstance(token, Mapping):
        raise LoginProviderAway("Try again, or log in another way.")
    return token


async def _claims(
    client: AsyncOAuth2Client,
    provider: Provider,
    terms: LoginTerms,
    attempt: Attempt,
    token: Mapping[str, Any],
) -> Mapping[str, Any]:
    """What the id token says, once it is sound."""
    text = token.get("id_token")
    if not isinstance(text, str):
        raise LoginTokenWrong("Begin again, or log in another way.")
    options = {
        "iss": {"essential": True, "values": [provider.issuer, f"{provider.issuer}/"]},
        "aud": {"essential": True, "value": terms.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True, "value": attempt.nonce},
    }
    about = {
        "client_id": terms.client_id, "nonce": attempt.nonce,
        "access_token": token.get("access_token"),
    }  # fmt: skip
    for anew in (False, True):
        keys = await provider.keys(client, anew=anew)
        try:
            claims = _TOKENS.decode(
                text, keys, claims_cls=CodeIDToken, claims_options=options, claims_params=about
            )
        except (JoseError, ValueError, KeyError, TypeError) as error:
            if anew:  # it may have begun to sign with another key meanwhile
                raise LoginTokenWrong("Begin again, or log in another way.") from error
            continue
        try:
            claims.validate(now=int(utc_now().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError) as error:
            raise LoginTokenWrong("Begin again, or log in another way.") from error
        found: Mapping[str, Any] = claims
        return found
    raise AssertionError("the second time returns or raises")


def _somebody(terms: LoginTerms, claims: Mapping[str, Any]) -> Somebody:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= _MOST:
        raise LoginTokenWrong("Begin again, or log in another way.")
    # Apple writes it as a word.
    verified = claims.get("email_verified") in (True, "true")
    return Somebody(
        terms.name, subject, _word(claims, "email"), verified, _word(claims, "name")
    )  # fmt: skip


async def _of_endpoints(
    client: AsyncOAuth2Client, terms: LoginTerms, attempt: Attempt, code: str, device: str
) -> Somebody:
    """As VK ID tells it. Whether an address was confirmed there it does not say."""
    assert terms.endpoints is not None
    token = await _exchanged(client, terms.endpoints.token, attempt, code, device)
    form = {"access_token": str(token.get("access_token", "")), "client_id": terms.client_id}
    try:
        answer = await client.request(
            "POST", terms.endpoints.person, data=form, withhold_token=True
        )
        said = answer.json() if answer.is_success else {}
    except (httpx.HTTPError, ValueError, OAuth2Error, ClientError) as error:
        raise LoginProviderAway("Try again, or log in another way.") from error
    person = said.get("user") if isinstance(said, dict) else None
    subject = str(person.get("user_id") or "") if isinstance(person, dict) else ""
    if not isinstance(person, dict) or not 0 < len(subject) <= _MOST:
        raise LoginProviderAway("Try again, or log in another way.")
    name = f"{_word(person, 'first_name')} {_word(person, 'last_name')}".strip()
    return Somebody(terms.name, subject, _word(person, "email"), False, name)


def _word(said: Mapping[str, Any], name: str) -> str:
    word = said.get(name)
    return word.strip()[:_MOST] if isinstance(word, str) else ""


def _client(terms: LoginTerms, back: str) -> AsyncOAuth2Client:
    secret = terms.client_secret if terms.apple is None else _apple_secret(terms, terms.apple)
    by_post = terms.apple is not None or terms.endpoints is not None
    way = "none" if not secret else "client_secret_post" if by_post else "client_secret_basic"
    return AsyncOAuth2Client(
        terms.client_id,
        secret or None,
        redirect_uri=back,
        scope=terms.scope,
        code_challenge_method="S256",
        token_endpoint_auth_method=way,
        timeout=SECONDS,
        trust_env=False,
        verify=_tls(),
    )


def _apple_secret(terms: LoginTerms, key: AppleKey) -> str:
    now = int(utc_now().timestamp())
    said = {
        "iss": key.team, "sub": terms.client_id, "aud": terms.issuer, "iat": now,
        "exp": now + _APPLE_SECONDS,
    }  # fmt: skip
    token: bytes = jwt.encode({"alg": "ES256", "kid": key.key_id}, said, key.pem)
    return token.decode()


@cache
def _tls() -> ssl.SSLContext:
    """Read once: it takes 20 ms."""
    return ssl.create_default_context()
