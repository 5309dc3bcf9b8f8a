"""``evalfw evidence history`` and ``verify``: what people set when, and whether everything is as it was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from evalfw import EvidenceError, Language, Problem, RequestError, Text, clipped, plain, visible
from evalfw.evidence.attachments.store import attachment_problems, read_index
from evalfw.evidence.collecting.folder import HISTORY_FILE
from evalfw.evidence.history.recording import RATING, standing, unrecorded
from evalfw.evidence.history_entry import FIRST, Entry
from evalfw.evidence.reviewing.ratings import read_ratings
from evalfw.foundation.errors import nearest
from evalfw.foundation.text import verbatim
from evalfw.foundation.writing.files import write_together
from evalfw.foundation.writing.folder import changing
from evalfw_cli.evidence.opened import Opened, open_evidence, who
from evalfw.evidence.recording import history_after, history_file
from evalfw_cli.outputs import in_columns, print_lines, tell

NAME, TITLE = 12, 44
"""Widest name of who recorded it, and title."""

WHATS = {
    "override": Text("认定分", "override"),
    "claim": Text("自评分", "self-score"),
    "exemption": Text("豁免", "exemption"),
    "rating": Text("评审分", "rating"),
}


def show_history(
    given: Path | None, ref: str | None, indicator: str | None, record: bool, by: str | None, language: Language
) -> int:
    """
    Print the history; with *record*, add what has been changed since.

    Args:
        given: The evidence folder; the one here if None.
        ref: The rubric; that of the evidence if None.
        indicator: Only what is about this indicator.
        record: Whether to add what is not recorded yet.
        by: Who records it.
        language: Of the page.

    Raises:
        EvalfwError: There is no evidence, or the history is broken.
    """
    opened = open_evidence(given, ref)
    if record:
        with changing(opened.root):
            fresh = opened.checked_again()
            added = history_after(fresh.collected, fresh.collected.parts, who(by))
            path = fresh.root / HISTORY_FILE
            write_together(history_file(fresh.root, fresh.collected, added) or ({} if path.exists() else {path: b""}))
        count = len(fresh.collected.history or ()) + len(added)
        said = Text(f"记下 {len(added)} 处变动；共 {count} 条", f"{len(added)} changes recorded; {count} in all")
        tell(said.read(language))
        return 0
    if indicator is not None and indicator not in opened.rubric.by_id and indicator != "total":
        titles = {node.title: node.id for node in opened.rubric.indicators}
        if indicator not in titles:
            what = Text(f"评分表没有指标 '{indicator}'", f"the rubric has no indicator '{indicator}'")
            hint = nearest(indicator, [*opened.rubric.by_id, *titles])
            raise RequestError(what if hint is None else what + verbatim(" — ") + hint)
        indicator = titles[indicator]
    entries = [
        each
        for each in opened.collected.history or ()
        if indicator is None or each.about.rpartition(" ")[2] == indicator
    ]
    return print_lines(line.rstrip() for line in _lines(opened, entries, indicator, language))


def _lines(opened: Opened, entries: list[Entry], indicator: str | None, language: Language) -> Iterator[str]:
    """The entries; with who and why where only one indicator is asked for."""
    if opened.collected.history is None:
        nothing = Text(
            "还没有留痕；用 evalfw evidence history --record 开始", "there is no history yet; start one with --record"
        )
        yield nothing.read(language)
        return
    rows = [
        [
            str(entry.number),
            _local(entry.at),
            clipped(entry.by, NAME),
            WHATS.get(entry.what, Text(entry.what, entry.what)).read(language),
            clipped(_about(opened, entry), TITLE),
            f"{_state(entry.before)} → {_state(entry.after)}"
            if indicator is not None
            else f"{_points(entry.before)} → {_points(entry.after)}",
        ]
        for entry in entries
    ]
    yield from map(visible, in_columns(rows)) if rows else ()
    head = opened.evidence.history
    if head is not None:
        yield Text(
            f"共 {head.length} 条；末条哈希 {head.hash}", f"{head.length} entries; hash of the last {head.hash}"
        ).read(language)
        if head.unrecorded:
            waiting = Text(
                f"还有 {len(head.unrecorded)} 处变动没有记下", f"{len(head.unrecorded)} changes are not recorded"
            )
            yield waiting.read(language)


def _sort(what: str) -> str:
    """What a sort of entries is called; one that this evalfw does not know by its own name."""
    return WHATS[what].zh if what in WHATS else what


def _local(at: str) -> str:
    """A moment by the clock of whoever reads it."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def _about(opened: Opened, entry: Entry) -> str:
    rater, colon, id = entry.about.rpartition(": ")
    title = opened.rubric.by_id[id].title if id in opened.rubric.by_id else "总分" if id == "total" else id
    return f"{rater}{colon}{title}"


