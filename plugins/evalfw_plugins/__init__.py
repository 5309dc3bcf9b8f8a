"""The collectors and renderers that come with evalfw. They use its public names only, as anybody's plugin would."""
