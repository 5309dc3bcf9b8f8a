"""How what there is differs from what a lock says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evalfw.extending.locking.lock_file import Lock, PinnedDistribution, PinnedPlugin, PinnedRubric
from evalfw.foundation import Text

MOST_FILES = 10
"""Most files of one distribution that are named."""


def differences(locked: Lock, now: Lock) -> Iterator[Text]:
    """Every difference between what is *locked* and what there is *now*, each with its name."""
    yield from _rubrics(locked.rubric, now.rubric)
    for key in sorted(locked.settings.keys() | now.settings.keys()):
        if locked.settings.get(key) != now.settings.get(key):
            yield Text(f"evalfw.toml 的 {key} 与锁定时不同", f"{key} of evalfw.toml is not what was locked")
    yield from _plugins(locked.plugin, now.plugin)
    there, here = ({each.name: each for each in lock.distribution} for lock in (locked, now))
    for name in sorted(there.keys() & here.keys()):
        yield from _distribution(there[name], here[name])


def _rubrics(locked: Sequence[PinnedRubric], now: Sequence[PinnedRubric]) -> Iterator[Text]:
    there, here = ({(each.id, each.role): each for each in side} for side in (locked, now))
    for id, role in [key for key in there if key not in here]:
        yield Text(f"评分表 {id}（{role}）：锁定了，这次没有用到", f"rubric {id} ({role}): locked, and not used now")
    for key, each in here.items():
        if key not in there:
            yield Text(f"评分表 {each.id}（{each.role}）：没有锁定", f"rubric {each.id} ({each.role}): not locked")
        elif there[key].version != each.version:
            yield Text(
                f"评分表 {each.id}：版本是 {each.version}，锁定的是 {there[key].version}",
                f"rubric {each.id}: version is {each.version}, locked is {there[key].version}",
            )
        elif there[key].sha256 != each.sha256:
            yield Text(f"评分表 {each.id}：内容与锁定时不同", f"rubric {each.id}: its content is not what was locked")


def _plugins(locked: Sequence[PinnedPlugin], now: Sequence[PinnedPlugin]) -> Iterator[Text]:
    there, here = ({each.id: each for each in side} for side in (locked, now))
    for id in [id for id in there if id not in here]:
        name = there[id].distribution
        yield Text(f"插件 {id}（{name}）：锁定了，现在没有加载", f"plugin {id} ({name}): locked, and not loaded now")
    for id, each in here.items():
        name = each.distribution
        if id not in there:
            yield Text(f"插件 {id}（{name}）：没有锁定", f"plugin {id} ({name}): not locked")
        elif there[id].distribution != name:
            was = there[id].distribution
            yield Text(f"插件 {id}：来自 {name}，锁定的是 {was}", f"plugin {id}: comes from {name}, locked is {was}")


def _distribution(locked: PinnedDistribution, now: PinnedDistribution) -> Iterator[Text]:
    name = now.name
    if locked.version != now.version:
        yield Text(
            f"分发包 {name}：版本是 {now.version}，锁定的是 {locked.version}",
            f"distribution {name}: version is {now.version}, locked is {locked.version}",
        )
        return
    changed = sorted(
        file for file in locked.files.keys() | now.files.keys() if locked.files.get(file) != now.files.get(file)
    )
    for file in changed[:MOST_FILES]:
        if file not in now.files:
            yield Text(f"{name}：文件 {file} 不见了", f"{name}: file {file} is gone")
        elif file not in locked.files:
            yield Text(f"{name}：多了文件 {file}", f"{name}: file {file} is new")
        else:
            yield Text(f"{name}：文件 {file} 的内容与锁定时不同", f"{name}: file {file} is not what was locked")
    if len(changed) > MOST_FILES:
        more = len(changed) - MOST_FILES
        yield Text(f"{name}：还有 {more} 个文件不同", f"{name}: {more} more files differ")
