"""What login providers are reached by: a part of the settings."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, Field, SecretStr, StringConstraints

__all__ = ["LoginProviderKeys"]

# What a provider says goes unread by others; a server of this machine is one of tests.
Issuer: TypeAlias = Annotated[
    str,
    StringConstraints(
        pattern=r"^(https://[^\s?#]+|http://(localhost|127\.0\.0\.1)(:[0-9]+)?[^\s?#]*)?$"
    ),
]


class LoginProviderKeys(BaseModel):
    """Nobody logs in by one without a client id."""

    login_google_id: str = Field("", description="Login by Google: the OAuth client's id there")
    login_google_secret: SecretStr | None = Field(None, description="Its secret")
    login_google_issuer: Issuer = Field(
        "https://accounts.google.com", description="Google elsewhere, as a test server"
    )
    login_apple_id: str = Field("", description="Login by Apple: the Services ID")
    login_apple_team: str = Field("", description="The team's id at Apple")
    login_apple_key_id: str = Field("", description="The id of the key for Sign in with Apple")
    login_apple_key: SecretStr | None = Field(
        None, description="That key, as the `.p8` file has it; `\\n` may stand for its line ends"
    )
    login_apple_issuer: Issuer = Field(
        "https://appleid.apple.com", description="Apple elsewhere, as a test server"
    )
    login_vk_id: str = Field("", description="Login by VK ID: the app's id there")
    login_vk_secret: SecretStr | None = Field(
        None, description="The app's protected key; VK ID needs none beside the proof (PKCE)"
    )
    login_vk_url: Issuer = Field("https://id.vk.com", description="VK elsewhere, as a test server")
    login_oidc_id: str = Field(
        "", description="Login by any provider of OpenID Connect: the client's id there"
    )
    login_oidc_secret: SecretStr | None = Field(None, description="Its secret, if it has one")
    login_oidc_issuer: Issuer = Field(
        "",
        description="Where it is: its `/.well-known/openid-configuration` says the rest",
    )
    login_oidc_title: str = Field(
        "OpenID", min_length=1, max_length=40, description="What its button calls it"
    )
