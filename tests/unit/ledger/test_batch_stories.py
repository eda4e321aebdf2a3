"""What is asked twice, and what commands of one batch see of each other, as stories."""

import pytest

from tests.unit.ledger.language import tell

STORIES = {
    "the same key is told what it was told": """
        deposit 5
        t=0 key k + hold a 1 ttl 60  -> ok until 60
        t=9 key k + hold a 1 ttl 60  -> done until 60
        = stock 4+1 v2
        key k body x + hold a 1      -> reused
        key m + deposit 1            -> ok
        key m + deposit 1            -> done
        = stock 5+1 v3
    """,
    "the same key twice in one batch is one acceptance": """
        deposit 5
        key k + deposit 1
        & key k + deposit 1          -> done
        & key k body x + deposit 1   -> reused
        = stock 6+0 v2
    """,
    "a refusal is not kept": """
        key k + hold a 1             -> short stock 1 of 0
        deposit 1
        key k + hold a 1             -> ok
        key k + hold a 1             -> done until 60
        key m + capture z            -> unknown hold:z
        key m + capture a            -> ok
    """,
    "idempotency comes before every refusal": """
        deposit 1
        key k + hold a 1
        key k + hold a 1             -> done until 60
        key c + capture a
        key c + capture a            -> done
    """,
    "a client's own key is kept beside the command's, by itself where there is no other": """
        deposit 5
        key c + asked k + deposit 1  -> ok
        key c + asked k + deposit 1  -> done
        asked k + deposit 1          -> done
        asked k body x + deposit 1   -> reused
        asked m + deposit 1          -> ok
        & asked m + deposit 1        -> done
        & asked m body x + deposit 1 -> reused
        = stock 7+0 v3
    """,
    "a client's own key comes before the command's": """
        key c + asked k + deposit 1
        key d + asked k body x + deposit 1 -> reused
        key d + asked k + deposit 1  -> done
        key d + deposit 1            -> ok
        key c body x + asked k + deposit 1 -> done
        key c body x + asked m + deposit 1 -> reused
        = stock 2+0 v2
    """,
    "of what is refused or was done before, the client's key is not kept": """
        key c + asked k + hold a 1   -> short stock 1 of 0
        deposit 9
        key c + deposit 1
        key c + asked k + deposit 1  -> done
        asked k body x + hold a 1    -> ok
    """,
    "commands of a batch see those before them": """
        hold a 1                     -> short stock 1 of 0
        & deposit 1                  -> ok
        & hold b 1                   -> ok
        & capture b                  -> ok
        & capture b                  -> conflict hold:b captured
        & hold c 1                   -> short stock 1 of 0
        = stock 0+0 v3
    """,
    "a transition guards a row": """
        move o new pending           -> ok
        move o pending to paid       -> ok
        move o pending to cancelled  -> conflict row:o paid
        move o pending|paid to done  -> ok
        = row:o done
        move p pending to paid       -> unknown row:p
    """,
    "two cancels, and a cancel against a capture, in one batch: one wins": """
        deposit 2
        move o new pending + hold a 1
        move p new pending + hold b 1
        move o pending to cancelled + release a    -> ok
        & move o pending to cancelled + release a  -> conflict hold:a released
        & move o pending to paid                   -> conflict row:o cancelled
        & move p pending to paid + capture b       -> ok
        & move p pending to cancelled              -> conflict row:p paid
        = stock 1+0 v5
    """,
    "a refused transition takes the operations with it": """
        deposit 2
        move o new paid + hold a 1
        move o pending to cancelled + release a -> conflict row:o paid
        = hold:a held
        = stock 1+1 v2
    """,
}


@pytest.mark.parametrize("title", STORIES)
def test_story(title: str) -> None:
    tell(STORIES[title])
