"""Today and now, as commands write them."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime


def today() -> date:
    """Today; ``SOURCE_DATE_EPOCH`` stands for it, so that what is written can be repeated."""
    return _now().date()


def now() -> str:
    """This moment, as histories write it."""
    return _now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _now() -> datetime:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC).astimezone()
