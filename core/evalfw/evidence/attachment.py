"""A document that entries of evidence cite, as the index of the evidence folder has it."""

from datetime import date

import attrs


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Attachment:
    """
    An attachment as the index has it.

    Attributes:
        file: Its name in ``attachments/``.
        digest: Its hash: ``sha256:…`` or ``sm3:…``.
        names: What it was called where it came from; several, if the same content came under several names.
        supplied_by: Who brought it first.
        supplied_on: When that was.
        note: What a reader should know about it.
    """

    file: str
    digest: str
    names: tuple[str, ...]
    supplied_by: str = ""
    supplied_on: date | None = None
    note: str = ""
