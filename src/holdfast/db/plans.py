"""How PostgreSQL plans what is asked a thousand times a second.

It plans a prepared statement anew at each use for as long as it believes that knowing the values
makes the plan cheaper: for an array, that it is short. Of a statement that reads some rows by their
keys the planning takes several times as long as the reading (0.3 ms of a product's stock, which is
read in 0.03), and always ends in the same plan.

And how a text that may be an id is joined to what has that id: by its index.
"""

from typing import Final

__all__ = ["unseen", "uuid_in"]

_UUID: Final = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def unseen(parameter: str, kind: str) -> str:
    """SQL: a parameter at whose value the planner does not look. A statement all of whose
    parameters are so is planned five times and never again, until its tables are analysed."""
    return f"CAST((SELECT CAST({parameter} AS {kind})) AS {kind})"


def uuid_in(text: str) -> str:
    """SQL: the id that this text is; null of any other text. What compares the id's own text with
    it reads the whole table."""
    return f"CASE WHEN {text} ~ '{_UUID}' THEN CAST({text} AS uuid) END"
