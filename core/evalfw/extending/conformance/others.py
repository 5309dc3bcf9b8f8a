"""Collectors, table readers, renderers, lints, rubrics, commands, and the plugin as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from evalfw.evidence import ENTRIES, Collector
from evalfw.extending.conformance.check import Check, broken, kept, untried, verdict
from evalfw.extending.conformance.trials import reports
from evalfw.extending.conformance.watching import Watch
from evalfw.extending.interface import INTERFACE, written
from evalfw.extending.plugins.host import PluginHost
from evalfw.extending.plugins.plugin import Plugin
from evalfw.foundation import EvalfwError, EvidenceError, Language, RubricError, Text, said_of, verbatim
from evalfw.maintaining import prepare_case as prepare, read_cases, run_case
from evalfw.reporting import Renderer, RenderOptions
from evalfw.rubric import LintCheck, load_rubric

GARBAGE = {
    "empty": b"",
    "text": "随便写的一行\n".encode(),
    "GB18030": "事实编号,数值\n甲,1\n".encode("gb18030"),
    "binary": bytes(range(256)) * 4,
    "zip": b"PK\x03\x04" + b"\x00" * 60,
}
"""Files that no collector and no table reader can make sense of: each has to be refused, or read as nothing, in good order."""

ALLOWED = frozenset({"attr", "attrs", "cattr", "cattrs", "pluggy", "evalfw", "evalfw_plugins", "evalfw_rubrics"})
"""What is imported in every run anyway."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")


def check_whole(plugin: Plugin, imported: Iterable[str], summary: str) -> Iterator[Check]:
    """
    The plugin as a whole.

    Args:
        plugin: The plugin.
        imported: Modules that importing it has imported.
        summary: What its distribution says of itself; empty if that says nothing.
    """
    if plugin.failure is not None:
        yield broken("registers", "", plugin.failure)
        return
    for hook in plugin.empty:
        yield broken("registers", "", Text(f"{hook} 什么也没有返回", f"{hook} returned nothing"))
    if not plugin.empty:
        yield kept("registers")
    if not plugin.api:
        line = f'EVALFW_API = "{written(INTERFACE)}"'
        yield broken("interface", "", Text(f"模块里没有写 {line}", f"its module does not say {line}"))
    else:
        yield kept("interface")
    for warning in plugin.warnings:
        yield broken("interface", "", verbatim(warning))
    undocumented = [] if plugin.doc else [Text("模块没有文档字符串", "the module has no docstring")]
    if plugin.module and not summary:
        undocumented.append(Text("分发包没有写 description", "the distribution has no description"))
    yield verdict("documented", "", undocumented[0] if undocumented else None)
    heavy = sorted({name.partition(".")[0] for name in imported} - ALLOWED)
    if heavy:
        named = verbatim(", ".join(heavy))
        yield broken(
            "lazy",
            "",
            Text(
                f"导入插件就导入了 {named.zh}：请移到用到它的函数里",
                f"importing it imports {named.en}: import that inside the function that needs it",
            ),
        )
    else:
        yield kept("lazy")


def check_collector(collector: Collector, watch: Watch) -> Iterator[Check]:
    """A collector: it reads its examples, refuses garbage in good order, and leaves files as they were."""
    about, suffix = f"collector {collector.id}", collector.suffixes[0]
    if not collector.examples:
        said = Text("没有示例可试：登记时写上 examples", "there is nothing to try it with: register it with examples")
        yield untried("loads", about, said)
    with TemporaryDirectory() as folder:
        for number, content in enumerate(collector.contents):
            path = Path(folder) / f"example{number}{suffix}"
            path.write_bytes(content)
            try:
                part = collector.part(path, path.name)
            except EvalfwError as error:
                yield broken("loads", about, Text("示例读不了：", "an example cannot be read: ") + said_of(error))
                continue
            lacks = not any(getattr(part, name) for name in ENTRIES)
            yield verdict(
                "loads", about, Text("示例里什么也没读到", "nothing was read from an example") if lacks else None
            )
    yield from check_reader(about, suffix, collector.part, watch)


