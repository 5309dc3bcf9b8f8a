"""``evalfw plugin new``: a distribution with a plugin, its tests and its README, which passes them at once."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Template

from evalfw.extending.plugins.host import PluginHost
from evalfw.foundation import RequestError, Text, make_folder, nearest, write_file

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TEMPLATES = "extending/scaffold"

FILES = {
    "rubric": {
        "$package/__init__.py": "rubric/__init__.py",
        "$package/example/rubric.toml": "rubric/rubric.toml",
        "$package/example/cases/edges.case.toml": "rubric/edges.case.toml",
        "tests/test_plugin.py": "rubric/test_plugin.py",
    },
    "rule": {
        "$package/__init__.py": "rule/__init__.py",
        "$package/$module.py": "rule/rule.py",
        "tests/rubric.toml": "rule/rubric.toml",
        "tests/edges.case.toml": "rule/edges.case.toml",
        "tests/test_plugin.py": "rule/test_plugin.py",
    },
    "collector": {
        "$package/__init__.py": "collector/__init__.py",
        "$package/$module.py": "collector/collector.py",
        "tests/test_plugin.py": "collector/test_plugin.py",
    },
    "renderer": {
        "$package/__init__.py": "renderer/__init__.py",
        "$package/$module.py": "renderer/renderer.py",
        "tests/test_plugin.py": "renderer/test_plugin.py",
    },
}
"""Kind → file → its template."""

COMMON = {
    "pyproject.toml": "common/pyproject.toml",
    "README.md": "common/README.md",
    ".gitignore": "common/gitignore",
    "$package/py.typed": "common/py.typed",
}

SUMMARIES = {
    "rubric": "A rubric for evalfw.",
    "rule": "A rule kind for evalfw.",
    "collector": "A collector for evalfw.",
    "renderer": "An output format for evalfw.",
}
ABOUT = {
    "rubric": "一份 evalfw 评分表（示例，内容是编造的）。\n\nA rubric for evalfw (an example with made-up content): `evalfw run --rubric $name/example`.",
    "rule": '一种 evalfw 规则类型：`rule = { kind = "$kind", … }`。\n\nA rule kind for evalfw.',
    "collector": "evalfw 采集器：读 `facts/` 里的 `.$kind` 文件。\n\nA collector for evalfw: reads files `.$kind` of `facts/`.",
    "renderer": "evalfw 输出格式：`evalfw run --format $kind`。\n\nAn output format for evalfw.",
}
NEXT = {
    "rubric": "Next: put your own sentences, weights and rules into `$package/example/rubric.toml` (or draft it: `evalfw rubric import`), "
    "then `evalfw rubric lint` and cases for every edge.",
    "rule": "Next: change `$package/$module.py`; what it shall do at each edge goes into `tests/edges.case.toml`, as data.",
    "collector": "Next: change `$package/$module.py` to read your own export.",
    "renderer": "Next: change `$package/$module.py`; look at what it makes of `evalfw run --rubric 2021 --format $kind`.",
}


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
    if kind not in FILES:
        hint = nearest(kind, FILES) or Text(f"可选：{'、'.join(FILES)}", f"there are: {', '.join(FILES)}")
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
    names = {
        "name": name,
        "package": f"evalfw_{plain}",
        "kind": plain,
        "module": {"rule": "rule", "collector": "reading", "renderer": "writing", "rubric": "rubric"}[kind],
        "class": "".join(part.capitalize() for part in name.split("-")) + "Rule",
        "summary": SUMMARIES[kind],
    }
    names |= {"about": Template(ABOUT[kind]).substitute(names), "next": Template(NEXT[kind]).substitute(names)}
    made = {}
    for path, template in {**COMMON, **FILES[kind]}.items():
        text = files("evalfw").joinpath(TEMPLATES, f"{template}.tmpl").read_text(encoding="utf-8")
        made[Template(path).substitute(names)] = Template(text).substitute(names)
    return made
