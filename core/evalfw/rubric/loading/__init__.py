"""From files to checked rubrics, with their extensions."""
