"""What a judgement still needs, and what it hung on although it is known only as a range: in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evalfw.foundation import NOTHING, Text, listing, quoted
from evalfw.language import Known, Range, Unknown, facts_in, is_given, show_range
from evalfw.scoring.table import FactTable


def open_facts(facts: Iterable[str], table: FactTable) -> tuple[str, ...]:
    """Those of *facts* that have no single value, each once."""
    return tuple(dict.fromkeys(fact for fact in facts if not isinstance(table.values[fact], Known)))


def lacking(facts: Iterable[str], table: FactTable) -> Text:
    """Which of *facts* have no single value, and why; of a derived one with the inputs that people have to supply."""
    unknown = open_facts(facts, table)
    missing = [_missing(fact, table) for fact in unknown if table.standings[fact] == "missing"]
    parts = []
    if missing:
        named = "".join(each.zh for each in missing)
        parts.append(Text(f"缺少{named}", f"missing: {listing(missing).en}"))
    for fact in unknown:
        name, standing = table.view.name(fact), table.standings[fact]
        if standing == "disputed":
            values = listing(table.stated_shown(fact))
            parts.append(Text(f"{name.zh}有出入（{values.zh}）", f"{name.en} is disputed ({values.en})"))
        elif standing == "ranged":
            span = listing(table.stated_shown(fact))
            parts.append(Text(f"{name.zh}只有范围（{span.zh}）", f"only a range is known of {name.en} ({span.en})"))
    return listing(parts)


def sufficing(facts: Iterable[str], table: FactTable) -> Text:
    """``（甲在90%～95%之内，得分都一样）``: the limits that were enough, of those *facts* that are known as a range only; nothing if none is."""
    ranged = [(fact, limits) for fact in open_facts(facts, table) if (limits := _limits(fact, table)) is not None]
    if not ranged:
        return NOTHING
    spans = [(table.view.name(fact), show_range(table.declarations[fact], limits)) for fact, limits in ranged]
    said = listing(Text(f"{name.zh}在{span.zh}之内", f"{name.en} within {span.en}") for name, span in spans)
    return Text(f"（{said.zh}，取哪个值得分都一样）", f" ({said.en}: any value of it gives the same points)")


def absent(facts: Iterable[str], table: FactTable) -> Text:
    """``（未提供“审定数”）``: those of *facts*, of which it was asked whether they are given, that are not; nothing if all are."""
    names = [table.view.name(fact) for fact in facts if not is_given(table.values[fact])]
    if not names:
        return NOTHING
    quoted_names = "".join(quoted(each.zh) for each in names)
    return Text(f"（未提供{quoted_names}）", f" (not given: {listing(names).en})")


def _missing(fact: str, table: FactTable) -> Text:
    name, derivation = table.view.name(fact), table.declarations[fact].derivation
    if derivation is None:
        return Text(quoted(name.zh), name.en)
    names = [table.view.name(each) for each in dict.fromkeys(_inputs(fact, table))]
    if not names:
        return Text(f"{quoted(name.zh)}（按已知的数推导不出）", f"{name.en} (what is known does not give it)")
    inputs = "".join(quoted(each.zh) for each in names)
    return Text(f"{quoted(name.zh)}（待填{inputs}）", f"{name.en} (to be supplied: {listing(names).en})")


def _inputs(fact: str, table: FactTable) -> Iterator[str]:
    """The facts without a single value that *fact* is derived from in the end, in the order of its derivation."""
    derivation = table.declarations[fact].derivation
    assert derivation is not None  # only what is derived is asked for
    for input in open_facts((ref.id for ref in facts_in(derivation.root)), table):
        derives = table.declarations[input].derivation is not None and input not in table.statements
        yield from _inputs(input, table) if derives else (input,)


def _limits(fact: str, table: FactTable) -> Range | None:
    """What is known of the limits of *fact*; None if it is no more than its declaration says."""
    value, declaration = table.values[fact], table.declarations[fact]
    if not isinstance(value, Unknown) or value.within == declaration.domain:
        return None
    return value.within
