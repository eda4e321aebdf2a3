"""Jobs as riders: what is to be done later, kept exactly if the command is accepted.

``Insert(JOBS, (job_row("refund", {"paymentId": ...}),))`` runs at once,
``Insert(LATER_JOBS, (later_job_row("payment-arrives", {...}, delay=5.0),))`` later. The names
and payloads are those of ``worker/jobs.py``.
"""

from typing import Final

from holdfast.db.jobs import JOB_COLUMNS, LATER_JOB_COLUMNS, job_row, later_job_row
from holdfast.ledger import RowTable

__all__ = ["JOBS", "LATER_JOBS", "NotYet", "job_row", "later_job_row"]

JOBS: Final = RowTable("jobs", JOB_COLUMNS, ("text", "bytea", "jsonb"))
LATER_JOBS: Final = RowTable("jobs", LATER_JOB_COLUMNS, ("text", "bytea", "jsonb", "timestamptz"))


class NotYet(Exception):
    """A job came too early: it is to come again later, and nobody is at fault."""
