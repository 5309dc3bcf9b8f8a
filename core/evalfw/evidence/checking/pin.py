"""The rubric that evidence was gathered for, as it was then: version and content."""

from __future__ import annotations

from collections.abc import Iterator

from evalfw.evidence.evidence_file import EvidenceFile
from evalfw.foundation import Document, Problem, Text
from evalfw.rubric import Rubric


def pin_problems(file: EvidenceFile, document: Document, rubric: Rubric) -> Iterator[Problem]:
    """
    What is wrong with the pin of *file*: the rubric says something else now, under the same version.

    Evidence pins an edition by ``rubric_version`` and ``rubric_sha256``; another version is a finding, not an error.
    """
    layer = next((each for each in reversed(rubric.layers) if each.id == file.rubric), None)
    if layer is None or not file.rubric_sha256:
        return
    if not file.rubric_version:
        what = Text("写了 rubric_sha256，就要写 rubric_version", "'rubric_sha256' goes with 'rubric_version'")
        yield document.problem(("rubric_sha256",), what)
    elif file.rubric_version == layer.version and layer.identity.sha256 != file.rubric_sha256:
        what = Text(
            f"评分表 '{layer.id}' 的内容变了，版本却还是 {layer.version}：证据是按另一份内容收集的",
            f"rubric '{layer.id}' has changed and is still version {layer.version}: the evidence was gathered for other content",
        )
        hint = Text(
            f"现在的内容是 {layer.identity.sha256[:12]}…；找回原来的评分表，或核对后用 evalfw rubric migrate 转过来",
            f"its content is {layer.identity.sha256[:12]}… now; get the rubric back, or look at it and then: evalfw rubric migrate",
        )
        yield document.problem(("rubric_sha256",), what, hint)
