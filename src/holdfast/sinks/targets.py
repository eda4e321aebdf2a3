"""The sinks as they are named in the settings, and the sinks made of them."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path
from typing import Final, Literal, TypeAlias, cast
from urllib.parse import urlsplit

from msgspec import Struct

from holdfast.kit.public_network import is_public
from holdfast.sinks.json_lines import JsonLines
from holdfast.sinks.messages import TOPICS
from holdfast.sinks.signing import WebhookSigner
from holdfast.sinks.sink import Sink
from holdfast.sinks.webhook import Webhook

Kind: TypeAlias = Literal["jsonl", "webhook", "rabbitmq"]
KINDS: Final = ("jsonl", "webhook", "rabbitmq")
_WRITTEN: Final = re.compile(r"(?:([a-z0-9][a-z0-9-]{0,39})(?:/([a-z+]+))?=)?([a-z]+):(.+)")
_USUAL_TOPICS: Final = frozenset({"order"})
_EXCHANGE: Final = re.compile(r"[A-Za-z0-9._:-]{1,200}")


class BadTarget(ValueError):
    """What is written is no sink; the message says why."""


class Target(Struct, frozen=True):
    """``place``: a path, an address, or an exchange's name. ``topics``: what it is told of."""

    name: str
    kind: Kind
    place: str
    topics: frozenset[str] = _USUAL_TOPICS


class SinkTerms(Struct, frozen=True):
    """What the sinks have in common. ``webhook_secrets``: the first one is the one that stays."""

    webhook_secrets: tuple[str, ...] = ()
    webhook_seconds: float = 10.0
    webhook_private: bool = False
    jsonl_bytes: int = 64 * 1024 * 1024
    jsonl_sync: bool = True
    broker_url: str = ""


def read_targets(written: Sequence[str]) -> list[Target]:
    """From ``[name=]jsonl:/path``, ``[name=]webhook:https://...``, ``[name=]rabbitmq:exchange``;
    ``name/stock+letters=`` says what it is told of, which is orders otherwise.

    What waits for a sink waits under its name, so a name is to stay when an address changes; a
    sink without one is called by its kind. Raises :class:`BadTarget`.
    """
    targets = [_read(one) for one in written]
    names = [one.name for one in targets]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadTarget(f"two sinks are called {twice[0]}: name them, as in crm={twice[0]}:...")
    return targets


def _read(written: str) -> Target:
    found = _WRITTEN.fullmatch(written)
    if found is None or found[3] not in KINDS:
        raise BadTarget(f"{written}: write jsonl:/path, webhook:https://..., or rabbitmq:exchange")
    name, kind, place = found[1] or found[3], cast("Kind", found[3]), found[4]
    topics = frozenset(found[2].split("+")) if found[2] else _USUAL_TOPICS
    if not topics <= set(TOPICS):
        raise BadTarget(f"{name} may be told of {', '.join(TOPICS)}: as in {name}/stock+letters=")
    if kind == "webhook":
        _check_address(place)
    if kind == "rabbitmq" and _EXCHANGE.fullmatch(place) is None:
        raise BadTarget(f"{place} is no name of an exchange")
    return Target(name, kind, place, topics)


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isascii() or not url.isprintable() or " " in url:
        raise BadTarget(f"{url} is no web address, or not written as it travels")
    if parts.username is not None or parts.fragment:
        raise BadTarget("an address of a webhook has no user, password or fragment")


def open_sinks(targets: Sequence[Target], terms: SinkTerms) -> list[Sink]:
    """The sinks themselves; nothing connects yet. Raises :class:`BadTarget`, or
    :class:`~holdfast.sinks.signing.BadSecret`."""
    return [_open(target, terms) for target in targets]


def _open(target: Target, terms: SinkTerms) -> Sink:
    match target.kind:
        case "jsonl":
            return JsonLines(
                target.name,
                Path(target.place),
                most_bytes=terms.jsonl_bytes,
                sync=terms.jsonl_sync,
            )
        case "webhook":
            if target.place.startswith("http:") and not terms.webhook_private:
                raise BadTarget(f"{target.place}: orders leave the house by https only")
            return Webhook(
                target.name,
                target.place,
                WebhookSigner(terms.webhook_secrets),
                seconds=terms.webhook_seconds,
                allowed=_anywhere if terms.webhook_private else is_public,
            )
        case "rabbitmq":
            if not terms.broker_url:
                raise BadTarget("rabbitmq needs HOLDFAST_BROKER_URL")
            from holdfast.sinks.rabbit_exchange import RabbitExchangeSink

            return RabbitExchangeSink(target.name, terms.broker_url, target.place)


def _anywhere(_: IPv4Address | IPv6Address) -> bool:
    return True
