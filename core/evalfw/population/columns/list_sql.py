"""Numbers about the items of lists in SQL: one form, in the words of each engine."""

from __future__ import annotations

from typing import NamedTuple

from evalfw.population.columns.lists import ListNumber
from evalfw.population.columns.spelling import SqlSpelling


class ListWords(NamedTuple):
    """What an engine calls the functions of lists; *function*, *at* and *total* are forms of what they are given, and places count from 1."""

    keep: str
    each: str
    distinct: str
    sort: str
    least: str
    most: str
    size: str
    function: str
    at: str
    total: str


def number_of_items(number: ListNumber, items: str, words: ListWords, divide: str, spelling: SqlSpelling) -> str:
    """
    SQL for *number* about the list *items*, which is not null.

    Args:
        number: What is asked.
        items: The list.
        words: What the engine calls things.
        divide: Its operator that divides integers without a rest.
        spelling: How names and texts are spelt.
    """

    def keep(given: str, condition: str) -> str:
        return f"{words.keep}({given}, {words.function.format('each_item', condition)})"

    def each(given: str, made: str, name: str = "each_item") -> str:
        return f"{words.each}({given}, {words.function.format(name, made)})"

    field = f"each_item.{spelling.name(number.field)}"
    if number.where is not None:
        items = keep(items, f"each_item.{spelling.name(number.where[0])} = {spelling.text(number.where[1])}")
    values, size = each(items, field), f"{words.size}({items})"
    match number.how:
        case "before" | "behind":
            sign, own = ">" if number.how == "before" else "<", f"{spelling.name(number.own[0])} * {number.own[1]}"
            made = f"{words.size}({keep(items, f'{field} {sign} {own}')})"
        case "count":
            made = size
        case "middle":
            ordered = f"{words.sort}({values})"
            places = f"({size} + 1) {divide} 2", f"{size} {divide} 2 + 1"
            made = " + ".join(words.at.format(ordered, place) for place in places)
        case "best":
            group = f"each_item.{spelling.name(number.group)}"
            worth = " ".join(f"WHEN {spelling.text(name)} THEN {points}" for name, points in number.points)
            earned = each(keep(items, f"{group} = each_group"), f"CAST(CASE {field} {worth} END AS BIGINT)")
            groups = f"{words.distinct}({each(items, group)})"
            made = f"COALESCE({words.total.format(each(groups, f'{words.most}({earned})', 'each_group'))}, 0)"
        case "sum":
            made = f"COALESCE({words.total.format(values)}, 0)"
        case "least" | "most":
            made = f"{words.least if number.how == 'least' else words.most}({values})"
    return f"CAST({made} AS BIGINT)"
