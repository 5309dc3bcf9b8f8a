"""Compare two rubrics, and judge the version that the newer one claims."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, get_args

from evalfw import Language, RenderOptions, RequestError, Text
from evalfw.foundation import write_file
from evalfw.maintaining import LEVEL_WORDS, Level, RubricDiff, bump_of, claimed_bump, compare_rubrics, is_too_little
from evalfw.reporting import STDOUT
from evalfw_cli.outputs import tell, write_stdout
from evalfw_cli.plugins import load_host

DONE, FALSE_CLAIM = 0, 1


class DiffRequest(NamedTuple):
    """What the command line asked for; see ``evalfw rubric diff --help``."""

    old: str
    new: str
    format: str
    output: str
    check: bool
    claim: str | None
    language: Language


def diff(request: DiffRequest) -> int:
    """
    Write the comparison; return 1 if the claim is checked and false.

    Raises:
        RubricError: A rubric is not in order.
        RequestError: An unknown format or claim, or a check without anything that is claimed.
        OutputError: The output cannot be written.
    """
    host = load_host()
    (view,) = host.views_of(RubricDiff, (request.format,))
    found = compare_rubrics(host.load(request.old), host.load(request.new))
    claimed = _claim(request, found)
    content = view.shown(found, RenderOptions(request.language))
    if request.output == STDOUT:
        write_stdout(content)
    else:
        write_file(Path(request.output), content)
        tell(Text(f"已写入 {request.output}", f"wrote {request.output}").read(request.language))
    return DONE if claimed is None else _judge(claimed, found, request.language)


def _claim(request: DiffRequest, found: RubricDiff) -> Level | None:
    """What is claimed: in so many words, or by the version of a rubric of the same id; None if nothing is to be checked."""
    if request.claim is not None:
        for level in get_args(Level):
            if level == request.claim:
                return level  # type: ignore[no-any-return] # one of the literals
        named = "、".join(get_args(Level))
        raise RequestError(Text(f"--claim 应当是 {named} 之一", f"--claim is one of {named}"))
    if not request.check:
        return None
    old, new = found.old.identity, found.new.identity
    if old.id != new.id:
        raise RequestError(
            Text(
                f"'{old.id}' 和 '{new.id}' 是两份评分表，版本号不能相比；请用 --claim 说明你认为是哪一级变化",
                f"'{old.id}' and '{new.id}' are two rubrics, their versions tell nothing: say with --claim what you hold it for",
            )
        )
    claimed = claimed_bump(old.version, new.version)
    if claimed is None:
        raise RequestError(
            Text(
                f"从 {old.version} 到 {new.version} 不是往后的版本（写成 1.2.3）",
                f"from {old.version} to {new.version} is no step forward (versions are written 1.2.3)",
            )
        )
    return claimed


def _judge(claimed: Level, found: RubricDiff, language: Language) -> int:
    needed = bump_of(found).needed
    said = LEVEL_WORDS[needed]
    if is_too_little(claimed, needed):
        tell(
            Text(f"版本说的是 {claimed}，不属实：{said.zh}", f"claimed is {claimed}, which is false: {said.en}").read(
                language
            )
        )
        return FALSE_CLAIM
    if claimed != needed:
        tell(
            Text(
                f"版本说的是 {claimed}，多于所需：{said.zh}", f"claimed is {claimed}, more than needed: {said.en}"
            ).read(language)
        )
    return DONE
