"""``evalfw evidence history`` and ``verify``: what people set when, and whether everything is as it was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from evalfw import EvidenceError, EvidenceFolder, Language, RequestError, Text
from evalfw.evidence import WHATS, HistoryEntry as Entry, integrity_problems, read_index, record_history
from evalfw.foundation import clipped, in_columns, nearest, verbatim, visible
from evalfw_cli.clock import now
from evalfw_cli.evidence.opened import open_evidence, who
from evalfw_cli.outputs import print_lines, tell

NAME, TITLE = 12, 44
"""Widest name of who recorded it, and title."""


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
        added, count = record_history(opened, who(by), now())
        said = Text(f"记下 {added} 处变动；共 {count} 条", f"{added} changes recorded; {count} in all")
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


def _lines(opened: EvidenceFolder, entries: list[Entry], indicator: str | None, language: Language) -> Iterator[str]:
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


def _local(at: str) -> str:
    """A moment by the clock of whoever reads it."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return at


def _about(opened: EvidenceFolder, entry: Entry) -> str:
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
    problems = list(integrity_problems(opened, head))
    if problems:
        raise EvidenceError(problems)
    entries = opened.collected.history or ()
    attachments = read_index(opened.root, opened.shown)
    said = Text(
        f"留痕 {len(entries)} 条，前后相接，与现状一致；附件 {len(attachments)} 份，内容未变",
        f"{len(entries)} entries of the history follow one another and say what stands; {len(attachments)} attachments are unchanged",
    )
    return print_lines([said.read(language)])
