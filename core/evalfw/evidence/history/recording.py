"""What a history says stands, what does stand, and the entries that lead from the one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from evalfw.evidence.history_entry import FIRST, Entry
from evalfw.evidence.model import Claim, EvidencePart, Exemption, Override
from evalfw.foundation import plain

Key = tuple[str, str]
"""What it is (``override``, ``claim``, …), and what it is about."""

State = Mapping[Key, Mapping[str, object]]


def standing(parts: Iterable[EvidencePart]) -> State:
    """The points that people have set in *parts*: overrides, self-scores and exemptions."""
    state: dict[Key, Mapping[str, object]] = {}
    for part in parts:
        for override in part.overrides:
            state["override", override.indicator] = _override(override)
        for claim in part.claims:
            state["claim", claim.indicator] = _claim(claim)
        for exemption in part.exemptions:
            state["exemption", exemption.indicator] = _exemption(exemption)
    return state


def _override(override: Override) -> Mapping[str, object]:
    return {
        "points": plain(override.points),
        "author": override.author,
        "reason": override.reason,
        "date": override.date.isoformat(),
    }


def _claim(claim: Claim) -> Mapping[str, object]:
    return {"points": plain(claim.points)}


def _exemption(exemption: Exemption) -> Mapping[str, object]:
    return {
        "kind": exemption.kind,
        "reason": exemption.reason,
        "approver": exemption.approver,
        "from": exemption.valid_from.isoformat(),
        "until": exemption.until.isoformat(),
    }


def replayed(entries: Iterable[Entry]) -> State:
    """What stands according to *entries*."""
    state: dict[Key, Mapping[str, object]] = {}
    for entry in entries:
        if entry.after is None:
            state.pop((entry.what, entry.about), None)
        else:
            state[entry.what, entry.about] = entry.after
    return state


RATING = "rating"
"""The sort of entries that records ratings: they are read only when they are asked for, and never taken away."""


def unrecorded(entries: Iterable[Entry], state: State) -> Iterator[Key]:
    """What differs between *entries* and *state*, in order; of ratings only those in *state*."""
    known = replayed(entries)
    keys = {*state, *(key for key in known if key[0] != RATING)}
    return (key for key in sorted(keys) if known.get(key) != state.get(key))


def further(entries: Sequence[Entry], state: State, by: str, at: str) -> tuple[Entry, ...]:
    """
    The entries that have to be added so that the history says what *state* says.

    Args:
        entries: The history so far.
        state: What stands.
        by: Who records it.
        at: When, as RFC 3339.
    """
    known = replayed(entries)
    last = entries[-1].hash if entries else FIRST
    added: list[Entry] = []
    for what, about in unrecorded(entries, state):
        entry = Entry(
            number=len(entries) + len(added) + 1,
            at=at,
            by=by,
            what=what,
            about=about,
            before=known.get((what, about)),
            after=state.get((what, about)),
            previous=last,
        ).hashed()
        added.append(entry)
        last = entry.hash
    return tuple(added)
