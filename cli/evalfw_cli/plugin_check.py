"""``evalfw plugin check``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evalfw import Language, PluginHost, RequestError, Text, load_plugins
from evalfw.extending import Check, Plugin, check_in_process, read_project
from evalfw.foundation import visible
from evalfw_cli.outputs import print_lines
from evalfw_cli.plugin_pages import find_plugins
from evalfw_cli.plugins import settings_now

KEPT, BROKEN = 0, 1
MARKS = {"kept": " ", "broken": "!", "untried": "?"}
NAMES = {
    "registers": Text("登记", "registers"),
    "interface": Text("插件接口", "interface"),
    "documented": Text("有说明", "documented"),
    "lazy": Text("不拖慢启动", "imports lazily"),
    "loads": Text("能用", "works"),
    "deterministic": Text("结果确定", "deterministic"),
    "bounded": Text("不越界", "bounded"),
    "safe_bounds": Text("缺证据时的界可靠", "bounds are safe"),
    "monotone": Text("越好得分不会越少", "monotone"),
    "no_io": Text("不读写外界", "no I/O"),
    "strict_input": Text("坏文件有序拒绝", "refuses bad files in good order"),
    "cases": Text("用例成立", "cases hold"),
}


def check_plugins(ids: Sequence[str], strict: bool, own: frozenset[str], language: Language) -> int:
    """
    Check the plugins *ids*, or all of others if none is named; return 1 if the contract is broken.

    Commands that are among *own*, those that evalfw has itself, are never reached: that is told too.

    Raises:
        RequestError: There is no such plugin, or there are none of others.
    """
    project = read_project(Path())
    settings = settings_now(project)
    files = tuple(Path(id) for id in ids if Path(id).suffix and Path(id).is_file())
    settings = settings._replace(given=tuple(dict.fromkeys((*settings.given, *files))))
    host = load_plugins(settings=settings)
    plugins = [plugin for id in ids for plugin in find_plugins(host, id)]
    if not ids:
        plugins = [plugin for plugin in host.plugins if not plugin.is_builtin and plugin.off is None]
    if not plugins:
        raise RequestError(Text("没有别人的插件可检验；可写插件名", "there are no plugins of others; name one"))
    code = KEPT

    def lines() -> Iterator[str]:
        nonlocal code
        for plugin in plugins:
            found = [*check_in_process(plugin.id, plugin.distribution, settings), *_shadowed(plugin, host, own)]
            if any(each.outcome == "broken" or (strict and each.outcome == "untried") for each in found):
                code = BROKEN
            yield from _page(plugin, found, language)

    print_lines(visible(line) for line in lines())
    return code


def _shadowed(plugin: Plugin, host: PluginHost, own: frozenset[str]) -> Iterator[Check]:
    """Commands of *plugin* that are never reached, for evalfw has them itself."""
    for command in host.commands.of(plugin.author):
        if command.id in own:
            said = Text("evalfw 自己有这个命令，永远调不到", "evalfw has this command itself: it is never reached")
            yield Check("registers", f"command {command.id}", "broken", said)


def _page(plugin: Plugin, found: Sequence[Check], language: Language) -> Iterator[str]:
    yield plugin.author
    for each in dict.fromkeys(found):
        about = f"{each.about}：" if each.about and language == "zh" else f"{each.about}: " if each.about else ""
        message = each.message.read(language)
        said = f" — {message}" if message else ""
        yield f"  {MARKS[each.outcome]} {about}{NAMES[each.code].read(language)}{said}"
    counts = [
        sum(each.outcome == outcome for each in dict.fromkeys(found)) for outcome in ("kept", "broken", "untried")
    ]
    summary = Text(
        f"  守约 {counts[0]} 条，违约 {counts[1]} 条（!），没有试到 {counts[2]} 条（?）",
        f"  kept {counts[0]}, broken {counts[1]} (!), not tried {counts[2]} (?)",
    )
    yield summary.read(language)
