"""Whether everything is as it was recorded: the history, what stands, and every attachment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evalfw.evidence.attachments.store import attachment_problems
from evalfw.evidence.collecting.folder import HISTORY_FILE
from evalfw.evidence.history.recording import RATING, standing, unrecorded
from evalfw.evidence.history_entry import FIRST, Entry
from evalfw.evidence.opened import EvidenceFolder
from evalfw.evidence.reviewing.ratings import read_ratings
from evalfw.foundation import Problem, RequestError, Text, plain

WHATS = {
    "override": Text("认定分", "override"),
    "claim": Text("自评分", "self-score"),
    "exemption": Text("豁免", "exemption"),
    "rating": Text("评审分", "rating"),
}
"""What sorts of entries of the history are called."""


def integrity_problems(folder: EvidenceFolder, head: str | None) -> Iterator[Problem]:
    """
    What is not as it was recorded: the chain of the history, what stands beside it, and every attachment.

    Args:
        folder: The evidence folder.
        head: The hash that a report printed, which has to be in the chain; None if none is asked about.

    Raises:
        RequestError: *head* is too short to tell.
    """
    named = f"{folder.shown}/{HISTORY_FILE}"
    entries = folder.collected.history
    if entries is None:
        if any(
            getattr(part, name) for part in folder.collected.parts for name in ("overrides", "claims", "exemptions")
        ):
            what = Text("没有留痕文件，而证据里有人设定的分数", "there is no history, but people have set points")
            yield Problem(
                named, None, "", what, Text("evalfw evidence history --record", "evalfw evidence history --record")
            )
    else:
        state = {**standing(folder.collected.parts), **_recorded_ratings(folder, entries)}
        for sort, about in unrecorded(entries, state):
            rater, colon, id = about.rpartition(": ")
            title = folder.rubric.by_id[id].title if id in folder.rubric.by_id else id
            what = Text(
                f"{rater}{colon}“{title}”的{_sort(sort)}与留痕不符（{id}）",
                f"{sort} {about} is not what the history says",
            )
            hint = Text(
                "改回去，或用 evalfw evidence history --record 记下",
                "change it back, or record it: evalfw evidence history --record",
            )
            yield Problem(named, None, "", what, None if sort == RATING else hint)
    if head is not None:
        wanted = head.strip().lower()
        if len(wanted) < 8:
            raise RequestError(Text("--head 至少给 8 位", "--head: give at least 8 digits"))
        if not any(entry.hash.startswith(wanted) for entry in entries or ()) and (
            entries or not FIRST.startswith(wanted)
        ):
            what = Text(
                f"报告印的哈希 {head} 不在链上：末尾被截掉，或不是这份证据",
                f"the hash {head} that a report printed is not in the chain: its end was cut off, or it is of other evidence",
            )
            yield Problem(named, None, "", what)
    yield from attachment_problems(folder.root, folder.shown)


def _sort(what: str) -> str:
    """What a sort of entries is called; one that this evalfw does not know by its own name."""
    return WHATS[what].zh if what in WHATS else what


def _recorded_ratings(folder: EvidenceFolder, entries: Iterable[Entry]) -> dict[tuple[str, str], Mapping[str, object]]:
    """The ratings that the history has recorded, as they stand now: once they were open nobody may change one unnoticed."""
    recorded = [entry.about for entry in entries if entry.what == RATING]
    settings = folder.collected.file.review
    if not recorded:
        return {}
    if settings is None:  # who takes the review away has not taken back what was recorded
        return {(RATING, about): {} for about in recorded}
    ratings = read_ratings(folder.root, folder.shown, settings.raters, folder.rubric)
    now: dict[tuple[str, str], Mapping[str, object]] = {(RATING, about): {} for about in recorded}
    for rater, file in ratings.items():
        for each in file.rating:
            now[RATING, f"{rater}: {each.indicator}"] = {"points": plain(each.points), "reason": each.reason}
    return now
