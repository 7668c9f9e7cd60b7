"""Files, bytes and editor texts as `Source`."""

from __future__ import annotations

import codecs
import os.path
import re
from pathlib import Path
from typing import TYPE_CHECKING

from .text import Cell, Source, SourceError, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .notebook import RawCell

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_NO_CODE = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_SCHEME = re.compile(r"[A-Za-z][\w+.-]+:")
_SURROGATE = re.compile("[\ud800-\udfff\0]")
# IPython takes a cell's first indentation away from all its lines; here a line before the cell makes a suite of them.
_SUITE = "if 1:\n"
_WIDE_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_source(path: str | os.PathLike[str]) -> Source:
    """Read a Python file or a notebook. Raises SourceError, also for files that cannot be opened."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(f"cannot be read: {(error.strerror or type(error).__name__).lower()}") from None
    return source_from_bytes(data, os.fspath(path))


def source_from_bytes(data: bytes, filename: str) -> Source:
    """A file's content as Source. Raises SourceError."""
    text, encoding, bom = decode(data, filename)
    return _source(text, filename, encoding, bom)


def source_from_text(text: str, filename: str) -> Source:
    """A text that somebody else has decoded, such as an editor. Raises SourceError."""
    bom = text.startswith("\ufeff")
    return _source(text[1:] if bom else text, filename, "utf-8", bom)


def source_from_cells(cells: Iterable[tuple[int, str]], filename: str) -> Source:
    """A notebook of which the code cells are known: their number among all cells, from 1, and their text."""
    from .notebook import RawCell

    return _notebook([RawCell(index, text, True) for index, text in cells], filename, "utf-8", False)


def is_notebook_name(filename: str) -> bool:
    """Whether a file of this name is read as a notebook."""
    return filename.lower().endswith(".ipynb")


def decode(data: bytes, filename: str) -> tuple[str, str, bool]:
    """The text of a file without its BOM, its encoding, and whether it has a BOM. Raises SourceError."""
    for mark, name in _WIDE_BOMS:
        if data.startswith(mark):
            raise SourceError(f"is {name}, which Python does not read; save it as UTF-8")
    bom = data.startswith(codecs.BOM_UTF8)
    body = data[3:] if bom else data
    nul = body.find(b"\0")
    if nul >= 0:
        at = nul + len(data) - len(body)
        raise SourceError(f"has a NUL byte at offset {at}, which no Python text has; save it as UTF-8")
    encoding = "utf-8" if is_notebook_name(filename) else _declared_encoding(body, bom)
    try:
        return body.decode(encoding), encoding, bom
    except UnicodeDecodeError as error:
        at = error.start + len(data) - len(body)
        name = "UTF-8" if encoding == "utf-8" else encoding
        what = f"is not valid {name} (byte 0x{body[error.start]:02x} at offset {at})"
    except UnicodeError as error:  # punycode, idna and their like
        what = f"is not valid {encoding} ({error})"
    if is_notebook_name(filename):
        raise SourceError(f"{what}; save it as UTF-8")
    if encoding == "utf-8":
        raise SourceError(f"{what}; save it as UTF-8 or declare its encoding in the first line")
    raise SourceError(f"{what}; save it as declared or correct the declaration")


def _declared_encoding(data: bytes, bom: bool) -> str:
    """PEP 263: a comment in one of the first two lines; the second counts only if the first holds no code."""
    position = 0
    for _ in range(2):
        end = _LINE_END.search(data, position)
        line = data[position : end.start() if end else len(data)]
        cookie = _COOKIE.match(line)
        if cookie:
            return _known_encoding(cookie[1].decode("ascii", "replace"), line, bom)
        if not _NO_CODE.match(line) or end is None:
            break
        position = end.end()
    return "utf-8"


