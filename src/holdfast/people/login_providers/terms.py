"""What a shop has agreed with a login provider, and what one says of a person."""

from msgspec import Struct

__all__ = ["AppleKey", "Endpoints", "LoginTerms", "Somebody"]


class AppleKey(Struct, frozen=True):
    """Apple knows a client by a token that this key signs, in place of a secret."""

    team: str
    key_id: str
    pem: str


class Endpoints(Struct, frozen=True):
    """Where a provider is asked that is no OpenID provider: who somebody is, it says itself over
    TLS, not by a signed token."""

    authorize: str
    token: str
    person: str


class LoginTerms(Struct, frozen=True):
    """One provider. By its ``issuer`` everything else is found, unless there are ``endpoints``.
    ``posts_back``: the browser comes back from it with a POST."""

    name: str
    title: str
    client_id: str
    client_secret: str = ""
    issuer: str = ""
    endpoints: Endpoints | None = None
    apple: AppleKey | None = None
    scope: str = "openid email profile"
    posts_back: bool = False


class Somebody(Struct, frozen=True):
    """Who a provider says it is. ``subject`` is theirs there for good; ``email_verified``: the
    provider has seen that mail there reaches them."""

    provider: str
    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""
