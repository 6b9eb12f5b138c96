"""Where public documents that nobody of this project wrote lie: `CUNDANG_CORPUS`, or a folder beside the project."""

from __future__ import annotations

import os
from pathlib import Path

from tests.commands import ROOT

CORPUS = Path(os.environ.get("CUNDANG_CORPUS", ROOT.parent / "shared" / "corpus"))
