"""``--mapping``: a TOML file that says what the columns of a table are."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from evalfw.foundation import RequestError, Text

if TYPE_CHECKING:
    from evalfw.population.batch.mapping import TableMapping

KEYS = ("how", "of", "by", "share")


def mapping_in(path: Path | None) -> TableMapping:
    """
    What the file at *path* says: ``[columns]`` names a column for the unit, facts, decisions and claims, ``[across.<fact>]`` what is worked out.

    Raises:
        RequestError: It is no such file.
    """
    from evalfw.population.batch.mapping import TableMapping
    from evalfw.rubric import Across

    if path is None:
        return TableMapping()
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise RequestError(Text(f"读不了 {path}：{error}", f"cannot read {path}: {error}")) from None
    others = sorted(set(said) - {"columns", "across"})
    if others:
        raise RequestError(
            Text(
                f"{path} 里只写 [columns] 和 [across]，没有 '{others[0]}'",
                f"{path}: '{others[0]}' is not known; write [columns] and [across] only",
            )
        )
    columns, across = said.get("columns", {}), said.get("across", {})
    if not isinstance(columns, dict) or not all(isinstance(each, str) for each in columns.values()):
        raise RequestError(
            Text(f'{path} 的 [columns] 应当是 "要的" = "列名"', f'{path}: [columns] holds "what" = "column"')
        )
    if not isinstance(across, dict) or not all(map(_is_across, across.values())):
        raise RequestError(
            Text(
                f'{path} 的 [across.<事实>] 应当是 how = "mean"、of = "事实"，还可以有 by = "列名"、share = 0.75、share = 0.75',
                f'{path}: [across.<fact>] holds how = "mean", of = "fact", and perhaps by = "column" and share = 0.75',
            )
        )
    made = (
        Across(fact, each["how"], each["of"], each.get("by", ""), Fraction(each["share"]) if "share" in each else None)
        for fact, each in across.items()
    )
    return TableMapping(columns, tuple(made))


def _is_across(given: object) -> bool:
    return (
        isinstance(given, dict)
        and {"how", "of"} <= set(given) <= set(KEYS)
        and all(isinstance(each, str) for key, each in given.items() if key != "share")
        and isinstance(given.get("share", Decimal()), Decimal)
    )
