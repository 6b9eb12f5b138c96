"""The sums that the forms state of themselves, recomputed, within a report and from one year to the next."""

from archive.checks.neighbours import check_years
from archive.checks.report import check_report

__all__ = ["check_report", "check_years"]
