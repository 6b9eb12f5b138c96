"""XLS workbooks (also Kingsoft's .et): their sheets with cells as shown, rules, merged areas and what is hidden."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from archive.errors import UnreadableError
from archive.text import clean
from crawler.documents.containers.ole import OleFile
from crawler.documents.sheets.biff import (
    CHINESE,
    Chunks,
    encoding_of,
    read_string,
    records,
    rk_number,
    shared_strings,
    truth_or_error,
)
from crawler.documents.sheets.number_format import DAYS_TO_1904, GENERAL, built_in, shown
from crawler.documents.sheets.sheet import MOST_SHEETS, Allowance, Area, Place, Sheet, Workbook

# [MS-XLS] 2.3, "Record Enumeration".
_FORMULA, _STRING = 0x0006, 0x0207
_LABEL_SST, _LABEL, _RSTRING = 0x00FD, 0x0204, 0x00D6
_NUMBER, _RK, _BOOL_ERR, _BLANK = 0x0203, 0x027E, 0x0205, 0x0201
_MUL_RK, _MUL_BLANK = 0x00BD, 0x00BE
_CELLS = frozenset((_FORMULA, _LABEL_SST, _LABEL, _RSTRING, _NUMBER, _RK, _BOOL_ERR, _BLANK))
_BOF, _EOF, _FILE_PASS, _CODE_PAGE, _DATE_1904 = 0x0809, 0x000A, 0x002F, 0x0042, 0x0022
_BOUND_SHEET, _SST, _FORMAT, _XF, _DRAWINGS = 0x0085, 0x00FC, 0x041E, 0x00E0, 0x00EB
_MERGED, _ROW, _COLUMNS = 0x00E5, 0x0208, 0x007D
_BIFF8, _BIFF5 = 0x0600, 0x0500
_WORKSHEET = 0


@dataclass(frozen=True, slots=True)
class _Listed:
    """A sheet as the workbook lists it: where its records begin, whether it is shown and of what kind it is."""

    name: str
    offset: int
    state: int
    kind: int


def read_xls(body: bytes) -> Workbook:
    """The sheets of a workbook of Excel 5 to 2003, or of WPS.

    Raises UnreadableError: `damaged` for what is no whole workbook, `encrypted` where a password is needed,
    `unsupported` for Excel 4 and older, `limit` for more than a workbook may have.
    """
    file = OleFile(body)
    stream = file.stream("Workbook") or file.stream("Book")
    allowance = Allowance()
    try:
        shared = _Globals(stream, allowance)
        if not shared.listed:
            raise struct.error("it has no sheets")
        if len(shared.listed) > MOST_SHEETS:
            raise UnreadableError(
                "limit", f"The workbook has more than {MOST_SHEETS} sheets; open it yourself."
            )
        sheets = [
            _SheetRecords(shared, allowance).read(stream, listed)
            for listed in shared.listed
            if listed.state == 0 and listed.kind == _WORKSHEET
        ]
    except (struct.error, IndexError) as error:
        raise UnreadableError(
            "damaged", f"The workbook is cut short or broken ({error}); ask the bureau for a whole copy."
        ) from error
    hidden = tuple(listed.name for listed in shared.listed if listed.state != 0 and listed.kind == _WORKSHEET)
    return Workbook(tuple(sheets), hidden, shared.has_pictures)


class _Globals:
    """What the records before the sheets say: the sheets, and what their cells refer to."""

    def __init__(self, stream: bytes, allowance: Allowance) -> None:
        self.listed: list[_Listed] = []
        self.strings: list[str] = []
        self.extra_days = 0
        self.has_pictures = False
        self._codes: dict[int, str] = {}
        self._styles: list[tuple[int, bool]] = []
        # None in BIFF8, whose text is Unicode.
        self.encoding: str | None = None
        for number, (kind, chunks) in enumerate(records(stream, 0)):
            allowance.take_records(1)
            if number == 0:
                self._begin(kind, chunks[0])
            elif kind == _EOF:
                return
            else:
                self._take(kind, chunks)

    def style(self, number: int) -> tuple[str, bool]:
        """The number format of a cell's style, and whether it has a line at its left or right."""
        if number >= len(self._styles):
            return GENERAL, False
        code, is_ruled = self._styles[number]
        return self._codes.get(code) or built_in(code), is_ruled

    def _begin(self, kind: int, data: bytes) -> None:
        (version,) = struct.unpack_from("<H", data) if kind == _BOF else (0,)
        if version not in (_BIFF8, _BIFF5):
            raise UnreadableError(
                "unsupported",
                "The workbook is older than Excel 5; open it in a spreadsheet program and save it anew.",
            )
        self.encoding = None if version == _BIFF8 else encoding_of(CHINESE)

    def _take(self, kind: int, chunks: Chunks) -> None:
        data = chunks[0]
        if kind == _FILE_PASS:
            raise UnreadableError(
                "encrypted", "The workbook is locked with a password; ask the bureau for an open copy."
            )
        if kind == _CODE_PAGE and self.encoding is not None:
            self.encoding = encoding_of(*struct.unpack_from("<H", data))
        elif kind == _DATE_1904:
            self.extra_days = DAYS_TO_1904 if struct.unpack_from("<H", data)[0] else 0
        elif kind == _BOUND_SHEET:
            offset, state, sheet_kind = struct.unpack_from("<IBB", data)
            self.listed.append(
                _Listed(read_string(chunks, 6, 1, self.encoding), offset, state & 0x3, sheet_kind)
            )
        elif kind == _SST:
            self.strings = shared_strings(chunks)
        elif kind == _FORMAT:
            (code,) = struct.unpack_from("<H", data)
            self._codes[code] = read_string(chunks, 2, 2 if self.encoding is None else 1, self.encoding)
        elif kind == _XF:
            self._styles.append(self._style(data))
        elif kind == _DRAWINGS:
            self.has_pictures = True

    def _style(self, data: bytes) -> tuple[int, bool]:
        (code,) = struct.unpack_from("<H", data, 2)
        if self.encoding is None:
            # Four bits each for the lines at the left and right (2.4.353, 2.5.20).
            return code, bool(struct.unpack_from("<I", data, 10)[0] & 0xFF)
        # Three bits each, after those of the line above.
        return code, bool(struct.unpack_from("<I", data, 12)[0] & 0x1F8)


