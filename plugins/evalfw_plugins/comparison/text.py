"""A comparison on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw import Language, shown
from evalfw.foundation import clipped, in_columns, visible, width_of, wrapped
from evalfw.reporting import Comparison, Saved, change, points_of
from evalfw_plugins.comparison.words import (
    ARROWS,
    cell_of,
    file_behind,
    name_of,
    say_of,
    title_of,
    total_words,
    warnings,
)

MOST_SPREADS = 15
WIDTH = 100
NAME = 24


def text_comparison(given: Comparison, language: Language) -> str:
    """*given* as lines, ending in a line break."""
    return "\n".join(_lines(given, language)) + "\n"


def _lines(given: Comparison, language: Language) -> Iterator[str]:
    say = say_of(language)
    yield visible(title_of(given).read(language))
    for said in warnings(given):
        yield from wrapped(visible(said.read(language)), WIDTH)
    yield ""
    yield from _years(given, say) if given.mode == "years" else _subjects(given, say)


def _subjects(given: Comparison, say: dict[str, str]) -> Iterator[str]:
    graded = any(each.report.total.grade_span for each in given.saved)
    fulls = {each.report.total.weight for each in given.saved if each.report.total.is_made}
    common = shown(next(iter(fulls))) if len(fulls) == 1 else ""
    total = f"{say['total']}/{common}" if common else say["total"]
    heads = [say["place"], say["subject"], total, *([say["grade"]] if graded else [])]
    rows = [[*heads, *(_top(node.title, node.is_same) for node in given.tops)]]
    for number, (each, place) in enumerate(zip(given.saved, given.places, strict=True)):
        own = [
            "—" if place is None else place.shown,
            _name(each, given),
            total_words(each.report).replace(f" / {common}", "") if common else total_words(each.report),
            *([visible(each.report.total.grade_span)] if graded else []),
        ]
        rows.append([*own, *(cell_of(node.results[number]) for node in given.tops)])
    lines = list(in_columns(rows))
    if max(map(width_of, lines)) > WIDTH:  # then numbers stand for the titles
        first = len(heads)
        rows[0][first:] = [f"({number})" for number in range(1, len(given.tops) + 1)]
        named = (f"({number}) {_top(node.title, node.is_same, NAME)}" for number, node in enumerate(given.tops, 1))
        yield from wrapped("  ".join(named), WIDTH)
        lines = list(in_columns(rows))
    yield from lines
    yield say["tied"]
    yield ""
    yield say["spread"]
    apart = [each for each in given.spreads if each.range]
    if not apart:
        yield f"  {say['none'] if given.spreads else say['nothing']}"
        return
    table = [[say["range"], say["least"], say["middle"], say["most"], say["weight"], say["full"], say["indicator"]]]
    for spread in apart[:MOST_SPREADS]:
        figures = (spread.range, spread.least, spread.middle, spread.most, spread.weight)
        table.append([*map(shown, figures), spread.reached, clipped(visible(spread.node.title), 40)])
    yield from in_columns(table)
    if len(apart) > MOST_SPREADS:
        yield "…"


def _name(saved: Saved, given: Comparison) -> str:
    """What a report is called, cut where it is long; never the file that tells it from another."""
    return clipped(visible(name_of(saved, given)), NAME) + visible(file_behind(saved, given))


def _top(title: str, is_same: bool, width: int = 14) -> str:
    return clipped(visible(title), width) + ("" if is_same else " ≠")


def _years(given: Comparison, say: dict[str, str]) -> Iterator[str]:
    rows = [["", *(_name(each, given) for each in given.saved)]]
    rows.append([say["total"], *(total_words(each.report) for each in given.saved)])
    if any(each.report.total.grade_span for each in given.saved):
        rows.append([say["grade"], *(visible(each.report.total.grade_span) for each in given.saved)])
    for node in given.nodes:
        name = "  " * (node.level - 1) + clipped(visible(node.title), 40) + ("" if node.is_same else " ≠")
        cells = enumerate(node.results)
        rows.append(
            [name, *("" if result is None else points_of(result) + ARROWS[change(node, at)] for at, result in cells)]
        )
    yield from in_columns(rows)
