"""Write files that people go on editing."""

from evalfw.foundation.writing.toml import toml_string, toml_value

__all__ = ["toml_string", "toml_value"]
