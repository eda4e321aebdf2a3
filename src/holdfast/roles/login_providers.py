"""The providers by which people log in, as the settings have them: none without a client id."""

from holdfast.people.login_providers import AppleKey, Endpoints, LoginProviders, LoginTerms
from holdfast.settings import BadSettings, Settings

__all__ = ["login_providers_of"]


def login_providers_of(settings: Settings) -> LoginProviders:
    """Nothing is asked before somebody logs in by one. Raises :class:`BadSettings` for one that is
    set by half."""
    found = (_google(settings), _apple(settings), _vk(settings), _openid(settings))
    return LoginProviders(one for one in found if one is not None)


def _google(settings: Settings) -> LoginTerms | None:
    if not settings.login_google_id:
        return None
    if settings.login_google_secret is None:
        raise BadSettings("HOLDFAST_LOGIN_GOOGLE_SECRET: set it, too")
    return LoginTerms(
        "google",
        "Google",
        settings.login_google_id,
        settings.login_google_secret.get_secret_value(),
        settings.login_google_issuer,
    )


def _apple(settings: Settings) -> LoginTerms | None:
    if not settings.login_apple_id:
        return None
    key = settings.login_apple_key
    if key is None or not settings.login_apple_team or not settings.login_apple_key_id:
        raise BadSettings(
            "HOLDFAST_LOGIN_APPLE_TEAM, HOLDFAST_LOGIN_APPLE_KEY_ID, HOLDFAST_LOGIN_APPLE_KEY:"
            " set all of them"
        )
    pem = key.get_secret_value().replace("\\n", "\n")
    return LoginTerms(
        "apple",
        "Apple",
        settings.login_apple_id,
        issuer=settings.login_apple_issuer,
        apple=AppleKey(settings.login_apple_team, settings.login_apple_key_id, pem),
        scope="openid email",
        posts_back=True,
    )


def _vk(settings: Settings) -> LoginTerms | None:
    if not settings.login_vk_id:
        return None
    secret, there = settings.login_vk_secret, settings.login_vk_url.rstrip("/")
    return LoginTerms(
        "vk",
        "VK",
        settings.login_vk_id,
        "" if secret is None else secret.get_secret_value(),
        endpoints=Endpoints(
            f"{there}/authorize", f"{there}/oauth2/auth", f"{there}/oauth2/user_info"
        ),
        scope="vkid.personal_info email",
    )


def _openid(settings: Settings) -> LoginTerms | None:
    if not settings.login_oidc_id:
        return None
    if not settings.login_oidc_issuer:
        raise BadSettings("HOLDFAST_LOGIN_OIDC_ISSUER: set it, too")
    secret = settings.login_oidc_secret
    return LoginTerms(
        "oidc",
        settings.login_oidc_title,
        settings.login_oidc_id,
        "" if secret is None else secret.get_secret_value(),
        settings.login_oidc_issuer,
    )