def _known_encoding(declared: str, line: bytes, bom: bool) -> str:
    name = declared.lower().replace("_", "-")
    if name == "utf-8" or name.startswith("utf-8-"):
        return "utf-8"
    if name.startswith(("latin-1", "iso-8859-1-", "iso-latin-1")) or name == "iso-8859-1":
        name = "iso-8859-1"
    try:
        codec = codecs.lookup(name)
        header = line.decode(name)
    except (LookupError, UnicodeError):
        raise SourceError(f"declares the encoding {declared}, which Python does not know; save it as UTF-8") from None
    if codec.name == "utf-8":
        return "utf-8"
    if bom:
        raise SourceError(f"declares the encoding {declared} but starts with the mark of UTF-8; remove one of them")
    if declared not in header:
        raise SourceError(f"declares the encoding {declared} but is not written in it; save it as UTF-8")
    return codec.name


def _source(text: str, filename: str, encoding: str, bom: bool) -> Source:
    if is_notebook_name(filename):
        from .notebook import read_cells  # most runs see files alone

        return _notebook(read_cells(text), filename, encoding, bom)
    nul = text.find("\0")
    if nul >= 0:
        raise SourceError(f"has a NUL character at offset {nul}, which no Python text has; save it as UTF-8")
    newline = dominant_newline(text)
    original = with_line_feeds(text)
    masked_text: str = original
    spans: tuple[Span, ...] = ()
    if filename.lower().endswith(".ipy"):
        from .magics import mask

        masked_text, spans, *_ = mask(original)
    return Source(
        _absolute(filename),
        _encodable(masked_text),
        original,
        masked=spans,
        newline=newline,
        encoding=encoding,
        bom=bom,
    )


def _notebook(raw: list[RawCell], filename: str, encoding: str, bom: bool) -> Source:
    from .magics import mask, mask_all

    texts: list[str] = []
    originals: list[str] = []
    cells: list[Cell] = []
    spans: list[Span] = []
    newlines: list[str] = []
    start, row = 0, 1
    for cell in raw:
        newlines += re.findall("\r\n?|\n", cell.source) if "\r" in cell.source else ["\n"]
        original = with_line_feeds(cell.source)
        masked = mask(original) if cell.is_python else mask_all(original)
        if masked.is_indented:
            spans.append(Span(start, start + len(_SUITE) - 1))
            texts.append(_SUITE)
            originals.append(" " * (len(_SUITE) - 1) + "\n")
            start += len(_SUITE)
            row += 1
        end = start + len(original)
        cells.append(Cell(cell.number, start, end, row, start + masked.body))
        spans += [Span(start + span.start, start + span.end) for span in masked.spans]
        texts += (masked.text, "\n")
        originals += (original, "\n")
        start = end + 1
        row += original.count("\n") + 1
    return Source(
        _absolute(filename),
        _encodable("".join(texts)),
        "".join(originals),
        cells=tuple(cells),
        masked=tuple(spans),
        is_notebook=True,
        newline=dominant_newline("".join(newlines)),
        encoding=encoding,
        bom=bom,
    )


def dominant_newline(text: str) -> str:
    r"""The newline that a text has most of, "\n" if it has none."""
    if "\r" not in text:
        return "\n"
    both = text.count("\r\n")
    counts = {"\n": text.count("\n") - both, "\r\n": both, "\r": text.count("\r") - both}
    return max(counts, key=counts.__getitem__)


def with_line_feeds(text: str) -> str:
    r"""The text with "\n" for every newline that Python knows."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _encodable(text: str) -> str:
    """A text that parsers take: lone surrogates and NULs, which only notebooks and editors can hold, are replaced."""
    return text if text.isascii() and "\0" not in text else _SURROGATE.sub("\ufffd", text)


def _absolute(filename: str) -> str:
    """The absolute path; what is a URI (`untitled:Untitled-1`) stays."""
    return filename if _SCHEME.match(filename) and not _is_drive(filename) else os.path.abspath(filename)  # noqa: PTH100


def _is_drive(filename: str) -> bool:
    return len(filename) > 1 and filename[1] == ":"
