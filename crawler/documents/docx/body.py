"""The paragraphs and tables of a Word document's part: ECMA-376 part 1, 17.2 to 17.4 and 17.16."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from crawler.documents.containers.xml import attribute, local_name
from crawler.documents.docx.numbering import Numbering
from crawler.documents.docx.tables import WordCell, WordRow, place
from crawler.documents.flowing.flow import Block, FlowTable, numbered
from crawler.documents.flowing.symbols import symbol

# They add nothing to what lies in them; a branch of AlternateContent is chosen on its own.
_WRAPPERS = frozenset(
    ("sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "ins", "moveTo", "dir", "bdo")
)
# Word itself stops at 20; each open field costs a look at every text in it.
_DEEPEST_FIELD = 50
_PICTURES = frozenset(("blip", "imagedata", "OLEObject"))
_SYMBOL_CODE = re.compile("[0-9a-fA-F]{1,4}")
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class Story:
    """Reads one part after the other, because its lists count on; notes what it met besides text.

    `picture_count` counts pictures and embedded objects, `has_embedded_file` is set where a part embeds a whole file.
    """

    def __init__(self, numbering: Numbering) -> None:
        self.picture_count = 0
        self.has_embedded_file = False
        self._numbering = numbering
        self._fields = _Fields(is_sound=True)

    def read(self, part: etree._Element) -> list[Block]:
        """What stands in a body, a note or the like, in order."""
        self._fields = _Fields(_are_sound(part))
        return self._blocks(part)

    def _blocks(self, parent: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        for name, child in _children(parent):
            if name == "p":
                blocks += self._paragraph(child)
            elif name == "tbl":
                blocks.append(self._table(child))
            elif name == "altChunk":
                self.has_embedded_file = True
        return blocks

    def _paragraph(self, paragraph: etree._Element) -> list[Block]:
        label = self._numbering.label(paragraph)
        pieces: list[str] = []
        boxes: list[Block] = []
        self._runs(paragraph, pieces, boxes)
        return [numbered(label, "".join(pieces)), *boxes]

    def _runs(self, parent: etree._Element, pieces: list[str], boxes: list[Block]) -> None:
        for name, child in _children(parent):
            if name == "r":
                self._run(child, pieces, boxes)
            elif name in ("oMath", "oMathPara"):
                pieces += (text.text or "" for text in child.iter("{*}t"))

    def _run(self, run: etree._Element, pieces: list[str], boxes: list[Block]) -> None:
        is_hidden = _is_hidden(run)
        for name, child in _children(run):
            if name == "fldChar":
                self._fields.note(attribute(child, "fldCharType"))
            elif is_hidden or self._fields.is_instruction():
                continue
            elif name == "t":
                pieces.append((child.text or "").replace("\n", " ").replace("\t", " "))
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name == "sym":
                pieces.append(_symbol(attribute(child, "char")))
            elif name == "ruby":
                for base in child.iterchildren("{*}rubyBase"):
                    self._runs(base, pieces, boxes)
            elif name in ("drawing", "pict", "object"):
                boxes += self._boxes(child)

    def _boxes(self, shape: etree._Element) -> list[Block]:
        """The text boxes of a drawing; its pictures are counted."""
        blocks: list[Block] = []
        waiting = [shape]
        while waiting:
            for name, child in _children(waiting.pop()):
                if name == "txbxContent":
                    blocks += self._blocks(child)
                else:
                    self.picture_count += name in _PICTURES
                    waiting.append(child)
        return blocks

    def _table(self, table: etree._Element) -> FlowTable:
        rows: list[WordRow] = []
        grid: list[int] = []
        caption = ""
        for name, child in _children(table):
            if name == "tr" and not any(mark == "del" for _, mark in _properties(child, "trPr")):
                rows.append(self._row(child))
            elif name == "tblGrid":
                grid = [_whole(column, "w") for column in child.iterchildren("{*}gridCol")]
            elif name == "tblPr":
                caption = next(
                    (attribute(stated, "val") for stated in child.iterchildren("{*}tblCaption")), ""
                )
        return FlowTable(place(rows, grid), caption)

    def _row(self, row: etree._Element) -> WordRow:
        stated = {name: element for element, name in _properties(row, "trPr")}
        return WordRow(
            cells=tuple(self._cell(child) for name, child in _children(row) if name == "tc"),
            before=_whole(stated.get("gridBefore"), "val"),
            before_width=_whole(stated.get("wBefore"), "w"),
            after=_whole(stated.get("gridAfter"), "val"),
        )

    def _cell(self, cell: etree._Element) -> WordCell:
        stated = {name: element for element, name in _properties(cell, "tcPr")}
        return WordCell(
            blocks=tuple(self._blocks(cell)),
            span=max(_whole(stated.get("gridSpan"), "val"), 1),
            width=_whole(stated.get("tcW"), "w"),
            is_continued=_is_continued(stated.get("vMerge")),
            is_joined=_is_continued(stated.get("hMerge")),
        )


class _Fields:
    """The fields that are open: of each only the result is text, not its instruction (17.16.18).

    Where a part's fields do not pair (`is_sound` is false), nothing is taken for an instruction, so that no text is lost.
    """

    def __init__(self, is_sound: bool) -> None:
        self._is_sound = is_sound
        self._open: list[bool] = []

    def note(self, mark: str) -> None:
        if mark == "begin":
            self._open.append(True)
        elif mark == "separate" and self._open:
            self._open[-1] = False
        elif mark == "end" and self._open:
            self._open.pop()

    def is_instruction(self) -> bool:
        return self._is_sound and any(self._open)


def _are_sound(part: etree._Element) -> bool:
    """Whether every field of a part that begins also ends, and none lies deeper than fields do."""
    depth = 0
    for mark in part.iter("{*}fldChar"):
        depth += {"begin": 1, "end": -1}.get(attribute(mark, "fldCharType"), 0)
        if not 0 <= depth <= _DEEPEST_FIELD:
            return False
    return depth == 0


def _children(parent: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The children with their names, those of wrappers and of the first branch of alternatives in their place."""
    waiting: list[Iterator[etree._Element]] = [iter(parent)]
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
            continue
        name = local_name(child)
        if name in _WRAPPERS:
            waiting.append(iter(child))
        elif name == "AlternateContent":
            # Both branches say the same: a text box as Word draws it today, and as it did in 2007.
            waiting.append(iter(next(iter(child), ())))
        else:
            yield name, child


def _properties(element: etree._Element, name: str) -> Iterator[tuple[etree._Element, str]]:
    for properties in element.iterchildren(f"{{*}}{name}"):
        for stated in properties:
            yield stated, local_name(stated)


def _is_hidden(run: etree._Element) -> bool:
    return any(
        name == "vanish" and attribute(stated, "val") not in ("0", "false", "off")
        for stated, name in _properties(run, "rPr")
    )


def _is_continued(merge: etree._Element | None) -> bool:
    return merge is not None and attribute(merge, "val") != "restart"


def _symbol(code: str) -> str:
    return symbol(int(code, 16)) if _SYMBOL_CODE.fullmatch(code) else ""


def _whole(element: etree._Element | None, name: str) -> int:
    """A count or a width in twips; 0 where it is not stated as such."""
    stated = attribute(element, name).partition(".")[0]
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 10 else 0