@dataclass(slots=True)
class _SheetRecords:
    """One sheet, gathered record by record."""

    shared: _Globals
    allowance: Allowance
    texts: dict[Place, str] = field(default_factory=dict)
    ruled: set[Place] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[int] = field(default_factory=list)
    # The place and style of the formula whose text the next record holds.
    awaiting: tuple[Place, int] | None = None

    def read(self, stream: bytes, listed: _Listed) -> Sheet:
        """The sheet whose records begin where the workbook lists it."""
        walk = records(stream, listed.offset)
        if next(walk, (_EOF, ()))[0] != _BOF:
            raise struct.error(f"sheet {listed.name} is not where it should be")
        depth = 1
        for kind, chunks in walk:
            self.allowance.take_records(1)
            # Charts lie within sheets, as records between a beginning and an end of their own.
            depth += (kind == _BOF) - (kind == _EOF)
            if depth == 0:
                break
            if depth == 1:
                self._take(kind, chunks)
        else:
            raise struct.error(f"sheet {listed.name} has no end")
        return Sheet(
            listed.name,
            self.texts,
            frozenset(self.ruled),
            tuple(self.merges),
            frozenset(self.hidden_rows),
            tuple(self.hidden_columns),
        )

    def _take(self, kind: int, chunks: Chunks) -> None:
        data = chunks[0]
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", data)
            self._place((row, column), style, self._text(kind, chunks, (row, column), style))
        elif kind == _STRING and self.awaiting is not None:
            self._place(*self.awaiting, read_string(chunks, 0, 2, self.shared.encoding))
            self.awaiting = None
        elif kind in (_MUL_RK, _MUL_BLANK):
            self._take_several(kind, data)
        elif kind == _MERGED:
            (count,) = struct.unpack_from("<H", data)
            for top, bottom, left, right in struct.iter_unpack("<HHHH", data[2 : 2 + 8 * count]):
                self.allowance.take_merge()
                self.merges.append(Area(top, left, bottom, right))
        elif kind == _ROW and data[12] & 0x20:
            self.hidden_rows.add(*struct.unpack_from("<H", data))
        elif kind == _COLUMNS and data[8] & 0x1:
            first, last = struct.unpack_from("<HH", data)
            begin = max(first, self.hidden_columns[-1] + 1 if self.hidden_columns else 0)
            self.hidden_columns.extend(range(begin, min(last, 255) + 1))

    def _take_several(self, kind: int, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        if kind == _MUL_RK:
            for column, (style, number) in enumerate(struct.iter_unpack("<HI", data[4:-2]), first):
                self._place((row, column), style, self._number(rk_number(number), style))
        else:
            for column, (style,) in enumerate(struct.iter_unpack("<H", data[4:-2]), first):
                self._place((row, column), style, "")

    def _place(self, place: Place, style: int, text: str) -> None:
        self.allowance.take(text)
        if clean(text):
            self.texts[place] = text
        if self.shared.style(style)[1]:
            self.ruled.add(place)

    def _text(self, kind: int, chunks: Chunks, place: Place, style: int) -> str:
        data = chunks[0]
        if kind == _LABEL_SST:
            (number,) = struct.unpack_from("<I", data, 6)
            return self.shared.strings[int(number)]
        if kind in (_LABEL, _RSTRING):
            return read_string(chunks, 6, 2, self.shared.encoding)
        if kind == _RK:
            return self._number(rk_number(struct.unpack_from("<I", data, 6)[0]), style)
        if kind == _BOOL_ERR:
            return truth_or_error(data[6], data[7])
        if kind == _FORMULA and data[12:14] == b"\xff\xff":
            # Not a number (2.5.133): text, which follows, a truth, an error or nothing.
            self.awaiting = (place, style) if data[6] == 0 else None
            return truth_or_error(data[8], data[6] - 1) if data[6] in (1, 2) else ""
        if kind in (_NUMBER, _FORMULA):
            return self._number(struct.unpack_from("<d", data, 6)[0], style)
        return ""

    def _number(self, value: float, style: int) -> str:
        return shown(value, self.shared.style(style)[0], self.shared.extra_days)
