"""What the views of a cohort say in words, in all formats alike."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from evalfw import Text, shown
from evalfw.foundation import listing, round_half_up, verbatim
from evalfw.population import (
    CEILING,
    ENOUGH,
    FULL,
    NEGATIVE,
    NOTHING,
    OPEN,
    POSITIVE,
    UNCOUNTED,
    ZERO,
    Agreement,
    Cell,
    Cohort,
    GradeCount,
    NodeFigures,
    Stability,
    rates_of,
)
from evalfw.reporting import percent

NO_FIGURE = "—"
MOST_NAMED = 8

OPEN_WORD, UNCOUNTED_WORD = Text("未定", "open"), Text("不计", "not counted")
CLAIM_WORDS = (
    Text("没有自评分", "no claim"),
    Text("自评偏低", "claims less"),
    Text("一致", "the same"),
    Text("未定", "undecided"),
    Text("自评偏高", "claims more"),
)
"""Of the cells of claims, in order."""

STABILITY_ABSENT = Text(
    "总分不是各指标相加，或者单位太少，不试算权重。",
    "The total is no sum of its indicators, or there are too few units: weights are not tried.",
)


def title_of(given: Cohort) -> Text:
    """What the views are called."""
    return Text(f"群体分析：{given.title}", f"Cohort: {given.title}")


def edition_of(given: Cohort) -> Text:
    """Which edition it is."""
    if given.edition == "internal":
        return Text("内部版", "internal edition")
    return Text(
        f"公开版，每个数字至少涉及 {given.k} 个单位", f"public edition: every figure is about {given.k} units or more"
    )


def units_of(given: Cohort) -> Text:
    """How many units were scored, and how many rows were refused."""
    said = Text(f"计分单位 {given.units} 个", f"{given.units} units scored")
    if given.refused:
        said += Text(f"，另有 {given.refused} 行出错没有计分", f", {given.refused} rows refused")
    return said


def figure(value: Fraction | None, places: int = 2) -> str:
    """*value* rounded; a dash for none."""
    return NO_FIGURE if value is None else shown(round_half_up(value, places))


def share(value: Fraction | None, places: int = 1) -> str:
    """*value* in per cent; a dash for none."""
    return NO_FIGURE if value is None else percent(value, places)


def count(value: int | None) -> str:
    """*value*; a dash for none."""
    return NO_FIGURE if value is None else str(value)


def grade_words(grade: GradeCount, given: Cohort) -> Text:
    """The grades that units have together; between which it is not decided, in the internal edition."""
    if not grade.is_open:
        return Text("、".join(grade.grades), ", ".join(grade.grades))
    if given.edition == "internal":
        span = f"{grade.grades[0]}～{grade.grades[-1]}"
        return Text(f"{span}（未定）", f"{span} (open)")
    return Text("、".join((OPEN_WORD.zh, *grade.grades)), ", ".join((OPEN_WORD.en, *grade.grades)))


def cell_words(cell: Cell, has_rates: bool) -> Text:
    """Which units are in *cell*: of a node with a full mark if *has_rates*."""
    said = []
    if cell.first <= OPEN:
        said.append(OPEN_WORD)
    if cell.first <= UNCOUNTED <= cell.last:
        said.append(UNCOUNTED_WORD)
    first = max(cell.first, NOTHING)
    if first <= cell.last:
        said += [_rate_words(first, cell.last)] if has_rates else _sign_words(first, cell.last)
    return Text("、".join(each.zh for each in said), " or ".join(each.en for each in said))


def _rate_words(first: int, last: int) -> Text:
    low, high = rates_of(first)[0], rates_of(last)[1]
    if first == FULL:
        return Text("满分", "full marks")
    if last == NOTHING:
        return Text("0 分", "no points")
    above = Text("高于 0 分", "more than no points")
    if last == FULL:
        if first <= NOTHING + 1:
            return Text("0 分到满分", "any points") if first == NOTHING else above
        return Text(f"{_rate(low)} 以上", f"{_rate(low)} or more")
    if first == NOTHING and high < 1:
        return Text(f"不足 {_rate(high)}", f"less than {_rate(high)}")
    if high == 1:
        below = Text("不足满分", "short of full marks")
        if first <= NOTHING + 1:
            return below if first == NOTHING else above + Text("、", ", ") + below
        return Text(f"{_rate(low)} 到不足满分", f"{_rate(low)}, short of full marks")
    return Text(f"{_rate(low)}～{_rate(high)}", f"{_rate(low)} to {_rate(high)}")


def _sign_words(first: int, last: int) -> list[Text]:
    words = {NEGATIVE: Text("扣分", "malus"), ZERO: Text("0 分", "no points"), POSITIVE: Text("加分", "bonus")}
    return [word for atom, word in words.items() if first <= atom <= last]


def _rate(value: Fraction) -> str:
    return percent(value, 0)


def claim_words(cell: Cell) -> Text:
    """Which units are in a cell of claims."""
    said = CLAIM_WORDS[cell.first : cell.last + 1]
    return Text("、".join(each.zh for each in said), " or ".join(each.en for each in said))


def name_of(node: NodeFigures | Agreement) -> Text:
    """The title; the total has none of its own."""
    return Text("总分", "total") if node.id == "total" else Text(node.title, node.title)


def flags_of(node: NodeFigures) -> Iterator[tuple[str, Text]]:
    """What to look at in a node: the kind, and the word."""
    if node.is_ceiling:
        yield "ceiling", Text("满分扎堆", "ceiling")
    if node.is_reversed:
        yield "poor", Text("反向", "reversed")
    elif node.is_poor:
        yield "poor", Text("区分度低", "poor discrimination")


def remarks(given: Cohort) -> Iterator[Text]:
    """What whoever keeps the rubric, or reviews the units, should look at first."""
    leaves = given.leaves
    ceiling = sorted((leaf for leaf in leaves if leaf.is_ceiling), key=lambda leaf: -(leaf.share_full or Fraction(0)))
    if ceiling:
        named = _named(f"{leaf.title} {share(leaf.share_full)}" for leaf in ceiling)
        yield Text(
            f"{len(ceiling)} 项指标九成以上单位满分，分不出高低：{named.zh}",
            f"{len(ceiling)} indicators at which nine of ten units have full marks: {named.en}",
        )
    poor = sorted((leaf for leaf in leaves if leaf.is_poor), key=lambda leaf: leaf.difference or Fraction(0))
    if poor:
        named = _named(f"{leaf.title} {figure(leaf.difference)}" for leaf in poor)
        yield Text(
            f"{len(poor)} 项指标区分度不到 0.2：{named.zh}",
            f"{len(poor)} indicators that tell units apart by less than 0.2: {named.en}",
        )
    lacking = sorted((leaf for leaf in leaves if leaf.open), key=lambda leaf: -(leaf.open or 0))
    if lacking:
        named = _named(f"{leaf.title} {share(Fraction(leaf.open or 0, given.units))}" for leaf in lacking)
        yield Text(f"未定最多的指标：{named.zh}", f"Most often open: {named.en}")
    if given.total is not None and given.total.open:
        yield Text(
            f"{given.total.open} 个单位的总分还可能变，平均每个单位有 {figure(given.total.stake)} 分未定",
            f"{given.total.open} totals may still change, by {figure(given.total.stake)} points per unit",
        )
    if given.by == "rate":
        yield Text(
            f"总分按得分率折算成满分 {figure(given.total.weight if given.total else None)} 分：分组、分布、离群和名次都按折算后的分；自评仍按得分比",
            f"Totals are brought to the full mark of {figure(given.total.weight if given.total else None)} by their rate: groups, distributions, outliers and places go by that; claims by points as they are",
        )
    elif given.full_marks > 1:
        yield Text(
            "有的单位有不计的指标，满分比别的单位低：平均、名次、离群和自评都按得分，没有折算；要按得分率比用 --by rate",
            "At some units something does not count, so that their full mark is lower: means, places, outliers and claims go by points as they are, with --by rate by rates",
        )
    if given.odd_units:
        yield Text(f"{given.odd_units} 个单位离群", f"{given.odd_units} units are outliers")


def _named(titles: Iterator[str]) -> Text:
    every = list(titles)
    said = listing(map(verbatim, every[:MOST_NAMED]))
    return said + Text("……", "…") if len(every) > MOST_NAMED else said


def notes(given: Cohort) -> Iterator[Text]:
    """How the figures are worked out."""
    yield Text(
        "得分率＝得分÷满分；有满分的指标按得分率分格，恰好在分界上的归高的一格（90% 归 90% 以上）。",
        "Rate: points by full mark. A rate on the edge of a cell belongs to the higher one (90% to 90% or more).",
    )
    yield Text(
        f"满分扎堆：{share(CEILING, 0)} 以上的单位满分。区分度：总分前 27% 与后 27% 单位的平均得分率之差（Kelley 1939），总分相同的归同一组；"
        "不到 0.2 为低（Ebel 1965）。相关：指标得分与总分其余部分的相关系数，只算得分直接加进总分的指标。"
        f"少于 {ENOUGH} 个单位有得分的指标不算这几项。",
        f"Ceiling: {share(CEILING, 0)} of the units or more have full marks. Discrimination: mean rate of the best 27% by total less that of the "
        "last 27% (Kelley 1939), equal totals in one group; less than 0.2 is poor (Ebel 1965). Correlation: of the points with the rest of the "
        f"total, where they are added to it as they are. None of them where fewer than {ENOUGH} units have points.",
    )
    if given.edition == "internal":
        yield Text(
            "未定：缺佐证、待认定或出错，得分还可能变。未定的指标没有得分；上级指标和总分把未定的部分按最少的计，全部未定的不算。离群：在四分位数之外 1.5 倍四分位距以上（Tukey 1977）；半数以上单位同分的，"
            "与众不同的不超过 1% 才算。",
            "Open: evidence is missing, a person has to decide, or there is an error. What is open has no points; above it the least is counted, and nothing where all is open. Outliers: more than 1.5 "
            "ranges between quartiles beyond a quartile (Tukey 1977); where half of the units share a value, others are outliers only if they are no more than 1%.",
        )
    else:
        yield Text(
            f"公开版：不列单位名称，单位数不足 {given.k} 的格与相邻的合并，平均数四舍五入，能反推出不足这个数的不给；上级指标只给平均数。"
            "每个指标的分布各自满足这一条，几个指标合起来推算不在此列。",
            f"Public edition: no names; cells with fewer than {given.k} units are merged with their neighbours; means are rounded, and left out where they could be solved for fewer; of inner "
            "indicators there are means only. Each distribution keeps to that by itself, not what several of them say together.",
        )
    if given.stability is not None:
        stability = given.stability
        yield Text(
            f"名次稳定：{stability.addends} 个指标的权重各自在 ±{share(stability.noise, 0)} 内随机变动 {stability.draws} 次（随机数固定，可重复），看名次怎么变；加减分、封顶和被否决的总分不动。"
            + ("" if stability.units == stability.of else f"在按总分均匀抽取的 {stability.units} 个单位中排名。"),
            f"Places: the weights of {stability.addends} indicators are varied by ±{share(stability.noise, 0)} each, {stability.draws} times, with fixed random numbers; "
            "bonus, malus, and totals under a cap or a gate stay."
            + (
                ""
                if stability.units == stability.of
                else f" Ranked are {stability.units} units, taken evenly by total."
            ),
        )


def stability_words(given: Stability) -> Text:
    """How much places move."""
    said = Text(
        f"权重各变动 ±{share(given.noise, 0)}，名次平均移动 {share(given.moved, 2)}（占全部名次）",
        f"with weights off by ±{share(given.noise, 0)} a place moves by {share(given.moved, 2)} of all places on average",
    )
    if given.kept is None:
        return said
    kept = share(given.kept)
    return said + Text(f"；前一成单位有 {kept} 仍在前一成", f"; {kept} of the first tenth stay in it")
