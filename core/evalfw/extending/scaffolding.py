"""``evalfw plugin new``: a distribution with a plugin, its tests and its README, which passes them at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import NamedTuple

from evalfw.extending.plugins.host import PluginHost
from evalfw.foundation import RequestError, Text, make_folder, nearest, write_file

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TEMPLATES = "extending/scaffold"

COMMON = {
    "pyproject.toml": "common/pyproject.toml",
    "README.md": "common/README.md",
    ".gitignore": "common/gitignore",
    "$package/py.typed": "common/py.typed",
}


class Start(NamedTuple):
    """
    What a distribution begins with.

    Attributes:
        module: Name of the module that does the work.
        files: File → its template.
        summary: One line, in English.
        about: What its README says it is.
        following: What its README says to do next.
    """

    module: str
    files: Mapping[str, str]
    summary: str
    about: str
    following: str


def _start(module: str, template: str, summary: str, about: str, following: str, *others: str) -> Start:
    files = {
        "$package/__init__.py": "__init__.py",
        **({f"$package/{module}.py": template} if template else {}),
        "tests/test_plugin.py": "test_plugin.py",
        **{path: path.rpartition("/")[2] for path in others},
    }
    return Start(module, files, summary, f"{about}\n\n{summary}", following)


STARTS: Mapping[str, Start] = {
    "rubric": _start(
        "rubric",
        "",
        "A rubric for evalfw (an example with made-up content): `evalfw run --rubric $name/example`.",
        "一份 evalfw 评分表（示例，内容是编造的）。",
        "Next: put your own sentences, weights and rules into `$package/example/rubric.toml` (or draft it: `evalfw rubric import`), "
        "then `evalfw rubric lint` and cases for every edge.",
        "$package/example/rubric.toml",
        "$package/example/cases/edges.case.toml",
    ),
    "rule": _start(
        "rule",
        "rule.py",
        "A rule kind for evalfw.",
        '一种 evalfw 规则类型：`rule = { kind = "$kind", … }`。',
        "Next: change `$package/rule.py`; what it shall do at each edge goes into `tests/edges.case.toml`, as data.",
        "tests/rubric.toml",
        "tests/edges.case.toml",
    ),
    "aggregator": _start(
        "aggregator",
        "aggregator.py",
        "An aggregator for evalfw.",
        '一种 evalfw 汇总方式：`aggregate = { kind = "$kind", … }`。',
        "Next: change `$package/aggregator.py`, and the rubric in small that `$package/__init__.py` tries it with.",
    ),
    "collector": _start(
        "reading",
        "collector.py",
        "A collector for evalfw: reads files `.$kind` of `facts/`.",
        "evalfw 采集器：读 `facts/` 里的 `.$kind` 文件。",
        "Next: change `$package/reading.py` to read your own export.",
    ),
    "source": _start(
        "rows",
        "rows.py",
        "A kind of source for evalfw's `[[collect]]`.",
        '一种 evalfw 取数来源：`[[collect]]` 里写 `from = "$kind:…"`。',
        "Next: change `$package/rows.py` to read your own system.",
    ),
    "renderer": _start(
        "writing",
        "renderer.py",
        "An output format for evalfw.",
        "evalfw 输出格式：`evalfw run --format $kind`。",
        "Next: change `$package/writing.py`; look at what it makes of `evalfw run --rubric 2021 --format $kind`.",
    ),
    "lint": _start(
        "looking",
        "looking.py",
        "A lint for evalfw: what `evalfw rubric lint` says besides.",
        "evalfw 评分表检查：`evalfw rubric lint` 多查的事。",
        "Next: change `$package/looking.py`; what it finds in `tests/rubric.toml` is tested with its line.",
        "tests/rubric.toml",
    ),
    "command": _start(
        "command",
        "command.py",
        "A command for evalfw: `evalfw $name`.",
        "evalfw 命令：`evalfw $name`。",
        "Next: change `$package/command.py`.",
    ),
}
"""By what it brings."""


def start_plugin(name: str, kind: str, output: Path, host: PluginHost) -> tuple[Path, ...]:
    """
    Write the distribution ``evalfw-NAME`` with a plugin of *kind* into the folder *output*.

    Args:
        name: Of the plugin, lower case, without ``evalfw-``.
        kind: What it brings.
        output: The folder in which its folder is made.
        host: The plugins that are there, whose names are taken.

    Returns:
        Its files.

    Raises:
        RequestError: The name or the kind will not do, or there is such a folder; nothing is written then.
        OutputError: A file cannot be written.
    """
    if not _NAME.fullmatch(name) or name.startswith("evalfw"):
        raise RequestError(
            Text(
                f"名称 '{name}' 应当是小写英文、数字和连字符，如 mybureau（不带 evalfw-）",
                f"the name '{name}' should be of a-z, 0-9 and -, such as mybureau (without evalfw-)",
            )
        )
    taken = _taken(name, kind, host)
    if taken is not None:
        raise RequestError(taken)
    if kind not in STARTS:
        hint = nearest(kind, STARTS) or Text(f"可选：{'、'.join(STARTS)}", f"there are: {', '.join(STARTS)}")
        raise RequestError(Text(f"--kind 没有 '{kind}' — ", f"--kind: there is no '{kind}' — ") + hint)
    folder = output / f"evalfw-{name}"
    if folder.exists():
        raise RequestError(Text(f"{folder.as_posix()} 已经存在", f"{folder.as_posix()} is there already"))
    made = {folder / path: content for path, content in plugin_files(name, kind).items()}
    for path, content in made.items():
        make_folder(path.parent)
        write_file(path, content.encode("utf-8"))
    return tuple(made)


def _taken(name: str, kind: str, host: PluginHost) -> Text | None:
    """Who has *name* already, so that the plugin could not be loaded or would collide; None if nobody has."""
    plain = name.replace("-", "_")
    if plain in ("plugins", "rubrics", "cli"):
        return Text(
            f"evalfw_{plain} 是 evalfw 自己的包，请换一个名称",
            f"evalfw_{plain} is a package of evalfw itself: take another name",
        )
    ids = {plugin.id for plugin in host.plugins}
    claimed: dict[str, frozenset[str]] = {
        "rule": frozenset(host.kinds),
        "aggregator": frozenset(host.aggregators),
        "source": frozenset(host.sources),
        "lint": frozenset(host.lints),
        "command": frozenset(host.commands),
        "collector": frozenset(host.collectors),
        "renderer": frozenset(host.renderers),
    }
    word = f".{plain}" if kind == "collector" else plain
    if name in ids or word in claimed.get(kind, ()):
        return Text(f"名称 '{name}' 已经有人用了，请换一个", f"the name '{name}' is taken: choose another")
    return None


def plugin_files(name: str, kind: str) -> dict[str, str]:
    """The files of the distribution, by path below its folder."""
    plain = name.replace("-", "_")
    start = STARTS[kind]
    names = {
        "name": name,
        "package": f"evalfw_{plain}",
        "kind": plain,
        "module": start.module,
        "class": "".join(part.capitalize() for part in name.split("-")) + kind.capitalize(),
    }
    names["summary"] = Template(start.summary).substitute(names)
    names |= {"about": Template(start.about).substitute(names), "next": Template(start.following).substitute(names)}
    templates = {**COMMON, **{path: f"{kind}/{template}" for path, template in start.files.items()}}
    made = {}
    for path, template in templates.items():
        text = files("evalfw").joinpath(TEMPLATES, f"{template}.tmpl").read_text(encoding="utf-8")
        made[Template(path).substitute(names)] = Template(text).substitute(names)
    return made
