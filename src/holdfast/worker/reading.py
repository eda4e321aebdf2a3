"""Reading letters: each is counted by what came of it, and one that is hopeless is given up with
its reason."""

from typing import Final

import structlog

from holdfast.db.engine import is_away
from holdfast.flows.messaging.post import Letter, LetterReader, Unreadable
from holdfast.kit import Problem
from holdfast.worker.metrics import MESSAGES

__all__ = ["TRIES", "NotNow", "passes", "read_letter"]

log = structlog.get_logger("holdfast.messages")

TRIES: Final = 3
"""How often a letter is read that something of ours fails at."""


class NotNow(Exception):
    """The database is away or busy: the letter is to come again, for as long as that takes."""


async def read_letter(letter: Letter, reader: LetterReader) -> str | None:
    """Read it: None when it is done with, else the reason to put it to the dead letters. Raises
    :class:`NotNow`."""
    reason = ""
    for _ in range(TRIES):
        try:
            outcome = await reader(letter)
        except Unreadable as unreadable:
            reason = str(unreadable)
            break
        except Exception as error:
            if passes(error):
                MESSAGES.labels(letter.queue, "failed").inc()
                raise NotNow(f"{letter.id}: {error!r}") from error
            reason = repr(error)
            log.exception("a message cannot be dealt with", queue=letter.queue, message=letter.id)
        else:
            MESSAGES.labels(letter.queue, outcome).inc()
            if outcome != "done":
                log.info("message", queue=letter.queue, message=letter.id, outcome=outcome)
            return None
    MESSAGES.labels(letter.queue, "dead").inc()
    log.error("message given up", queue=letter.queue, message=letter.id, reason=reason)
    return reason


def passes(error: Exception) -> bool:
    """Whether it is of the moment: the same may work later."""
    return is_away(error) or (isinstance(error, Problem) and error.status == 503)
