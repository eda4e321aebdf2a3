"""Why nobody came in by a login provider."""

from holdfast.kit.errors import Problem

__all__ = [
    "LoginAttemptExpired", "LoginCodeRefused", "LoginDenied", "LoginProviderAway",
    "LoginProviderUnknown", "LoginTokenWrong",
]  # fmt: skip


class LoginProviderUnknown(Problem):
    """The shop has no such login provider."""

    status = 404
    code = "login-provider-unknown"
    title = "Nobody logs in that way here"


class LoginDenied(Problem):
    """The person said no over there, or the provider did."""

    status = 403
    code = "login-denied"
    title = "The login was not allowed there"


class LoginAttemptExpired(Problem):
    """It was begun too long ago, in another browser, by somebody else, or never."""

    status = 410
    code = "login-attempt-expired"
    title = "This login has expired"


class LoginCodeRefused(Problem):
    """The provider does not know the code any more: it works once, and soon."""

    status = 409
    code = "login-code-refused"
    title = "The answer has been used already"


class LoginProviderAway(Problem):
    """The provider does not answer, or not with what it ought to."""

    status = 503
    code = "login-provider-away"
    title = "The provider does not answer"


class LoginTokenWrong(Problem):
    """What the provider says cannot be believed: the signature, the issuer, the audience, the time
    or the nonce is not what it has to be."""

    status = 502
    code = "login-token-wrong"
    title = "The answer cannot be trusted"
