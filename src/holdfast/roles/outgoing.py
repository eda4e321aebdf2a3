"""Who outside the house is told what, as the settings have it."""

from holdfast.db.engine import Database
from holdfast.roles.analytics import analytics_of, analytics_sinks
from holdfast.roles.parts import Foundation
from holdfast.settings import BadSettings, words
from holdfast.sinks import BadSecret, BadTarget, Origin, SinkTerms, open_sinks, read_targets
from holdfast.worker import Outgoing

__all__ = ["outgoing_of"]


def outgoing_of(
    here: Foundation, database: Database, service: str = "", *, analytics: bool = True
) -> Outgoing:
    """What serves data platforms, and ``analytics`` services where visitors are. ``service``: the
    one that has this database to itself."""
    settings = here.settings
    secret = settings.webhook_secret
    terms = SinkTerms(
        webhook_secrets=() if secret is None else tuple(words(secret.get_secret_value())),
        webhook_seconds=settings.webhook_seconds,
        webhook_private=settings.webhook_private,
        jsonl_bytes=settings.jsonl_bytes,
        jsonl_sync=settings.jsonl_sync,
        broker_url=settings.broker_url or "",
    )
    try:
        targets = read_targets(words(settings.sinks))
        sinks = open_sinks(targets, terms)
    except (BadTarget, BadSecret) as error:
        raise BadSettings(f"HOLDFAST_SINKS: {error}") from None
    origin = Origin.at(settings.public_url, service)
    topics = {one.name: one.topics for one in targets}
    told = analytics_sinks(settings) if analytics else []
    twice = sorted({one.name for one in told} & topics.keys())
    if twice:
        raise BadSettings(f"HOLDFAST_SINKS: {twice[0]} is the analytics service; name another")
    return Outgoing(
        database,
        sinks,
        origin,
        topics,
        analytics=told,
        key=analytics_of(settings, here.secret).key,
        per_second=settings.sink_rate,
    )
