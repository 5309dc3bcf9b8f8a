"""What is known already, as the cells of a workbook have it from the start."""

from __future__ import annotations

from evalfw.evidence.model import Evidence, StatedEnd
from evalfw.foundation import plain
from evalfw.language import FactDeclaration

SEE_ITEMS, NO_ITEMS = "见条目表", "无"


def indicator_answers(indicator: str, evidence: Evidence) -> dict[str, str]:
    """What *evidence* says of *indicator*, by column."""
    claim, override = evidence.claims.get(indicator), evidence.overrides.get(indicator)
    explanation = evidence.explanations.get(indicator)
    answers: dict[str, str] = {}
    if claim is not None:
        answers |= {"claim": plain(claim.points)}
    if explanation is not None:
        answers |= {"explanation": explanation.text}
    if override is not None:
        answers |= {
            "override": plain(override.points),
            "author": override.author,
            "reason": override.reason,
            "date": override.date.isoformat(),
        }
    source = override or claim or explanation
    if source is not None:
        answers |= {"document": _document(source.document, evidence), "section": source.section}
    return answers


def fact_answers(fact: FactDeclaration, evidence: Evidence) -> dict[str, str]:
    """What *evidence* says of *fact*, by column: the first statement, with the places of all."""
    statements = evidence.statements.get(fact.id, ())
    if not statements:
        return {}
    first = statements[0]
    sections = dict.fromkeys(each.section for each in statements if each.section)
    return {
        "value": _stated_text(fact, first.value, first.low, first.high),
        "document": _document(first.document, evidence),
        "section": "；".join(sections),
        "page": "" if first.page is None else str(first.page),
        "quote": first.quote,
        "file": first.file,
        "period": first.period,
        "note": first.note,
    }


def _document(named: str, evidence: Evidence) -> str:
    """The document of an entry; empty for the main one, which is meant where none is named."""
    return "" if named == evidence.document else named


def item_answers(fact: FactDeclaration, evidence: Evidence) -> list[dict[str, str]]:
    """The items that *evidence* lists for *fact*, each by column."""
    statements = evidence.statements.get(fact.id, ())
    stated = statements[0].value if statements else None
    items = stated if isinstance(stated, tuple) else ()
    return [{key: fact.fields[key].choices.get(text, text) for key, text in item.items()} for item in items]


def _stated_text(fact: FactDeclaration, value: object, low: StatedEnd | None, high: StatedEnd | None) -> str:
    """What is stated of *fact*, as its cell has it."""
    from evalfw.language import Range, machine_form, read_stated, show_range

    if isinstance(value, tuple):
        return SEE_ITEMS if value else NO_ITEMS
    amount = read_stated(fact, value, low, high)  # type: ignore[arg-type]  # checked evidence
    if isinstance(amount, Range):
        if fact.type == "date":
            return show_range(fact, amount).zh
        return "～".join("" if end is None else machine_form(end) for end in (amount.least, amount.most))
    if isinstance(amount, bool):
        return "是" if amount else "否"
    if fact.type == "choice":
        return fact.choices[str(amount)]
    return machine_form(amount)
