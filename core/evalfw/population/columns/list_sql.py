"""Numbers about the items of lists in SQL of DuckDB."""

from __future__ import annotations

from evalfw.population.columns.lists import ListNumber
from evalfw.population.columns.spelling import name_of, text_of


def number_of_items(number: ListNumber, items: str) -> str:
    """SQL for *number* about the list *items*, which is not null."""
    field = f"each_item.{name_of(number.field)}"
    for name, sign, value in number.where:
        other = text_of(value) if isinstance(value, str) else str(value)
        items = _keep(items, f"each_item.{name_of(name)} {sign} {other}")
    values, size = _each(items, field), f"len({items})"
    match number.how:
        case "before" | "behind":
            sign, own = ">" if number.how == "before" else "<", f"{name_of(number.own[0])} * {number.own[1]}"
            made = f"len({_keep(items, f'{field} {sign} {own}')})"
        case "count":
            made = size
        case "middle":
            ordered = f"list_sort({values})"
            made = f"{ordered}[({size} + 1) // 2] + {ordered}[{size} // 2 + 1]"
        case "best":
            group = f"each_item.{name_of(number.group)}"
            worth = " ".join(f"WHEN {text_of(name)} THEN {points}" for name, points in number.points)
            earned = _each(_keep(items, f"{group} = each_group"), f"CAST(CASE {field} {worth} END AS BIGINT)")
            groups = f"list_distinct({_each(items, group)})"
            made = f"COALESCE(list_sum({_each(groups, f'list_max({earned})', 'each_group')}), 0)"
        case "sum":
            made = f"COALESCE(list_sum({values}), 0)"
        case "least" | "most":
            made = f"{'list_min' if number.how == 'least' else 'list_max'}({values})"
    return f"CAST({made} AS BIGINT)"


def _keep(items: str, condition: str) -> str:
    return f"list_filter({items}, lambda each_item: {condition})"


def _each(items: str, made: str, name: str = "each_item") -> str:
    return f"list_transform({items}, lambda {name}: {made})"
