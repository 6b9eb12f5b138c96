"""The figures that the prose of a report states, sentence by sentence."""

from __future__ import annotations

from archive.figures.prose.reader import read_prose

__all__ = ["read_prose"]
