"""What is to be done about edits later."""

from uuid import UUID

from holdfast.db.jobs import Job


class SettleEdit(Job, frozen=True):
    """what was added to a paid order is paid, or off: takes off what it is for, or ends the edit"""

    NAME = "settle-edit"
    edit_id: UUID
