"""Staff draft newsletters, try them on themselves, have them sent now or later, and stop them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import newsletters, people
from holdfast.catalog import load_products
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, keep, stored
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.newsletters.desk import NewsletterDesk
from holdfast.groups import load_group
from holdfast.kit import FieldError, Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Deposit, Expect, Operation, Rider
from holdfast.mail import NewMail, reachable, write_mails
from holdfast.newsletters import (
    BadNewsletter,
    Newsletter,
    NewsletterChangedMeanwhile,
    NewsletterNotFound,
    NewsletterTerms,
    draft_key,
    load_newsletter,
    missing_words,
    newsletter_faults,
)
from holdfast.people import LoginThrottle
from holdfast.shop import read_settings

__all__ = [
    "NewsletterMoved", "change_newsletter", "discard_newsletter", "draft_newsletter",
    "known_newsletter", "schedule_newsletter", "stop_newsletter", "try_newsletter",
]  # fmt: skip

_LATEST: Final = 366
"""Days ahead for which one is scheduled."""
_TRY: Final = timedelta(hours=1)


class NewsletterMoved(Problem):
    """It is no draft, or neither scheduled nor under way: whichever this needs."""

    status = 409
    code = "newsletter-moved"
    title = "The newsletter's state does not allow this"


async def known_newsletter(desk: NewsletterDesk, newsletter_id: UUID) -> Newsletter:
    """Raises :class:`NewsletterNotFound`."""
    found = await load_newsletter(desk.database.pool, newsletter_id)
    if found is None:
        raise NewsletterNotFound("There is no such newsletter.")
    return found


async def draft_newsletter(
    desk: NewsletterDesk, caller: Caller, terms: NewsletterTerms
) -> Newsletter:
    """The new draft (the first one, if the request is a repetition). Raises
    :class:`BadNewsletter`."""
    if caller.key is not None and (before := await answered(desk, caller.key)) is not None:
        return await known_newsletter(desk, stored(before, UUID))
    await _check(desk, terms)
    new = new_id()
    riders = (newsletters.drafted(new, terms), caller.audited("newsletter.drafted", new))
    outcome = await desk.ledger.commit(caller.keyed((), riders, f"newsletter/{new}", new))
    match outcome:
        case Accepted(answer=answer) | AlreadyDone(answer=answer):
            return await known_newsletter(desk, stored(answer, UUID))
    raise refuse(outcome)


async def change_newsletter(
    desk: NewsletterDesk,
    caller: Caller,
    newsletter_id: UUID,
    terms: NewsletterTerms,
    version: int | None = None,
) -> Newsletter:
    """A draft says this from now on. ``version``: over which it is saved, where that is said.
    Raises :class:`BadNewsletter`, :class:`NewsletterNotFound`, :class:`NewsletterMoved` and
    :class:`~holdfast.newsletters.NewsletterChangedMeanwhile`."""
    await _check(desk, terms)
    saves, found = await _looked_at(desk, newsletter_id)
    if found.is_draft and found.terms == terms:
        return found
    _must_be(found, version)
    return await _move(
        desk, caller, found, caller.audited("newsletter.changed", found.id),
        lambda one: newsletters.redrafted(one.id, terms) if one.is_draft else None,
        (saves, Deposit(saves.key, 1, unit="save")),
    )  # fmt: skip


async def discard_newsletter(desk: NewsletterDesk, caller: Caller, newsletter_id: UUID) -> None:
    """Raises :class:`NewsletterNotFound` and :class:`NewsletterMoved`."""
    found = await known_newsletter(desk, newsletter_id)
    if not found.is_draft:
        raise _moved()
    riders = (
        newsletters.discarded(found.id),
        caller.audited("newsletter.discarded", found.id),
    )
    key = f"newsletter-discarded/{found.id}"
    if not went_through(await desk.ledger.commit(caller.command((), riders, key))):
        raise _moved()


async def schedule_newsletter(
    desk: NewsletterDesk,
    caller: Caller,
    newsletter_id: UUID,
    at: datetime | None,
    version: int | None = None,
) -> Newsletter:
    """It goes to its readers at that moment; None: now. ``version``: of what was read, where that
    is said. Raises what :func:`change_newsletter` does."""
    saves, found = await _looked_at(desk, newsletter_id)
    if not found.is_draft and caller.key is not None and await answered(desk, caller.key):
        return found
    _must_be(found, version)
    now = shop_now()
    if at is not None and not 0 <= (at - now).days <= _LATEST:
        said = say("Choose a moment from now on, within a year.")
        raise BadNewsletter.of([FieldError("at", "range", said)])
    async with desk.database.read() as connection:
        languages = (await read_settings(connection)).languages
    missing = list(missing_words(found, languages))
    if missing:
        raise BadNewsletter.of(missing, named=True)
    moment = at or now
    return await _move(
        desk, caller, found,
        caller.audited("newsletter.scheduled", found.id, {"at": moment.isoformat()}),
        lambda one: newsletters.scheduled(one.id, moment) if one.is_draft else None, (saves,),
    )  # fmt: skip


async def stop_newsletter(desk: NewsletterDesk, caller: Caller, newsletter_id: UUID) -> Newsletter:
    """What has not begun is a draft again; of what is under way nobody more gets it. Raises
    :class:`NewsletterNotFound` and :class:`NewsletterMoved`."""
    found = await known_newsletter(desk, newsletter_id)
    done = not (found.is_scheduled or found.is_under_way)
    if done and caller.key is not None and await answered(desk, caller.key):
        return found

    def move(one: Newsletter) -> Rider | None:
        if one.is_under_way:
            return newsletters.stopped(one.id)
        return newsletters.called_back(one.id) if one.is_scheduled else None

    said = caller.audited("newsletter.stopped", found.id, {"written": found.written})
    return await _move(desk, caller, found, said, move)


class _Tried(Struct, frozen=True):
    """What a key stands for: to which address it went."""

    address: str


async def try_newsletter(
    desk: NewsletterDesk, throttle: LoginThrottle, caller: Caller, newsletter_id: UUID, locale: str
) -> str:
    """It goes to the caller's own address, as readers of that language get it; which that is.
    Raises :class:`NewsletterNotFound`, :class:`BadNewsletter` where mail cannot go there, and
    :class:`~holdfast.people.TooManyLinks`."""
    found = await known_newsletter(desk, newsletter_id)
    async with desk.database.read() as connection:
        user = await people.known_user(connection, caller.principal.user_id)
        languages = (await read_settings(connection)).languages
    _, words = found.words_for(locale, languages)
    if not words.is_whole:
        said = say("Write a title and a text first.")
        raise BadNewsletter.of([FieldError("texts", "missing", said)])
    address = reachable(user.email)
    if address is None:
        said = say("Mail cannot go to the address of your account.")
        raise BadNewsletter.of([FieldError("email", "unreachable", said)])
    await throttle.attempt(user.email, caller.principal.address)
    if (kept := caller.request_key(_Tried(address))) is not None:
        await keep(desk.ledger, kept)  # another language under the same key is another request
    asked = caller.request if caller.key is None else caller.key.text
    mail = NewMail(
        event=f"newsletter-try {asked}", kind="newsletter-try", subject_id=str(found.id),
        owner=caller.actor, address=address, name="", locale=locale, said={"fact": {}},
        late_at=shop_now() + _TRY,
    )  # fmt: skip
    async with desk.database.transaction() as connection:
        await write_mails(connection, [mail])
    return address


async def _move(
    desk: NewsletterDesk,
    caller: Caller,
    found: Newsletter,
    said: Rider,
    rider: Callable[[Newsletter], Rider | None],
    saves: tuple[Operation, ...] = (),
) -> Newsletter:
    """One move with its line of the audit log; ``rider`` is None where its state refuses it."""
    moved = rider(found)
    if moved is None:
        raise _moved()
    command = caller.keyed(saves, (moved, said), f"newsletter-moved/{new_id()}", found.id)
    if went_through(await desk.ledger.commit(command)):
        return await known_newsletter(desk, found.id)
    now = await known_newsletter(desk, found.id)
    raise _changed() if found.is_draft and now.is_draft else _moved()


async def _looked_at(desk: NewsletterDesk, newsletter_id: UUID) -> tuple[Expect, Newsletter]:
    """A newsletter, and that nobody saves its draft from here on."""
    saves = await desk.reader.account(draft_key(newsletter_id))
    return Expect(saves.key, saves.version), await known_newsletter(desk, newsletter_id)


def _must_be(found: Newsletter, version: int | None) -> None:
    if found.is_draft and version not in (None, found.version):
        raise _changed()


async def _check(desk: NewsletterDesk, terms: NewsletterTerms) -> None:
    faults = list(newsletter_faults(terms))
    known = await load_products(desk.database.pool, terms.products) if terms.products else {}
    for one in terms.products:
        if one not in known:
            said = say("There is no product {product}.", product=one)
            faults.append(FieldError("products", "product-not-found", said))
    if terms.group is not None and await load_group(desk.database.pool, terms.group) is None:
        faults.append(FieldError("groupId", "unknown", say("There is no such customer group.")))
    if faults:
        raise BadNewsletter.of(faults, named=True)


def _changed() -> NewsletterChangedMeanwhile:
    return NewsletterChangedMeanwhile("Somebody saved it since. Look at it again.")


def _moved() -> NewsletterMoved:
    return NewsletterMoved("Drafts are changed and sent; what is scheduled or under way, stopped.")
