"""Making documents of reports: of one that was just scored, of saved ones, of several side by side."""
