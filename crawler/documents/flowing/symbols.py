"""Signs of the symbol fonts (Wingdings and its like) as text: the boxes and ticks that forms use."""

from __future__ import annotations

# By their code points in the private area, where Word keeps the characters of symbol fonts.
_SIGNS = {
    0xF0FE: "☑", 0xF052: "☑", 0xF0A8: "☐", 0xF06F: "☐", 0xF0A3: "☐", 0xF0FD: "☒", 0xF053: "☒", 0xF0FC: "✓",
    0xF050: "✓", 0xF0FB: "✗", 0xF04F: "✗",
}  # fmt: skip
_SURROGATES = range(0xD800, 0xE000)


def symbol(code: int) -> str:
    """The sign that `code` stands for in a symbol font; the code point itself where it is unknown."""
    return _SIGNS.get(code) or ("" if code in _SURROGATES else chr(code))
