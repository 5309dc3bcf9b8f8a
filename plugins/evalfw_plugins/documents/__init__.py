"""The written report and its table as plain structures, from which Word, PDF and spreadsheet files are made alike."""
