"""The schema's history: one numbered file a step in ``versions/``, run by ``holdfast.db.migrate``.

Forward only. A step that was released is never edited: add the next one.
"""

__all__: list[str] = []