def _points(state: Mapping[str, object] | None) -> str:
    return "—" if state is None else str(state.get("points", state.get("kind", "")))


def _state(state: Mapping[str, object] | None) -> str:
    """The points, with who set them and why."""
    if state is None:
        return "—"
    more = "，".join(str(state[key]) for key in ("author", "approver", "reason") if state.get(key))
    return f"{_points(state)}（{more}）" if more else _points(state)


def verify(given: Path | None, ref: str | None, head: str | None, language: Language) -> int:
    """
    Check the chain of the history, that it says what stands, and that every attachment is what it was; 3 if anything is not.

    Args:
        given: The evidence folder; the one here if None.
        ref: The rubric; that of the evidence if None.
        head: The hash that a report printed: it has to be in the chain.
        language: Of messages.

    Raises:
        EvalfwError: There is no evidence, or the history is broken.
    """
    opened = open_evidence(given, ref)
    problems = list(_problems(opened, head))
    if problems:
        raise EvidenceError(problems)
    entries = opened.collected.history or ()
    attachments = read_index(opened.root, opened.shown)
    said = Text(
        f"留痕 {len(entries)} 条，前后相接，与现状一致；附件 {len(attachments)} 份，内容未变",
        f"{len(entries)} entries of the history follow one another and say what stands; {len(attachments)} attachments are unchanged",
    )
    return print_lines([said.read(language)])


def _problems(opened: Opened, head: str | None) -> Iterator[Problem]:
    named = f"{opened.shown}/{HISTORY_FILE}"
    entries = opened.collected.history
    if entries is None:
        if any(
            getattr(part, name) for part in opened.collected.parts for name in ("overrides", "claims", "exemptions")
        ):
            what = Text("没有留痕文件，而证据里有人设定的分数", "there is no history, but people have set points")
            yield Problem(
                named, None, "", what, Text("evalfw evidence history --record", "evalfw evidence history --record")
            )
    else:
        state = {**standing(opened.collected.parts), **_opened_ratings(opened, entries)}
        for sort, about in unrecorded(entries, state):
            rater, colon, id = about.rpartition(": ")
            title = opened.rubric.by_id[id].title if id in opened.rubric.by_id else id
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
    yield from attachment_problems(opened.root, opened.shown)


def _opened_ratings(opened: Opened, entries: Iterable[Entry]) -> dict[tuple[str, str], Mapping[str, object]]:
    """The ratings that the history has recorded, as they stand now: once they were open nobody may change one unnoticed."""
    recorded = [entry.about for entry in entries if entry.what == RATING]
    settings = opened.collected.file.review
    if not recorded:
        return {}
    if settings is None:  # who takes the review away has not taken back what was recorded
        return {(RATING, about): {} for about in recorded}
    ratings = read_ratings(opened.root, opened.shown, settings.raters, opened.rubric)
    now: dict[tuple[str, str], Mapping[str, object]] = {(RATING, about): {} for about in recorded}
    for rater, file in ratings.items():
        for each in file.rating:
            now[RATING, f"{rater}: {each.indicator}"] = {"points": plain(each.points), "reason": each.reason}
    return now
