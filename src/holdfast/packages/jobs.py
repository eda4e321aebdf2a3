"""What is to be done about a package later."""

from uuid import UUID

from holdfast.db.jobs import Job


class IssuePackage(Job, frozen=True):
    """an order of a package is paid: puts what was bought on its accounts, once"""

    NAME = "issue-package"
    order_id: UUID
