"""``evalfw rubric release``: from a draft to an edition that is never edited again."""

from __future__ import annotations

from evalfw import Language, RequestError, RubricError, Text, load_rubric, read_text, read_toml
from evalfw.examining.linting import lint_rubric
from evalfw_cli.outputs import tell, write_file
from evalfw_cli.plugins import load_host
from evalfw.foundation.writing.toml_editing import edited_head


def release(ref: str, language: Language) -> int:
    """
    Write ``status = "released"`` and the hash of the content into the file; comments and layout stay.

    Raises:
        RubricError: The rubric is not in order.
        RequestError: It is released already, some rules are not written yet, or it is one that a plugin brings.
        OutputError: The file cannot be written.
    """
    host = load_host()
    source = host.rubrics.find(ref)
    rubric = load_rubric(source, host.rubrics, host.vocabulary)
    if source.by:
        raise RequestError(
            Text(
                f"'{ref}' 是插件 {source.by} 带来的；请给出文件路径", f"'{ref}' is of plugin {source.by}: name the file"
            )
        )
    sealed = "sha256" in read_toml(source.path, source.shown, RubricError).data
    if rubric.status == "superseded" or (rubric.status == "released" and sealed):
        raise RequestError(Text(f"它的 status 已经是 {rubric.status}", f"its status is '{rubric.status}' already"))
    drafts = [layer.id for layer in rubric.layers[:-1] if layer.status == "draft"]
    if drafts:
        named = "、".join(drafts)
        raise RequestError(
            Text(
                f"它扩展的 {named} 还是草稿，先发布那一份", f"it extends {named}, which is a draft: release that first"
            )
        )
    todo = [leaf.id for leaf in rubric.leaves if leaf.rule is not None and leaf.rule.kind == "todo"]
    if todo:
        named = "、".join(todo[:5]) + ("…" if len(todo) > 5 else "")
        raise RequestError(
            Text(f"还有 {len(todo)} 条规则没有写：{named}", f"{len(todo)} rules are still to be written: {named}")
        )
    text = read_text(source.path, source.shown, RubricError)
    released = edited_head(text, {"status": "released", "sha256": rubric.identity.sha256}, after="version")
    write_file(source.path, released.encode("utf-8"))
    said = Text(
        f"已发布 {rubric.identity.id} {rubric.identity.version}，sha256 {rubric.identity.sha256}",
        f"released {rubric.identity.id} {rubric.identity.version}, sha256 {rubric.identity.sha256}",
    )
    tell(said.read(language))
    warnings = sum(each.severity == "warning" for each in lint_rubric(rubric))
    if warnings:
        shown = f"evalfw rubric lint {ref}"
        tell(Text(f"{shown} 有 {warnings} 处需要注意", f"{shown}: {warnings} warnings").read(language))
    return 0
