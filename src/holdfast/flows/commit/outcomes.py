"""What became of a command, where no more is asked than whether it is done."""

from holdfast.flows.commit.refusals import refuse
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Outcome

__all__ = ["may_be_overtaken", "must_go_through", "went_through"]


def went_through(outcome: Outcome) -> bool:
    """Whether it is done, now or before; False if something moved on meanwhile, so that whoever
    asked looks again. Raises the problem that any other outcome is."""
    if isinstance(outcome, Accepted | AlreadyDone):
        return True
    if isinstance(outcome, Conflict):
        return False
    raise refuse(outcome)


def may_be_overtaken(outcome: Outcome) -> None:
    """Raises the problem that the outcome is, unless it is done, or something moved on meanwhile
    that makes it needless."""
    went_through(outcome)


def must_go_through(outcome: Outcome) -> None:
    """Raises the problem that the outcome is, unless it is done, now or before."""
    if not isinstance(outcome, Accepted | AlreadyDone):
        raise refuse(outcome)
