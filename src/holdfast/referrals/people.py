"""Whether two accounts are one person's, as far as it can be told; what friends read of who invites
them. Pure."""

from typing import Final

_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})
MAX_FIRST_NAME: Final = 40


def same_mailbox(one: str, other: str) -> bool:
    """Whether mail to both addresses arrives in one box."""
    return mailbox(one) == mailbox(other)


def mailbox(email: str) -> str:
    """Where mail to an address arrives: what follows a plus does not count, nor do dots where the
    provider reads over them."""
    local, _, domain = email.lower().rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def first_name(name: str) -> str:
    """No more of a name than friends call each other by; empty: there is none, or it is an
    address."""
    words = name.split()
    if not words or "@" in words[0]:
        return ""
    return words[0][:MAX_FIRST_NAME]
