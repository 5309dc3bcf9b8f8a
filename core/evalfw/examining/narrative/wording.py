"""Slips of the pen: a term with one wrong character, brackets and punctuation that official documents do not use so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from evalfw.examining.narrative.prose import Passage
from evalfw.examining.observation import Observation
from evalfw.foundation import Text, folded

TERMS = (
    "一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算", "财政专户管理资金", "财政拨款收入", "附属单位上缴收入",
    "上级补助收入", "年初结转和结余", "年末结转和结余", "预算绩效管理", "绩效自评价", "内部控制管理",
)  # fmt: skip
"""Terms of the trade (政府收支分类科目, 部门决算报表), in which a wrong character is a slip."""

SHORTEST_TERM = 5
"""Fewest characters of a term of which one may be wrong: shorter words are too often others."""

_YEAR_BRACKETS = re.compile(r"([﹝\[【（(［])((?:19|20)[0-9]{2})([﹞\]】）)］])(?=[0-9]{1,4}号)")
_STRAY = re.compile(r"^[。，、；：！？]+$")
_DOUBLED = re.compile(r"[，、；：。][，、；。]|。。|，，")
_HALF_WIDTH = re.compile(r"(?<=[一-鿿”）》])[,;:?!](?=[一-鿿“（《]|$)")


def wording_observations(passages: tuple[Passage, ...], terms: Iterable[str]) -> Iterator[Observation]:
    """
    ``narrative.term``, ``narrative.brackets``, ``narrative.punctuation``.

    Args:
        passages: The report.
        terms: Names that are to be printed as they are: titles of indicators, labels of facts.
    """
    known = {folded(term) for term in (*TERMS, *terms)}
    known = {term for term in known if len(term) >= SHORTEST_TERM}
    index = _index(known)
    for passage in passages:
        yield from _terms(passage, known, index)
        for found in _YEAR_BRACKETS.finditer(passage.text):
            yield Observation(
                "narrative.brackets",
                "info",
                passage.place(found.start()),
                Text(
                    f"文号写作 {found.group()}，应当用六角括号〔{found[2]}〕（GB/T 9704）",
                    f"{found.group()}: document numbers take 〔{found[2]}〕 (GB/T 9704)",
                ),
                passage.around(found.start(), found.end()),
            )
        for pattern, zh, en in (
            (_STRAY, "单独成段的标点", "punctuation stands alone"),
            (_DOUBLED, "标点重复或相连", "punctuation is doubled"),
            (_HALF_WIDTH, "中文里用了半角标点", "half-width punctuation"),
        ):
            for found in pattern.finditer(passage.text):
                yield Observation(
                    "narrative.punctuation",
                    "info",
                    passage.place(found.start()),
                    Text(f"{zh}“{found.group()}”", f"{en}: '{found.group()}'"),
                    passage.around(found.start(), found.end()),
                )


def _index(terms: set[str]) -> dict[tuple[int, int, str], list[str]]:
    """Terms by length and by either half: one wrong character leaves the other half whole."""
    index: dict[tuple[int, int, str], list[str]] = {}
    for term in terms:
        middle = len(term) // 2
        index.setdefault((len(term), 0, term[:middle]), []).append(term)
        index.setdefault((len(term), 1, term[middle:]), []).append(term)
    return index


def _terms(passage: Passage, known: set[str], index: dict[tuple[int, int, str], list[str]]) -> Iterator[Observation]:
    text = passage.text
    lengths = {length for length, _, _ in index}
    for start in range(len(text)):
        for length in lengths:
            window = text[start : start + length]
            if len(window) < length or window in known:
                continue
            middle = length // 2
            near = [*index.get((length, 0, window[:middle]), ()), *index.get((length, 1, window[middle:]), ())]
            for term in near:
                wrong = [at for at in range(length) if window[at] != term[at]]
                if len(wrong) == 1 and _is_slip(window[wrong[0]], term[wrong[0]], text, start, length, term):
                    yield Observation(
                        "narrative.term",
                        "warning",
                        passage.place(start),
                        Text(f"“{window}”应为“{term}”", f"'{window}' should be '{term}'"),
                        passage.around(start, start + length),
                    )


ALIKE = (
    "末未",
    "般半",
    "算祘",
    "己已",
    "帐账",
    "拨拔",
    "预予",
    "绩积",
    "绩债",
    "效校",
    "构购",
    "资咨",
    "财材",
    "政正",
    "收受",
    "入人",
    "支枝",
    "余佘",
    "结节",
    "转专",
    "项顶",
    "管官",
    "理里",
    "制治",
    "公工",
    "共供",
    "基其",
    "金全",
    "评平",
    "价介",
)
"""Characters that are taken for one another, by look or by sound."""

_PAIRS = frozenset(frozenset(pair) for pair in ALIKE)


def _is_slip(character: str, right: str, text: str, start: int, length: int, term: str) -> bool:
    """Whether the window is the term misspelt: the two characters are easily taken for one another, and the term does not stand there."""
    return frozenset((character, right)) in _PAIRS and term not in text[max(start - 1, 0) : start + length + 1]
