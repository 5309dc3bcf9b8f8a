"""One rubric file as it is written, before extensions are resolved."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import cattrs

from evalfw.foundation import (
    Document,
    MisfitError,
    PluginError,
    PluginFaultError,
    Problem,
    RubricError,
    Text,
    expected,
    listing,
    lost_of,
    nearest,
    parse_toml,
    read_toml,
    said_of,
    strict_converter,
    structure,
    verbatim,
    wrong,
)
from evalfw.language import (
    CORE_FUNCTIONS,
    Aggregator,
    AggregatorKind,
    Expression,
    ExpressionError,
    Function,
    Quantity,
    Rule,
    RuleKind,
    Target,
    UnitDeclaration,
    at_column,
    no_such_fact,
    parse,
)
from evalfw.rubric.loading.entries import RubricFile
from evalfw.rubric.loading.values import day_of, number_or_text, quantity_of, target_of

RUBRIC_FORMAT = "evalfw.rubric/1"


class Vocabulary(NamedTuple):
    """What rubric files may name, by id: core's and the plugins'."""

    kinds: Mapping[str, RuleKind]
    aggregators: Mapping[str, AggregatorKind]
    functions: Mapping[str, Function]
    units: tuple[UnitDeclaration, ...] = ()
    plugins: Mapping[str, Text | None] = MappingProxyType({})
    """Those that were found: why they are not loaded; None where they are."""


NO_WORDS = Vocabulary({}, {}, {function.id: function for function in CORE_FUNCTIONS})


def read_rubric_file(path: Path, shown: str, vocabulary: Vocabulary) -> tuple[RubricFile, Document]:
    """
    The rubric file at *path*, with its document for later messages.

    Raises:
        RubricError: With every problem of the file's form.
    """
    document = read_toml(path, shown, RubricError)
    _expect_format(document)
    lacking = list(_lacking_plugins(document, vocabulary))
    if lacking:
        raise RubricError(lacking)  # what else is wrong may only be wrong without them
    converter = rubric_converter(vocabulary)
    try:
        return structure(document, RubricFile, RubricError, converter), document
    except RubricError as error:
        problems = dict.fromkeys((*error.problems, *_problems_across(document, converter)))
        raise RubricError(sorted(problems, key=lambda problem: problem.line or 0)) from None


def _lacking_plugins(document: Document, vocabulary: Vocabulary) -> Iterator[Problem]:
    """The plugins that the file cannot do without, and that are not loaded."""
    named = document.data.get("requires_plugins", [])
    for at, id in enumerate(named if isinstance(named, list) else []):
        if not isinstance(id, str):
            continue  # told as a value of the wrong type
        if id not in vocabulary.plugins:
            what = Text(f"没有插件 '{id}'，这份评分表离不开它", f"there is no plugin '{id}', which the rubric requires")
            hint = nearest(id, vocabulary.plugins) or Text(
                "装上它，或用 --plugin 给出", "install it, or give it with --plugin"
            )
            yield document.problem(("requires_plugins", at), what, hint)
        elif (why := vocabulary.plugins[id]) is not None:
            what = Text(
                f"插件 '{id}' 没有加载，这份评分表离不开它", f"plugin '{id}', which the rubric requires, is not loaded"
            )
            yield document.problem(("requires_plugins", at), what, why)


def read_rubric_head(path: Path, shown: str) -> Mapping[str, object] | None:
    """
    The keys of the rubric file at *path* before its first table; None if it is no rubric file.

    Raises:
        RubricError: The file cannot be read, or its head is not in order.
    """
    from evalfw.foundation import read_text

    text = read_text(path, shown, RubricError)
    cut = text.find("\n[")
    document = parse_toml(text[: cut + 1] if cut >= 0 else text, shown, RubricError)
    return document.data if document.data.get("format") == RUBRIC_FORMAT else None


def rubric_converter(vocabulary: Vocabulary) -> cattrs.Converter:
    """The strict converter, with hooks for expressions, and for rules and aggregators by ``kind``."""
    converter = strict_converter()
    converter.register_structure_hook(Expression, lambda value, _: _expression(value, vocabulary.functions))
    converter.register_structure_hook(date, lambda value, _: day_of(value))
    converter.register_structure_hook_func(lambda kind: kind == Quantity, lambda value, _: quantity_of(value))
    converter.register_structure_hook_func(lambda kind: kind == Decimal | str, lambda value, _: number_or_text(value))
    converter.register_structure_hook_func(lambda kind: kind == Target, lambda value, _: target_of(value))

    def by_kind(
        known: Mapping[str, Any], load: Callable[[Any], type], example: str, sort: Text
    ) -> Callable[[object, Any], Any]:
        def hook(value: object, _: Any) -> Any:
            if not isinstance(value, dict):
                table = f'{{ kind = "{example}", … }}'
                raise expected(f"表，如 {table}", f"a table such as {table}", value)
            name = value.get("kind")
            if not isinstance(name, str) or name not in known:
                raise wrong(*_unknown_kind(name, known, sort))
            parameters = {key: each for key, each in value.items() if key != "kind"}
            return _made(known[name], converter, parameters, _usable(known[name], load, sort))

        return hook

    rules = by_kind(vocabulary.kinds, lambda kind: kind.rule, "bands", Text("规则类型", "rule kind"))
    aggregators = by_kind(
        vocabulary.aggregators, lambda kind: kind.aggregator, "weighted_mean", Text("汇总方式", "aggregator")
    )
    converter.register_structure_hook_func(lambda kind: kind is Rule, rules)
    converter.register_structure_hook_func(lambda kind: kind is Aggregator, aggregators)
    return converter


def _made(kind: Any, converter: cattrs.Converter, parameters: Mapping[str, object], found: type) -> Any:
    """An instance of *found*, the class of *kind*. What the class of a plugin does while it is made goes through the guard."""
    if kind.guard is None:
        return converter.structure(parameters, found)

    def make() -> Any:
        try:
            return converter.structure(parameters, found)
        except MisfitError as error:
            return error

    try:
        made = kind.guard("parameters", make)
    except PluginFaultError as error:
        raise wrong(error.message) from error
    if isinstance(made, MisfitError):
        raise made
    return made


def _usable(kind: Any, load: Callable[[Any], type], sort: Text) -> type:
    """The class of *kind*. Raises PluginError if it cannot be had, or is not one that can be made from parameters."""
    try:
        return load(kind)
    except Exception as error:
        by, said = f"（插件 {kind.by}）" if kind.by else "", said_of(error)
        by_en = f" of plugin {kind.by}" if kind.by else ""
        raise PluginError(
            Text(f"{sort.zh} '{kind.id}'{by} 用不了：{said.zh}", f"{sort.en} '{kind.id}'{by_en} is broken: {said.en}")
        ) from error


def _problems_across(document: Document, converter: cattrs.Converter) -> Iterator[Problem]:
    """
    What can be said across entries although some of them are not in order: ids used twice, rules on unknown facts.

    The rest (weights, places in the tree) would only repeat what is already told, so it waits until the form is right.
    """
    for key in ("fact", "indicator", "reconciliation", "gate", "model", "scale", "conversion"):
        seen = set()
        for at, id in enumerate(_ids(document, key)):
            if id is not None and id in seen:
                yield document.problem((key, at, "id"), id_used_twice(id))
            seen.add(id)
    if "extends" in document.data:
        return  # the facts of the base are not read yet
    facts = {id for id in _ids(document, "fact") if id is not None}
    indicators = document.data.get("indicator")
    for at, entry in enumerate(indicators if isinstance(indicators, list) else ()):
        if not isinstance(entry, dict) or "rule" not in entry:
            continue
        try:
            rule: Rule = converter.get_structure_hook(Rule)(entry["rule"], Rule)
        except MisfitError:
            continue
        for fact in rule.reads():
            if fact not in facts:
                yield document.problem(("indicator", at, "rule"), no_such_fact(fact), nearest(fact, facts))


def _ids(document: Document, key: str) -> list[str | None]:
    entries = document.data.get(key)
    ids = [
        entry.get("id") if isinstance(entry, dict) else None for entry in (entries if isinstance(entries, list) else ())
    ]
    return [id if isinstance(id, str) else None for id in ids]


def id_used_twice(id: str) -> Text:
    """What is wrong with an id that two entries have."""
    return Text(f"编号 '{id}' 用了两次", f"id '{id}' is used twice")


def _unknown_kind(name: object, kinds: Mapping[str, object], sort: Text) -> tuple[Text, Text]:
    named = listing(verbatim(kind) for kind in sorted(kinds))
    hint = (nearest(name, kinds) if isinstance(name, str) else None) or Text(
        f"可用的有 {named.zh}", f"known: {named.en}"
    )
    if name is None:
        return Text("缺少键 'kind'", "missing key 'kind'"), hint
    if not isinstance(name, str):
        return Text("kind 应当是文字", "'kind' must be a text"), hint
    return Text(f"没有{sort.zh} '{name[:40]}'", f"no {sort.en} '{name[:40]}'") + lost_of(kinds), hint


def _expression(value: object, functions: Mapping[str, Function]) -> Expression:
    if not isinstance(value, str):
        raise expected("表达式（加引号）", "an expression in quotes", value)
    try:
        return parse(value, functions)
    except ExpressionError as error:
        raise wrong(*at_column(error)) from None


def _expect_format(document: Document) -> None:
    written = document.data.get("format")
    if written == RUBRIC_FORMAT:
        return
    if written is None:
        what = Text("缺少键 'format'，这不是评分表文件", "missing key 'format': this is not a rubric file")
    else:
        what = Text(f"format 是 '{str(written)[:40]}'，不是评分表", f"format is '{str(written)[:40]}', not a rubric")
    raise RubricError([document.problem(("format",), what, verbatim(f'format = "{RUBRIC_FORMAT}"'))])
