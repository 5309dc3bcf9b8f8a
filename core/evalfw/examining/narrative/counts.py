"""Counts in prose: 从A、B、C三个方面, 主要问题有以下三个方面 with its headings, 一级指标6个, 分三个阶段."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from evalfw.examining.narrative.figures import NUMBER, number_of_words
from evalfw.examining.narrative.prose import Passage
from evalfw.examining.observation import Observation
from evalfw.foundation import Text, folded
from evalfw.rubric import Rubric

_COUNT = re.compile(
    rf"(?<![第0-9.一二三四五六七八九十])({NUMBER})(?:个|种|项|大|类|条)?(方面|维度|部分|阶段|问题|环节|层次|步骤|类别|建议|方式|途径|原则)"
)
_LEVELS = re.compile(rf"([一二三四])级指标(?:共)?({NUMBER})个|({NUMBER})个([一二三四])级指标")
_LIST = re.compile(r"(?:[^，。；：、（）\s]{2,14}、)+[^，。；：、（）\s]{2,30}$")
_STAGE = {"阶段": re.compile(rf"第({NUMBER})阶段"), "步骤": re.compile(rf"第({NUMBER})步")}
_OPENING = re.compile(r"^.*(?:从|围绕|按照|包括|通过|对|即|为)")
_NTH = re.compile(rf"(?:^|[。；：，])({NUMBER})是")


def count_observations(passages: tuple[Passage, ...], rubric: Rubric) -> Iterator[Observation]:
    """
    ``narrative.count``: a number of things that is not the number there are; ``narrative.levels``: the number of indicators of a
    level; ``narrative.indicators``: names of indicators of level 1 that are not all of them; ``narrative.order``: an enumeration with
    a hole.
    """
    titles = {folded(node.title) for node in rubric.children(None)}
    for number, passage in enumerate(passages):
        yield from _levels(passage, rubric)
        yield from _order(passage)
        for found in _COUNT.finditer(passage.text):
            said = number_of_words(found[1])
            items = _listed_before(passage.text[: found.start()], said)
            named = [item for item in items if item in titles]
            if len(named) >= 2:
                yield from _of_indicators(passage, found, said, items, rubric)
                continue
            there = len(items) or _found_after(passages, number, found)
            is_partial = bool(items) and passage.text[: found.start()].endswith("等")  # 等 may leave some out
            if there > said or (there and there != said and not is_partial):
                yield _miscounted(passage, found, there)


def _listed_before(text: str, said: int) -> list[str]:
    """
    The items of the list that ends with *text*: 从A、B和C → A, B, C; none if there is no list.

    Whether 监督和管理 is one item or two, the number that is *said* decides.
    """
    text = text.removesuffix("等")
    quoted = re.search(r"“([^”]*)”$", text)
    listed = quoted[1] if quoted is not None and "、" in quoted[1] else None
    if listed is None:
        found = _LIST.search(text)
        if found is None:
            return []
        listed = found.group()
    parts = listed.split("、")
    parts[0] = _OPENING.sub("", parts[0]) or parts[0]
    last = re.split(r"(?<=.{2})(?:和|及|以及|与)(?=.{2})", parts[-1])
    return parts if len(parts) == said else [*parts[:-1], *last]


def _found_after(passages: Sequence[Passage], number: int, found: re.Match[str]) -> int:
    """How many of them follow: stages in the same passage, or headings below; 0 if that cannot be told."""
    passage = passages[number]
    stages = _STAGE.get(found[2])
    if stages is not None and (nth := stages.findall(passage.text, found.end())):
        return len(set(nth))
    if passage.text.startswith(("：", ":"), found.end()):
        listed = [number_of_words(nth) for nth in _NTH.findall(passage.text, found.end())]
        if listed and listed[0] == 1:
            return sum(1 for at, each in enumerate(listed, 1) if each == at)
    if "以下" not in passage.text[max(found.start() - 8, 0) : found.start()] and not passage.text.endswith(("：", ":")):
        return 0
    following = passages[number + 1 :]
    level = next((each.level for each in following if each.level), 0)
    if not following or not following[0].level:
        return 0
    count = 0
    for each in following:
        if each.level and each.level < level:
            break
        count += each.level == level
    return count


def _miscounted(passage: Passage, found: re.Match[str], there: int) -> Observation:
    return Observation(
        "narrative.count",
        "warning",
        passage.place(found.start()),
        Text(f"写“{found.group()}”，实际列了 {there} 个", f"says '{found.group()}', but there are {there}"),
        passage.around(found.start(), found.end(), 30),
    )


def _of_indicators(
    passage: Passage, found: re.Match[str], said: int, items: list[str], rubric: Rubric
) -> Iterator[Observation]:
    top = rubric.children(None)
    titles = {folded(node.title) for node in top}
    place = passage.place(found.start())
    quote = passage.around(found.start(), found.end(), 40)
    if len(items) != said:
        yield _miscounted(passage, found, len(items))
    left_out = [node.title for node in top if folded(node.title) not in items]
    strange = [item for item in items if item not in titles]
    if said != len(top):
        named = "、".join(title for title in left_out if not strange or not _is_like(title, strange))
        yield Observation(
            "narrative.count",
            "warning",
            place,
            Text(
                f"写“{found.group()}”，而指标体系有 {len(top)} 个一级指标" + (f"，没有提到 {named}" if named else ""),
                f"says '{found.group()}', but the rubric has {len(top)} indicators of level 1"
                + (f"; {named} is left out" if named else ""),
            ),
            quote,
        )
    for item in strange:
        meant = next((title for title in left_out if _is_like(title, [item])), "")
        yield Observation(
            "narrative.indicators",
            "warning",
            place,
            Text(
                f"“{item}”不是一级指标的名称" + (f"，指标体系里是“{meant}”" if meant else ""),
                f"'{item}' is no indicator of level 1" + (f"; the rubric has '{meant}'" if meant else ""),
            ),
            quote,
        )


def _is_like(title: str, items: list[str]) -> bool:
    """Whether *title* is one of *items* but for a character or two."""
    for item in items:
        if len(item) == len(title) and sum(one == other for one, other in zip(item, title, strict=True)) * 2 >= len(
            title
        ):
            return True
    return False


def _levels(passage: Passage, rubric: Rubric) -> Iterator[Observation]:
    for found in _LEVELS.finditer(passage.text):
        level = "一二三四".index(found[1] or found[4]) + 1
        if "项目" in passage.text[max(found.start() - 12, 0) : found.start()]:
            continue  # the indicators of a project, not of the department
        said = number_of_words(found[2] or found[3])
        there = sum(1 for node in rubric.indicators if node.level == level)
        if there and said != there:
            yield Observation(
                "narrative.levels",
                "warning",
                passage.place(found.start()),
                Text(
                    f"写“{found.group()}”，而指标体系有 {there} 个",
                    f"says '{found.group()}', but the rubric has {there}",
                ),
                passage.around(found.start(), found.end()),
            )


def _order(passage: Passage) -> Iterator[Observation]:
    """一是 … 二是 … 四是: a number of an enumeration is missing, or there twice."""
    expected = 1
    for found in _NTH.finditer(passage.text):
        nth = number_of_words(found[1])
        if nth == 1:
            expected = 2
            continue
        if expected == 1:
            continue  # 二是 alone is no enumeration
        if nth != expected:
            yield Observation(
                "narrative.order",
                "warning",
                passage.place(found.start()),
                Text(
                    f"列举到“{found[1]}是”，前面没有第 {expected} 条",
                    f"the enumeration comes to '{found[1]}是' without a number {expected}",
                ),
                passage.around(found.start(), found.end(), 6, 16),
            )
        expected = nth + 1
