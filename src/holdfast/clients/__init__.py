"""Clients: whom the studio works for, what staff know of them, and what is to be done for them."""

from holdfast.clients.board import (
    MOST_ON_BOARD,
    ClientRequest,
    RequestTerms,
    Stage,
    add_request,
    change_request,
    count_board,
    lock_board,
    place_request,
    put_away,
    request_of,
    requests_of,
    requests_on_board,
)
from holdfast.clients.book import (
    ClientAdded,
    add_client,
    change_client,
    client_begun,
    client_of,
    clients_of_owners,
    forget_account,
    give_account,
    known_client,
    lock_clients,
    merge_rows,
    owners_of,
    rename_account,
    take_in,
)
from holdfast.clients.facts import ClientMade, ClientsMerged
from holdfast.clients.noting import keep_own_note, own_notes
from holdfast.clients.rules import (
    MAX_LINE,
    MAX_NOTE,
    MAX_TAG,
    MAX_TAGS,
    Client,
    ClientNotFound,
    ClientTerms,
    clean_phone,
    client_faults,
    merged_terms,
)
from holdfast.clients.work import (
    MOST_NOTES,
    MOST_TASKS,
    Note,
    Task,
    add_note,
    add_task,
    count_notes,
    count_tasks,
    drop_note,
    end_task,
    note_of,
    notes_of,
    task_of,
    tasks_due,
    tasks_of,
)
