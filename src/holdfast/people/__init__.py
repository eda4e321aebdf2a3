"""People: users, sessions, tokens, roles; guests, who have no row; what staff did."""

from holdfast.people.audit import audited, note
from holdfast.people.closed import (
    DELETED_NAME,
    AccountClosed,
    ClosedAlready,
    blank_account,
    closed_address,
    is_closed,
)
from holdfast.people.contacts import (
    CodeExpired,
    CodeWrong,
    code_to_try,
    confirm_contact,
    contact_of_guest,
    forget_contact,
    new_code,
    sweep_contacts,
)
from holdfast.people.credentials import (
    Credentials,
    Identity,
    IdentityCache,
    Secret,
    end_sessions,
    open_session,
    sweep_sessions,
)
from holdfast.people.duties import (
    DUTIES,
    DUTY_SETS,
    Duty,
    DutyLacking,
    UnknownDuty,
    checked_duties,
    photographer_sql,
    staff_sql,
)
from holdfast.people.endings import ask_again_about_all
from holdfast.people.facts import (
    AccountChange,
    AccountChanged,
    ClosingCodeWanted,
    ContactCodeWanted,
    EmailLinkWanted,
    GuestErased,
    PasswordLinkWanted,
    PhotographerAway,
)
from holdfast.people.handles import (
    HANDLES,
    NO_PASSWORD,
    OF_HANDLES,
    is_handle,
    is_typed,
    user_of_handle,
)
from holdfast.people.identities import (
    IdentityTaken,
    ProviderIdentity,
    account_of,
    connect,
    connect_waiting,
    disconnect,
    disconnect_all,
    identities_of,
    lock_identity,
    sweep_waiting,
    wait_for_password,
)
from holdfast.people.jobs import EraseAgain, EraseGuestAgain
from holdfast.people.links import (
    LinkExpired,
    LinkUnknown,
    LinkUsed,
    Purpose,
    end_links,
    keep_link,
    new_link,
    read_link,
    sweep_links,
    use_link,
)
from holdfast.people.passwords import MAX_PASSWORD, Passwords, WeakPassword
from holdfast.people.principal import (
    ROLES,
    STAFF_ROLES,
    Principal,
    SecuredGroup,
    SecuredRoles,
    UnknownRole,
    guest_owner,
    is_guest,
    of_owner,
    user_owner,
)
from holdfast.people.second_codes import (
    STEP_SECONDS,
    is_timed,
    new_recovery_codes,
    new_secret,
    normal_code,
    setup_uri,
    step_of,
)
from holdfast.people.second_factors import (
    SecondCodeThrottle,
    SecondCodeWrong,
    SecondStep,
    SecondStepOver,
    TooManySecondCodes,
    begin_factor,
    confirm_factor,
    end_factor,
    factor_of,
    new_step,
    recovery_left,
    replace_recovery_codes,
    staff_without_factor,
    step_to_try,
    sweep_steps,
    take_step,
    use_recovery_code,
    use_step,
)
from holdfast.people.signing import Signer
from holdfast.people.standing import (
    admin_names,
    may_be_narrowed,
    other_admins,
    set_active,
    set_duties,
    set_roles,
)
from holdfast.people.throttle import (
    LoginThrottle,
    TooManyLinks,
    TooManyLogins,
    TooManySignUps,
    TooManyUnknown,
)
from holdfast.people.tokens import (
    MOST_TOKENS,
    Token,
    end_token,
    new_token,
    revoke_tokens,
    token_made_under,
    tokens_of,
)
from holdfast.people.users import (
    BadEmail,
    EmailTaken,
    User,
    UserUnknown,
    add,
    by_email,
    by_id,
    checked_email,
    email_verified,
    has_admin,
    is_blocked,
    is_user,
    known_user,
    made_under,
    names_of,
    normal_email,
    public_name,
    set_email,
    set_locale,
    set_name,
    set_password_hash,
    users_by_email,
    verify_email,
    who_comes_in,
)
from holdfast.people.vouching import CallSigner, Vouched, Voucher
