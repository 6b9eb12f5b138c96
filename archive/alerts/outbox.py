"""Delivery: what is pending is tried once a run, noted when it has arrived, and kept when it has not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from archive.alerts.ledger import Ledger, Message, Target
from archive.errors import CundangError


class DeliveryError(CundangError):
    """A message did not reach its target; it is kept and tried again the next time."""

    exit_code = 1


class UnreachableError(DeliveryError):
    """A server cannot be used at all just now: no other message for it need be tried in this run."""


@dataclass(frozen=True, slots=True)
class Channels:
    """How each channel sends a message to an address, and the targets that the configuration still names."""

    senders: Mapping[str, Callable[[Message, str], None]]
    targets: frozenset[Target]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What came of one run: how many messages arrived, and a sentence for each that did not or was withdrawn."""

    delivered_count: int
    failures: tuple[str, ...]
    withdrawn: tuple[str, ...]


def dispatch(ledger: Ledger, channels: Channels, now: datetime) -> Dispatch:
    """Try every pending delivery once, the oldest first.

    Each arrival is noted before the next is tried: a crash in between can repeat one message, under the same id, and
    loses none. Raises StoreError where that cannot be noted.
    """
    delivered_count = 0
    unreachable: dict[str, str] = {}
    failures, withdrawn = [], []
    for delivery in ledger.pending():
        target = delivery.target
        if target not in channels.targets:
            ledger.withdraw(delivery, now)
            withdrawn.append(
                f"Withdrawn from {_named(target)}, which alerts.yml no longer names: {delivery.message.subject}"
            )
            continue
        try:
            if target.channel in unreachable:
                raise UnreachableError(unreachable[target.channel])
            channels.senders[target.channel](delivery.message, target.address)
        except DeliveryError as error:
            if isinstance(error, UnreachableError):
                unreachable[target.channel] = str(error)
            ledger.failed(delivery, str(error))
            failures.append(
                f"Not delivered to {_named(target)}: {error}; it is kept and tried again the next time."
            )
        else:
            ledger.delivered(delivery, now)
            delivered_count += 1
    return Dispatch(delivered_count, tuple(failures), tuple(withdrawn))


def _named(target: Target) -> str:
    return target.address if target.channel == "email" else "the webhook"
