"""Citations: whether a quote stands in the file, and on the page, that it is said to come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from evalfw.evidence import ENTRIES, Attachment, EvidencePart, Page, Source, TextReader, find_attachment, pages_with
from evalfw.examining.observation import Observation
from evalfw.foundation import EvidenceError, PluginError, Text, lost_of


def citation_observations(
    parts: Iterable[EvidencePart],
    root: Path,
    attachments: Sequence[Attachment],
    readers: Mapping[str, TextReader],
) -> Iterator[Observation]:
    """
    ``citation.missing``: no such file; ``citation.unreadable``; ``citation.not_found``: the quote is not in it;
    ``citation.other_page``: it stands on another page; ``citation.no_quote``: a page without a quote.

    Args:
        parts: Every entry of the evidence.
        root: The evidence folder.
        attachments: What attachments were called.
        readers: By suffix.
    """
    texts: dict[Path, tuple[Page, ...] | Text] = {}
    for part in parts:
        for name in ENTRIES:
            for entry in getattr(part, name):
                if entry.file or entry.page is not None:
                    yield from _examine(entry, root, attachments, readers, texts)


def _examine(
    entry: Source,
    root: Path,
    attachments: Sequence[Attachment],
    readers: Mapping[str, TextReader],
    texts: dict[Path, tuple[Page, ...] | Text],
) -> Iterator[Observation]:
    place = entry.origin.place

    def found(code: str, zh: str, en: str) -> Observation:
        return Observation(f"citation.{code}", "warning", place, Text(zh, en), entry.quote[:60])

    if not entry.file:
        yield found("missing", f"写了第 {entry.page} 页，没有写哪个文件（file）", f"names page {entry.page} of no file")
        return
    path = find_attachment(entry.file, root, attachments)
    called = [each.file for each in attachments if entry.file in each.names]
    if len(called) > 1 and path is None:
        listed = "、".join(called)
        yield found(
            "missing",
            f"有 {len(called)} 个附件叫“{entry.file}”，请写哪一个：{listed}",
            f"{len(called)} attachments are called '{entry.file}': {listed}",
        )
        return
    if path is None:
        yield found("missing", f"证据文件夹里没有“{entry.file}”", f"there is no '{entry.file}' in the evidence folder")
        return
    if not entry.quote:
        if entry.page is not None:
            yield found(
                "no_quote",
                f"写了“{entry.file}”第 {entry.page} 页，没有写原文（quote）",
                f"names page {entry.page} of '{entry.file}' and quotes nothing",
            )
        return
    if path not in texts:
        texts[path] = _read(path, entry.file, readers)
    pages = texts[path]
    if isinstance(pages, Text):
        yield found(
            "unreadable", f"“{entry.file}”没法核对：{pages.zh}", f"'{entry.file}' cannot be checked: {pages.en}"
        )
        return
    numbers = pages_with(entry.quote, pages)
    if not numbers:
        yield found("not_found", f"“{entry.file}”里没有这段原文", f"the quote is not in '{entry.file}'")
    elif entry.page is not None and entry.page not in numbers and None not in numbers:
        listed = "、".join(str(number) for number in numbers)
        yield found(
            "other_page",
            f"原文在“{entry.file}”第 {listed} 页，写的是第 {entry.page} 页",
            f"the quote is on page {listed} of '{entry.file}', not {entry.page}",
        )


def _read(path: Path, named: str, readers: Mapping[str, TextReader]) -> tuple[Page, ...] | Text:
    suffix = path.suffix.lower()
    try:
        if suffix not in readers:
            return Text(
                f"没有插件能读 {suffix or '无后缀'} 文件的文字", f"no plugin reads the text of {suffix or 'such'} files"
            ) + lost_of(readers)
        return readers[suffix].pages(path, named)
    except EvidenceError as error:
        return (
            error.problems[0].what
            if error.problems[0].hint is None
            else error.problems[0].what + Text("；", "; ") + error.problems[0].hint
        )
    except PluginError as error:
        return error.message