def check_reader(about: str, suffix: str, read: Callable[[Path, str], object], watch: Watch) -> Iterator[Check]:
    """A collector or table reader: garbage is refused in good order, and files stay as they were."""
    fault: Text | None = None
    unlike: Text | None = None
    with TemporaryDirectory() as folder:
        for name, content in GARBAGE.items():
            path = Path(folder) / f"{name}{suffix}"
            path.write_bytes(content)
            with watch.on(reads=False) as seen:
                answers = [_answer(read, path) for _ in range(2)]
            if answers[0].startswith("!"):
                fault = fault or Text(f"{name} 的文件：", f"a file of {name}: ") + verbatim(answers[0][1:])
            if answers[0] != answers[1]:
                unlike = Text(f"{name} 的文件：两次结果不同", f"a file of {name}: the result differs when read twice")
            if seen or path.read_bytes() != content:
                fault = Text("改动了外界：", "changes the world: ") + verbatim(seen[0] if seen else path.name)
    yield verdict("strict_input", about, fault)
    yield verdict("deterministic", about, unlike)


def _answer(read: Callable[[Path, str], object], path: Path) -> str:
    """What came of reading *path*, in words; a fault of the plugin begins with an exclamation mark."""
    try:
        return f"read {read(path, path.name) is not None}"
    except (EvidenceError, RubricError) as error:
        return f"refused {error.message.en}"
    except EvalfwError as error:
        return f"!{said_of(error).en}"


def check_renderer(renderer: Renderer, host: PluginHost, watch: Watch) -> Iterator[Check]:
    """A renderer: reports in every state, in both languages, twice the same bytes, and nothing but bytes."""
    about = f"renderer {renderer.id}"
    given = reports(host)
    fault: Text | None = None
    unlike: Text | None = None
    seen: list[str] = []
    for language in LANGUAGES:
        for report in given:
            options = RenderOptions(language=language)
            try:
                first = renderer.rendered(report, options)
                with watch.on(reads=False) as acts:
                    second = renderer.rendered(report, options)
                seen += acts
            except EvalfwError as error:
                fault = fault or said_of(error)
                continue
            if first != second:
                unlike = Text("同一份报告写了两次，字节不同", "the same report gives other bytes the second time")
    yield verdict("loads", about, fault)
    yield verdict("deterministic", about, unlike)
    act = verbatim(seen[0]) if seen else None
    yield verdict("no_io", about, None if act is None else Text("渲染时改动了外界：", "changes the world: ") + act)


def check_lint(lint: LintCheck, host: PluginHost) -> Iterator[Check]:
    """A lint: it looks at every rubric there is, and says the same twice."""
    about = f"lint {lint.id}"
    for source in host.rubrics.usable:
        try:
            rubric = load_rubric(source, host.rubrics, host.vocabulary)
            first, second = lint.found(rubric), lint.found(rubric)
        except EvalfwError as error:
            yield broken("loads", about, verbatim(f"{source.id}: ") + said_of(error))
            return
        if [each[:3] for each in first] != [each[:3] for each in second]:
            yield broken(
                "deterministic", about, Text(f"{source.id}：两次结果不同", f"{source.id}: differs when asked twice")
            )
            return
    yield (
        kept("loads", about)
        if host.rubrics.usable
        else untried("loads", about, Text("没有评分表", "there is no rubric"))
    )


def check_rubrics(plugin: Plugin, host: PluginHost) -> Iterator[Check]:
    """The rubrics of *plugin*: each loads, and its cases hold."""
    for source in host.rubrics.sources:
        if source.by != plugin.author:
            continue
        about = f"rubric {source.id}"
        try:
            load_rubric(source, host.rubrics, host.vocabulary)
        except EvalfwError as error:
            yield broken("loads", about, error.message)
            continue
        yield kept("loads", about)
        files = sorted((source.path.parent / "cases").rglob("*.case.toml"))
        if not files:
            yield untried("cases", about, Text("没有用例", "there are no cases"))
        for file in files:
            yield from _cases(about, file, host)


def _cases(about: str, file: Path, host: PluginHost) -> Iterator[Check]:
    try:
        results = [
            run_case(prepare(case, host.rubrics, host.vocabulary, host.collectors))
            for case in read_cases(file, file.name)
        ]
    except EvalfwError as error:
        yield broken("cases", about, error.message)
        return
    for result in results:
        for difference in result.differences:
            yield broken("cases", about, verbatim(f"{file.name}: ") + difference.words(result.prepared.rubric))
    if not any(result.differences for result in results):
        yield kept("cases", about)
