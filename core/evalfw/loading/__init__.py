"""From files to checked models: rubrics with their extensions, evidence against its rubric."""
