"""Kinds of sources: they read their examples, say the same twice, refuse garbage in good order, and leave files as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from evalfw.evidence import SourceKind, SourceRequest
from evalfw.extending.conformance.check import Check, untried, verdict
from evalfw.extending.conformance.others import GARBAGE
from evalfw.extending.conformance.watching import Watch
from evalfw.foundation import EvalfwError, EvidenceError, Text, said_of, verbatim
from evalfw.rubric import Option

FILE = "example"
"""Name of the file that examples are tried with."""


def check_source(source: SourceKind, watch: Watch) -> Iterator[Check]:
    """A kind of source, tried with its examples; one without examples cannot be tried."""
    about = f"source {source.id}"
    if not source.examples:
        said = Text("没有示例可试：登记时写上 examples", "there is nothing to try it with: register it with examples")
        yield untried("loads", about, said)
        return
    unread: Text | None = None
    unlike: Text | None = None
    fault: Text | None = None
    with TemporaryDirectory() as folder:
        file = Path(folder) / FILE
        options = source.example_options
        for content in source.contents:
            file.write_bytes(content)
            with watch.on(reads=False) as seen:
                first, second = (_answer(source, Path(folder), options) for _ in range(2))
            if not first.startswith("read"):
                unread = unread or Text("示例读不了：", "an example cannot be read: ") + verbatim(first)
            elif first == "read []":
                unread = unread or Text("示例里什么也没读到", "nothing was read from an example")
            if first != second:
                unlike = Text("同一个示例两次结果不同", "an example differs when read twice")
            if seen or file.read_bytes() != content:
                fault = Text("改动了外界：", "changes the world: ") + verbatim(seen[0] if seen else FILE)
            for name, garbage in GARBAGE.items():
                file.write_bytes(garbage)
                answer = _answer(source, Path(folder), options)
                if answer.startswith("!"):
                    said = Text(f"{name} 的文件：", f"a file of {name}: ") + verbatim(answer[1:])
                    fault = fault or said
    yield verdict("loads", about, unread)
    yield verdict("deterministic", about, unlike)
    yield verdict("strict_input", about, fault)


def _answer(source: SourceKind, root: Path, options: Mapping[str, Option]) -> str:
    """What came of reading the example in *root*; a fault of the plugin begins with an exclamation mark."""
    request = SourceRequest(FILE, options, root, {}, "collect[example]")
    try:
        return f"read {[sorted(row.values.items()) for row in source.rows(request).rows]}"
    except EvidenceError as error:
        return f"refused {error.message.en}"
    except EvalfwError as error:
        return f"!{said_of(error).en}"
