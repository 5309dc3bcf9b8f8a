"""Write files that people go on editing."""

from evalfw.writing.toml import toml_string, toml_value

__all__ = ["toml_string", "toml_value"]
