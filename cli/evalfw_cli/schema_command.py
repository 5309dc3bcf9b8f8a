"""``evalfw schema``: the JSON Schema of a sort of file, with what the installed plugins add."""

from __future__ import annotations

from pathlib import Path

from evalfw import Language, RequestError, Text
from evalfw.foundation import write_file
from evalfw.maintaining import SUBJECTS, schema_text
from evalfw.reporting import STDOUT
from evalfw_cli.outputs import tell, write_stdout
from evalfw_cli.plugins import load_host


def schema(subject: str, output: str, language: Language) -> int:
    """
    Write the schema of *subject*.

    Raises:
        RequestError: There is no such sort of file.
        OutputError: The output cannot be written.
    """
    for each in SUBJECTS:
        if each == subject:
            content = schema_text(each, load_host().vocabulary).encode("utf-8")
            if output == STDOUT:
                write_stdout(content)
            else:
                write_file(Path(output), content)
                tell(Text(f"已写入 {output}", f"wrote {output}").read(language))
            return 0
    named = "、".join(SUBJECTS)
    raise RequestError(
        Text(f"没有 '{subject}' 的格式说明；可用的有 {named}", f"no schema '{subject}'; there are: {named}")
    )
