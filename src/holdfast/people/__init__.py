"""People: users, sessions, tokens, roles; guests, who have no row; what staff did."""

from holdfast.people.audit import AUDIT_LOG, note
from holdfast.people.credentials import (
    Credentials,
    Identity,
    IdentityCache,
    Secret,
    new_token,
    open_session,
    revoke_tokens,
    sweep_sessions,
)
from holdfast.people.handles import (
    HANDLES,
    NO_PASSWORD,
    is_handle,
    is_typed,
    user_of_handle,
)
from holdfast.people.passwords import MAX_PASSWORD, MIN_PASSWORD, Passwords
from holdfast.people.principal import ROLES, STAFF_ROLES, Principal, guest_owner, user_owner
from holdfast.people.signing import Signer
from holdfast.people.throttle import LoginThrottle, TooManyLogins
from holdfast.people.users import (
    BadEmail,
    EmailTaken,
    UnknownRole,
    User,
    UserUnknown,
    add,
    by_email,
    is_user,
    normal_email,
    set_password_hash,
)
from holdfast.people.vouching import CallSigner, Vouched, Voucher

__all__ = [
    "AUDIT_LOG",
    "HANDLES",
    "MAX_PASSWORD",
    "MIN_PASSWORD",
    "NO_PASSWORD",
    "ROLES",
    "STAFF_ROLES",
    "BadEmail",
    "CallSigner",
    "Credentials",
    "EmailTaken",
    "Identity",
    "IdentityCache",
    "LoginThrottle",
    "Passwords",
    "Principal",
    "Secret",
    "Signer",
    "TooManyLogins",
    "UnknownRole",
    "User",
    "UserUnknown",
    "Vouched",
    "Voucher",
    "add",
    "by_email",
    "guest_owner",
    "is_handle",
    "is_typed",
    "is_user",
    "new_token",
    "normal_email",
    "note",
    "open_session",
    "revoke_tokens",
    "set_password_hash",
    "sweep_sessions",
    "user_of_handle",
    "user_owner",
]
