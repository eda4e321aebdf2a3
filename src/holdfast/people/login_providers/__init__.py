"""Providers by which people log in: what is known of each, and how it is asked who somebody is."""

from holdfast.people.login_providers.asking import LoginProviders
from holdfast.people.login_providers.attempts import Attempt, Attempts
from holdfast.people.login_providers.keys import LoginProviderKeys
from holdfast.people.login_providers.refusals import (
    LoginAttemptExpired,
    LoginCodeRefused,
    LoginDenied,
    LoginProviderAway,
    LoginProviderUnknown,
    LoginTokenWrong,
)
from holdfast.people.login_providers.terms import AppleKey, Endpoints, LoginTerms, Somebody
