"""Which workbooks of a call are taken: one of each division, and only workbooks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from evalfw.evidence.workbooks.lines import Filled
from evalfw.foundation import Problem, Text, is_left_behind, listing, verbatim, well_formed

Take = Literal["one", "newest"]
"""Of several workbooks of one division in a call: none, for there should be ``one``; or the ``newest`` one."""

_SAVED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8})")


class Came(NamedTuple):
    """A workbook that came back: its path, what it is called in messages, what it says, and its content."""

    path: Path
    shown: str
    filled: Filled
    content: bytes

    @property
    def saved(self) -> str:
        """When it was saved last, as it says itself: ``2022-03-16T08:00:00``; empty if it does not."""
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
                found = _SAVED.search(archive.read("docProps/core.xml"))
        except (KeyError, zipfile.BadZipFile):
            return ""
        return "" if found is None else found[1].decode()


class Chosen(NamedTuple):
    """What is taken, what is passed over for a newer one, and what is wrong with the others."""

    taken: tuple[Came, ...]
    passed_over: tuple[Text, ...]
    problems: tuple[Problem, ...]


def one_of_each(came: Sequence[Came], take: Take) -> Chosen:
    """Of each division one workbook: the only one, copies left out, or, if *take* says so, the one that was saved last."""
    by_division: dict[str, list[Came]] = {}
    by_content: dict[bytes, Came] = {}
    passed: list[Text] = []
    for each in came:
        first = by_content.setdefault(each.content, each)
        if first is each:
            by_division.setdefault(each.filled.division, []).append(each)
        else:
            passed.append(_same(each, first))
    taken: list[Came] = []
    problems: list[Problem] = []
    for some in by_division.values():
        dates = sorted(each.saved for each in some)
        newest = [each for each in some if each.saved == dates[-1]]
        if len(some) == 1:
            taken += some
        elif take == "newest" and len(newest) == 1 and dates[0]:
            taken += newest
            passed += [_passed_over(each, newest[0]) for each in some if each is not newest[0]]
        else:
            problems += _several(some, take)
    order = {id(each): at for at, each in enumerate(came)}
    return Chosen(tuple(sorted(taken, key=lambda each: order[id(each)])), tuple(passed), tuple(problems))


def _when(each: Came) -> Text:
    day = each.saved.replace("T", " ")
    return Text(f"{day} 保存", f"saved {day}") if day else Text("没有写何时保存", "does not say when it was saved")


def _passed_over(each: Came, newest: Came) -> Text:
    one, other = _when(each), _when(newest)
    return Text(
        f"没有用 {each.path.name}（{one.zh}）：{newest.path.name} 更新（{other.zh}）",
        f"{each.path.name} ({one.en}) was not taken: {newest.path.name} is newer ({other.en})",
    )


def _same(each: Came, first: Came) -> Text:
    return Text(
        f"没有用 {each.path.name}：与 {first.path.name} 内容相同",
        f"{each.path.name} was not taken: it is the same as {first.path.name}",
    )


def _several(some: Sequence[Came], take: Take) -> Iterator[Problem]:
    title = some[0].filled.title
    whose = Text(f"处室“{title}”", title) if title else Text("全部处室", "all divisions")
    named = listing(verbatim(each.path.name) + Text("（", " (") + _when(each) + Text("）", ")") for each in some)
    what = Text(
        f"{whose.zh}有 {len(some)} 个工作簿，都没有导入：{named.zh}",
        f"there are {len(some)} workbooks of {whose.en}, and none was imported: {named.en}",
    )
    hint = Text(
        "只留一个；或加 --take newest，用最后保存的", "keep one of them, or take the one saved last with --take newest"
    )
    if take == "newest":
        hint = Text("分不出哪个是最后保存的：只留一个", "nobody can tell which was saved last: keep one of them")
    yield from (Problem(each.shown, None, "", what, hint) for each in some)


def workbooks_in(files: Sequence[Path]) -> tuple[list[Path], tuple[str, ...]]:
    """
    *files*, and the workbooks that lie in those that are folders; and the names of what else lies there.

    What programs leave beside open workbooks, and hidden files, are neither.
    """
    found: list[Path] = []
    others: list[str] = []
    for file in files:
        if not file.is_dir():
            found.append(file)
            continue
        for each in sorted(file.iterdir()):
            if is_left_behind(each.name):
                continue
            if each.suffix.lower() == ".xlsx" and each.is_file():
                found.append(each)
            else:
                others.append(well_formed(each.name) + ("/" if each.is_dir() else ""))
    return list({each.resolve(): each for each in found}.values()), tuple(others)
