"""The version of evalfw; a test keeps it equal to the distribution's."""

VERSION = "0.1.0"
