"""What is told of people."""

from holdfast.db.events import Fact


class PasswordLinkWanted(Fact, frozen=True):
    """Somebody who may be this user has forgotten the password: a link goes to the user's address,
    and to nobody else."""

    TYPE = "user.password-link.wanted"
    SUBJECT = "user id"


class ContactCodeWanted(Fact, frozen=True):
    """Whoever this is, a guest or a user, wants to show that mail at the address reaches them: a
    code goes there, and to nobody else."""

    TYPE = "contact.code.wanted"
    SUBJECT = "code id"
    owner: str
    email: str
    locale: str | None = None


class EmailLinkWanted(Fact, frozen=True):
    """This user wants to show that mail at the account's address is theirs: a link goes there, and
    to nobody else."""

    TYPE = "user.email-link.wanted"
    SUBJECT = "user id"
