"""What is told of people."""

from holdfast.db.events import Fact


class PasswordLinkWanted(Fact, frozen=True):
    """Somebody who may be this user has forgotten the password: a link goes to the user's address,
    and to nobody else."""

    TYPE = "user.password-link.wanted"
    SUBJECT = "user id"


class EmailLinkWanted(Fact, frozen=True):
    """This user wants to show that mail at the account's address is theirs: a link goes there, and
    to nobody else."""

    TYPE = "user.email-link.wanted"
    SUBJECT = "user id"
