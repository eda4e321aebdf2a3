"""OAuth: consent, codes that work once, tokens that end, and a user who takes it all back."""

import itertools
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

CLIENT_ID, CLIENT_SECRET = "shop.apps.googleusercontent.com", "GOCSPX-of-the-shop"


class NotGranted(Exception):
    """As RFC 6749 writes it."""

    def __init__(self, error: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.status = error, status


@dataclass
class Consent:
    """``lasts``: seconds of an access token."""

    lasts: int = 3599
    codes: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    refreshes: dict[str, str] = field(default_factory=dict)
    access: dict[str, tuple[float, str]] = field(default_factory=dict)
    consented: bool = False
    refreshed: int = 0

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)

    def agree(self, asked: dict[str, str]) -> str:
        """Where the browser is sent once the user has said yes."""
        if asked.get("client_id") != CLIENT_ID or asked.get("response_type") != "code":
            raise NotGranted("invalid_request")
        code = f"4/{next(self._numbers)}-{secrets.token_hex(8)}"
        # A refresh token comes with the first consent only, or when it is asked for anew.
        offline = asked.get("access_type") == "offline"
        fresh = offline and (not self.consented or asked.get("prompt") == "consent")
        self.consented = True
        self.codes[code] = (asked["redirect_uri"], asked.get("scope", ""), fresh)
        return f"{asked['redirect_uri']}?state={asked.get('state', '')}&code={code}"

    def token(self, asked: dict[str, str]) -> dict[str, Any]:
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise NotGranted("invalid_client", 401)
        if asked.get("grant_type") == "authorization_code":
            address, scope, fresh = self.codes.pop(asked.get("code", ""), ("", "", False))
            if not address:
                raise NotGranted("invalid_grant")
            if address != asked.get("redirect_uri"):
                raise NotGranted("redirect_uri_mismatch")
            answer = self._access(scope)
            if fresh:
                answer["refresh_token"] = self.refresh_token(scope)
            return answer
        if asked.get("grant_type") == "refresh_token":
            held = self.refreshes.get(asked.get("refresh_token", ""))
            if held is None:
                raise NotGranted("invalid_grant")
            self.refreshed += 1
            return self._access(held)
        raise NotGranted("unsupported_grant_type")

    def refresh_token(self, scope: str) -> str:
        made = f"1//{next(self._numbers)}-{secrets.token_hex(8)}"
        self.refreshes[made] = scope
        return made

    def revoke(self) -> None:
        """The user takes it back."""
        self.refreshes.clear()
        self.access.clear()

    def scope_of(self, header: str) -> str | None:
        """None: the token is none, or has ended."""
        until, scope = self.access.get(header.removeprefix("Bearer "), (0.0, ""))
        return scope if until > time.time() else None

    def _access(self, scope: str) -> dict[str, Any]:
        made = f"ya29.{next(self._numbers)}-{secrets.token_hex(8)}"
        self.access[made] = (time.time() + self.lasts, scope)
        return {
            "access_token": made, "expires_in": self.lasts, "scope": scope, "token_type": "Bearer",
        }  # fmt: skip
