"""Every operation and every refusal of the rules, as cases over time."""

import pytest

from tests.unit.ledger.language import tell

STORIES = {
    "goods, a coupon and points go together, and every one that is short is named": """
        deposit 3
        deposit 1 coupon
        deposit 10 wallet
        withdraw 2 + withdraw 1 coupon + withdraw 9 wallet + deposit 9 paid -> ok
        = stock 1+0 v2
        = coupon 0+0 v2
        = wallet 1+0 v2
        = paid 9+0 v1
        withdraw 2 + withdraw 1 coupon + withdraw 9 wallet + deposit 9 paid -> short \
            stock 2 of 1, coupon 1 of 0, wallet 9 of 1
        = paid 9+0 v1
    """,
    "what was paid goes back in parts, and never more of it": """
        deposit 9 refundable/p unit PTS                 -> ok
        withdraw 4 refundable/p unit PTS + deposit 4 wallet/u unit PTS -> ok
        withdraw 6 refundable/p unit PTS + deposit 6 wallet/u unit PTS -> short refundable/p 6 of 5
        expect refundable/p 1 + withdraw 5 refundable/p unit PTS -> conflict refundable/p version 2
        expect refundable/p 2 + withdraw 5 refundable/p unit PTS + deposit 5 wallet/u unit PTS -> ok
        = refundable/p 0+0 v3
        = wallet/u 9+0 v2
    """,
    "a coupon that nobody ever had is short like one that was used": """
        deposit 1                                       -> ok
        withdraw 1 + withdraw 1 issued/x                -> short issued/x 1 of 0
        hold a 1 stock, 1 issued/x ttl 10               -> short issued/x 1 of 0
        = stock 1+0 v1
    """,
    "a hold is taken, captured, and what is left is what the next finds": """
        t=0  deposit 3               -> ok
        t=0  hold a 2 ttl 10         -> ok until 10
        = stock 1+2 v2
        t=9  capture a               -> ok
        = stock 1+0 v3
        t=11 hold b 2                -> short stock 2 of 1
    """,
    "the last unit goes to one": """
        deposit 1
        hold a 1 ttl 10
        & hold b 1 ttl 10            -> short stock 1 of 0 held 1
        & hold c 1 ttl 10            -> short stock 1 of 0 held 1
        = stock 0+1 v2
    """,
    "a capture is refused from the instant the hold is due, without any sweeper": """
        deposit 3
        t=0  hold a 2 ttl 10
        t=0  hold b 1 ttl 10
        t=9.999999 capture b         -> ok
        t=10 capture a               -> expired a
        t=10 extend a 10             -> expired a
        = stock 0+2 v4
        = hold:a held
        t=10 expire a                -> ok
        = stock 2+0 v5
        = hold:a expired
    """,
    "an expired hold is expired once, and stays so": """
        deposit 1
        t=0 hold a 1 ttl 10
        t=9 expire a                 -> conflict hold:a held
        t=10 expire a
        t=11 expire a                -> ok
        = stock 1+0 v3
        t=12 release a               -> expired a
        t=12 capture a               -> expired a
        t=12 extend a 5              -> expired a
    """,
    "a hold that is due may still be released by its owner": """
        deposit 1
        t=0 hold a 1 ttl 10
        t=11 release a               -> ok
        t=11 expire a                -> conflict hold:a released
        = stock 1+0 v3
    """,
    "captured and released are final": """
        deposit 2
        hold a 1
        & hold b 1
        capture a
        release b
        capture a                    -> conflict hold:a captured
        release a                    -> conflict hold:a captured
        extend a 5                   -> conflict hold:a captured
        t=99 expire a                -> conflict hold:a captured
        t=0 capture b                -> conflict hold:b released
        release b                    -> conflict hold:b released
        extend b 5                   -> conflict hold:b released
        = stock 1+0 v5
    """,
    "a hold nobody made": """
        capture x                    -> unknown hold:x
        release x                    -> unknown hold:x
        expire x                     -> unknown hold:x
        extend x 5                   -> unknown hold:x
    """,
    "the same id cannot be held twice": """
        deposit 5
        hold a 1
        hold a 1                     -> conflict hold:a exists
        hold b 1 + hold b 1          -> conflict hold:b exists
        = stock 4+1 v2
    """,
    "a hold is extended once, and never shortened": """
        deposit 2
        t=0 hold a 1 ttl 10
        t=5 extend a 20              -> ok until 25
        t=24 extend a 20             -> conflict hold:a extended
        t=24 capture a               -> ok
        t=30 hold b 1 ttl 60
        t=30 extend b 5              -> ok until 90
    """,
    "withdraw takes what is free and no more": """
        deposit 5
        hold a 3
        withdraw 3                   -> short stock 3 of 2 held 3
        withdraw 2                   -> ok
        withdraw 1                   -> short stock 1 of 0 held 3
        = stock 0+3 v3
        withdraw 1 nothing           -> short nothing 1 of 0
    """,
    "a count sets what is on hand, never below what is promised": """
        set 5
        = stock 5+0 v1
        hold a 3
        set 3                        -> ok
        = stock 0+3 v3
        set 2                        -> short stock 3 of 2 held 3
        set 10
        = stock 7+3 v4
        release a
        set 0
        = stock 0+0 v6
    """,
    "a store does not overflow": """
        deposit 9007199254740991
        deposit 1                    -> conflict stock full
        hold a 1
        deposit 1                    -> conflict stock full
        capture a
        deposit 1                    -> ok
    """,
    "a unit is fixed by the first deposit": """
        deposit 5 wallet unit RUB
        deposit 5 wallet unit USD    -> conflict wallet RUB
        withdraw 5 wallet            -> conflict wallet RUB
        set 5 wallet                 -> conflict wallet RUB
        withdraw 5 wallet unit RUB   -> ok
        hold a 1 wallet              -> short wallet 1 of 0
    """,
    "a capacity account is not a store": """
        deposit 5
        withdraw 1 seat cap 2
        deposit 1 seat               -> conflict seat capacity
        withdraw 1 seat              -> conflict seat capacity
        set 1 seat                   -> conflict seat capacity
        hold a 1 seat                -> conflict seat capacity
        withdraw 1 stock cap 9       -> conflict stock store
        deposit 1 stock cap 9        -> conflict stock store
        hold b 1 stock<=9            -> conflict stock store
    """,
    "capacity: taken and held stay within what the operation says": """
        withdraw 1 seat cap 3
        hold a 1 seat<=3
        = seat 1+1 v2
        hold b 2 seat<=3             -> short seat 2 of 1 held 1
        hold b 2 seat<=4             -> ok
        hold c 1 seat<=2             -> short seat 1 of 0 held 3
        capture a
        = seat 2+2 v4
        release b
        = seat 2+0 v5
        deposit 1 seat cap 3
        = seat 1+0 v6
        deposit 2 seat cap 3         -> short seat 2 of 1
        withdraw 3 seat cap 3        -> short seat 3 of 2
        withdraw 2 seat cap 3        -> ok
    """,
    "capacity: an expired hold gives the seat back": """
        t=0 hold a 2 seat<=2 ttl 10
        t=9 hold b 1 seat<=2         -> short seat 1 of 0 held 2
        t=10 expire a
        = seat 0+0 v2
        t=10 hold b 2 seat<=2        -> ok
    """,
    "a limit on what is open at once is given back on capture": """
        deposit 9
        hold a 1 stock, 1 open<=1 back
        hold b 1 stock, 1 open<=1 back   -> short open 1 of 0 held 1
        = open 0+1 v1
        capture a
        = open 0+0 v2
        = stock 8+0 v3
        hold b 1 stock, 1 open<=1 back
        release b
        = open 0+0 v4
    """,
    "a cart is all or none, and every shortage is named": """
        deposit 5 a
        deposit 1 b
        hold x 2 a, 2 b, 1 c, 3 d<=2 -> short b 2 of 1, c 1 of 0, d 3 of 2
        = a 5+0 v1
        = b 1+0 v1
        hold x 2 a, 1 b, 2 d<=2      -> ok
        = a 3+2 v2
        capture x
        = a 3+0 v3
        = b 0+0 v3
        = d 2+0 v2
    """,
    "operations of one command see one another in order": """
        deposit 2 + hold a 2 + capture a + deposit 1 + hold b 1
        = stock 0+1 v5
        hold c 1 + deposit 5         -> short stock 1 of 0 held 1
        = stock 0+1 v5
    """,
    "short lines of a hold that fails do not spoil what is said of the rest": """
        deposit 1
        hold a 3 + capture a + withdraw 5  -> short stock 3 of 1, stock 5 of 1
    """,
    "an account only asked for keeps its unit open": """
        hold a 1 wallet + deposit 5 wallet unit RUB -> short wallet 1 of 0
        deposit 5 wallet unit RUB
        = wallet 5+0 v1
    """,
    "all or none also where the refusal comes last": """
        deposit 5
        hold a 1 + release a + hold b 1 + capture z  -> unknown hold:z
        = stock 5+0 v1
        capture a                    -> unknown hold:a
    """,
    "a named refusal comes before shortages": """
        deposit 1
        hold a 5 + capture z         -> unknown hold:z
    """,
    "held guards a hold that runs": """
        deposit 5
        hold a 2 ttl 10
        held a + deposit 1           -> ok
        held a + capture a + held a  -> conflict hold:a captured
        capture a + held a           -> conflict hold:a captured
        t=10 held a + deposit 1      -> expired a
        release a
        held a                       -> conflict hold:a released
        held b                       -> unknown hold:b
        """,
    "expect guards a version": """
        expect stock 0 + deposit 5
        expect stock 0 + deposit 5   -> conflict stock version 1
        expect stock 1 + set 7       -> ok
        & expect stock 1 + set 9     -> conflict stock version 2
        expect stock 3 + set 9       -> conflict stock version 2
        deposit 1 + expect stock 3   -> ok
        = stock 8+0 v3
    """,
    "rescheduling: the old is released and the new held, overlapping": """
        hold old 1 t10<=1, 1 t11<=1
        release old + hold new 1 t11<=1, 1 t12<=1 -> ok
        = t10 0+0 v2
        = t11 0+1 v3
        = t12 0+1 v1
        hold other 1 t12<=1
            -> short t12 1 of 0 held 1
    """.replace("<=1\n            ->", "<=1 ->"),
    "rescheduling onto something taken leaves the old alone": """
        hold old 1 t10<=1
        hold other 1 t11<=1
        release old + hold new 1 t11<=1  -> short t11 1 of 0 held 1
        = hold:old held
        = t10 0+1 v1
    """,
    "a late payment is rescued while there is stock": """
        deposit 1
        t=0 hold old 1 ttl 10
        t=10 expire old
        t=60 expire old + hold new 1 ttl 30 + capture new -> ok until 90
        = stock 0+0 v5
        = hold:new captured
    """,
    "a late payment is rescued even before the sweeper came": """
        deposit 1
        t=0 hold old 1 ttl 10
        t=60 expire old + hold new 1 ttl 30 + capture new -> ok
        = hold:old expired
        = stock 0+0 v5
    """,
    "a late payment finds the shelf empty": """
        deposit 1
        t=0 hold old 1 ttl 10
        t=10 expire old
        t=11 hold other 1 ttl 90
        t=12 expire old + hold new 1 + capture new -> short stock 1 of 0 held 1
        t=12 expire other + hold new 1             -> conflict hold:other held
    """,
}


@pytest.mark.parametrize("title", STORIES)
def test_story(title: str) -> None:
    tell(STORIES[title])


def test_the_language_notices_a_wrong_outcome() -> None:
    with pytest.raises(AssertionError, match="short stock 1 of 0, not ok"):
        tell("hold a 1")
    with pytest.raises(AssertionError, match=r"= stock: 3\+0 v1, not 2\+0"):
        tell("deposit 3\n= stock 2+0")
    with pytest.raises(AssertionError, match="until 60, not ok until 61"):
        tell("deposit 3\nhold a 1 -> ok until 61")
