"""From bytes on disk to checked Python values, with the place of every mistake."""
