"""The limit of memory, held against what this process uses itself."""

from __future__ import annotations

import re
from pathlib import Path

from scrapy.extensions import memusage

_STATUS = Path("/proc/self/status")
_RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)


class MemoryUsage(memusage.MemoryUsage):
    """Scrapy's guard, reading the memory in use now.

    Scrapy reads the peak (ru_maxrss), which Linux hands on from the process that started this one, and which never
    falls again: a crawl started by a large process would end before its first request.
    """

    def get_virtual_size(self) -> int:
        """The resident memory of this process in bytes; where the system does not say it, the peak."""
        if not _STATUS.is_file():
            return super().get_virtual_size()
        found = _RESIDENT.search(_STATUS.read_text(encoding="ascii"))
        return int(found[1]) * 1024 if found else super().get_virtual_size()
