"""What an OpenID provider says of itself: where it is asked, and the keys it signs with."""

import time
from collections.abc import Mapping
from typing import Any, Final

import httpx
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.jose import JsonWebKey
from msgspec import Struct

from holdfast.people.login_providers.refusals import LoginProviderAway

__all__ = ["Discovered", "Provider"]

KEPT_SECONDS: Final = 3600.0


class Discovered(Struct, frozen=True):
    authorize: str
    token: str
    keys: str
    posts_secret: bool


class Provider:
    """As it was heard within the hour. Keys are asked for again when one is not among them."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer.rstrip("/")
        self._heard: tuple[float, Discovered] | None = None
        self._keys: tuple[float, Any] | None = None

    @property
    def issuer(self) -> str:
        return self._issuer

    async def found(self, client: AsyncOAuth2Client) -> Discovered:
        """Raises :class:`LoginProviderAway`."""
        if self._heard is not None and self._heard[0] > time.monotonic():
            return self._heard[1]
        said = await asked(client, f"{self._issuer}/.well-known/openid-configuration")
        if str(said.get("issuer", "")).rstrip("/") != self._issuer:
            raise LoginProviderAway("It says that it is another.")
        ways = said.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        discovered = Discovered(
            self._own(said, "authorization_endpoint"),
            self._own(said, "token_endpoint"),
            self._own(said, "jwks_uri"),
            "client_secret_basic" not in ways,
        )
        self._heard = time.monotonic() + KEPT_SECONDS, discovered
        return discovered

    async def keys(self, client: AsyncOAuth2Client, *, anew: bool = False) -> Any:
        """Raises :class:`LoginProviderAway`."""
        if self._keys is not None and self._keys[0] > time.monotonic() and not anew:
            return self._keys[1]
        said = await asked(client, (await self.found(client)).keys)
        try:
            keys = JsonWebKey.import_key_set(said)
        except (ValueError, KeyError, TypeError) as error:
            raise LoginProviderAway("Its keys cannot be read.") from error
        self._keys = time.monotonic() + KEPT_SECONDS, keys
        return keys

    def _own(self, said: Mapping[str, Any], name: str) -> str:
        address = said.get(name)
        sealed = isinstance(address, str) and address.startswith("https://")
        here = isinstance(address, str) and self._issuer.startswith("http://")
        if not sealed and not here:
            raise LoginProviderAway("It does not say where it is asked.")
        return str(address)


async def asked(client: AsyncOAuth2Client, address: str) -> dict[str, Any]:
    """What it says there. Raises :class:`LoginProviderAway`."""
    try:
        answer = await client.request(
            "GET", address, headers={"accept": "application/json"}, withhold_token=True
        )
        said = answer.json() if answer.is_success else None
    except (httpx.HTTPError, ValueError) as error:
        raise LoginProviderAway("Try again, or log in another way.") from error
    if not isinstance(said, dict):
        raise LoginProviderAway("Try again, or log in another way.")
    return said
