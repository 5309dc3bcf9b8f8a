"""Reports saved as data, ``evalfw.report/1``: written, and read back."""

from evalfw.reporting.saving.reading import read_report, report_in
from evalfw.reporting.saving.writing import FORMAT, report_data

__all__ = ["FORMAT", "read_report", "report_data", "report_in"]
