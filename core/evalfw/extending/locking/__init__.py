"""``evalfw.lock``: exactly which rubric and which plugins, down to the content of every file; ``--locked`` refuses any difference."""

from evalfw.extending.locking.differences import differences
from evalfw.extending.locking.lock_file import LOCK_FILE, Lock, read_lock, write_lock
from evalfw.extending.locking.pinning import pin_plugins, pin_rubric, pin_settings

__all__ = ["LOCK_FILE", "Lock", "differences", "pin_plugins", "pin_rubric", "pin_settings", "read_lock", "write_lock"]
