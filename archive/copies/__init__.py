"""Copied text: near-identical reports across years and bureaux, numbers and names masked."""

from archive.copies.comparing import Passage, Similarity, compare
from archive.copies.masking import masked
from archive.copies.signatures import candidates, signature

__all__ = ["Passage", "Similarity", "candidates", "compare", "masked", "signature"]
