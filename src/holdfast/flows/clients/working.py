"""Staff write notes on clients, take them back, and say what is to be done until when."""

from datetime import date
from uuid import UUID

from holdfast.clients import (
    MOST_NOTES,
    MOST_TASKS,
    add_note,
    add_task,
    count_notes,
    count_tasks,
    drop_note,
    end_task,
    note_of,
    task_of,
)
from holdfast.db.engine import Database
from holdfast.flows.clients.keeping import locked
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.made_once import key_of, must_be_same
from holdfast.kit import Problem
from holdfast.kit.sentences import say

__all__ = ["TaskNotFound", "TooManyForClient", "end", "remove_note", "write_note", "write_task"]


class TaskNotFound(Problem):
    """No such task."""

    status = 404
    code = "task-not-found"
    title = "No such task"


class TooManyForClient(Problem):
    """As much stands with this client as may."""

    status = 422
    code = "too-many-for-client"
    title = "Too much stands with this client"


async def write_note(database: Database, caller: Caller, client_id: UUID, text: str) -> None:
    """Once, however often it is sent under one key."""
    async with database.transaction() as connection:
        client = await locked(connection, client_id)
        made, before = await add_note(connection, client.id, text, caller.actor, key_of(caller))
        if before is not None:
            must_be_same(caller, before)
            return
        if await count_notes(connection, client.id) > MOST_NOTES:
            raise TooManyForClient(say("There may be {most} of them.", most=MOST_NOTES))
        about = {"note": str(made), "text": text}
        await caller.note(connection, "client.note-written", str(client.id), about)


async def remove_note(database: Database, caller: Caller, client_id: UUID, note_id: UUID) -> None:
    """Nothing happens if there is none; the audit log keeps what it said."""
    async with database.transaction() as connection:
        client = await locked(connection, client_id)
        note = await note_of(connection, note_id)
        if note is None or note.client_id != client.id:
            return
        await drop_note(connection, note.id)
        about = {"note": str(note.id), "text": note.text}
        await caller.note(connection, "client.note-removed", str(client.id), about)


async def write_task(
    database: Database, caller: Caller, client_id: UUID, title: str, due_on: date
) -> None:
    """Once, however often it is sent under one key."""
    async with database.transaction() as connection:
        client = await locked(connection, client_id)
        made, before = await add_task(
            connection, client.id, title, due_on, caller.actor, key_of(caller)
        )
        if before is not None:
            must_be_same(caller, before)
            return
        if await count_tasks(connection, client.id) > MOST_TASKS:
            raise TooManyForClient(say("There may be {most} of them.", most=MOST_TASKS))
        about = {"task": str(made), "title": title, "due": due_on.isoformat()}
        await caller.note(connection, "client.task-made", str(client.id), about)


async def end(database: Database, caller: Caller, task_id: UUID, *, done: bool) -> UUID:
    """Done, or to be done again; twice is once. The id of whom it is for."""
    async with database.transaction() as connection:
        task = await task_of(connection, task_id)
        if task is None:
            raise TaskNotFound("There is no such task.")
        if (task.done_at is not None) != done:
            await end_task(connection, task.id, caller.actor if done else None)
            action = "client.task-done" if done else "client.task-reopened"
            about = {"task": str(task.id), "title": task.title}
            await caller.note(connection, action, str(task.client_id), about)
        return task.client_id
