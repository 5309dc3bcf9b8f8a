"""From a draft to an edition that is never edited again."""

from __future__ import annotations

from evalfw.evidence import Means
from evalfw.foundation import RequestError, RubricError, Text, edited_head, read_text, read_toml, write_file
from evalfw.rubric import Rubric, load_rubric


def release_rubric(ref: str, means: Means) -> Rubric:
    """
    Write ``status = "released"`` and the hash of the content into the file of *ref*; comments and layout stay.

    Returns:
        The rubric that was released.

    Raises:
        RubricError: The rubric is not in order.
        RequestError: It is released already, some rules are not written yet, or it is one that a plugin brings.
        OutputError: The file cannot be written.
    """
    source = means.rubrics.find(ref)
    rubric = load_rubric(source, means.rubrics, means.vocabulary)
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
    todo = [leaf.id for leaf in rubric.leaves if leaf.rule is not None and not leaf.rule.is_written]
    if todo:
        named = "、".join(todo[:5]) + ("…" if len(todo) > 5 else "")
        raise RequestError(
            Text(f"还有 {len(todo)} 条规则没有写：{named}", f"{len(todo)} rules are still to be written: {named}")
        )
    text = read_text(source.path, source.shown, RubricError)
    released = edited_head(text, {"status": "released", "sha256": rubric.identity.sha256}, after="version")
    write_file(source.path, released.encode("utf-8"))
    return rubric
