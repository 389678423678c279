"""A table as comma-separated values by RFC 4180: a header, quoted where need be, CRLF line ends.

CSV is opened in spreadsheets, and a spreadsheet runs a cell that begins like a formula, which an
article may have been written to do.  So a text that begins with one of `= + - @`, a tab or a line
end gets an apostrophe in front, and so does one that has apostrophes before these: taking one
apostrophe off such a cell gives the text back.  Numbers are left alone.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from attrib._output.columns import Type, columns
from attrib._output.tables import records

if TYPE_CHECKING:
    from attrib._attribution import Attribution

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def to_csv(attribution: Attribution, table: str, header: bool = True) -> str:
    r"""A table, empty cells for None.

    >>> from attrib._attribution import Attribution
    >>> from attrib._values import Entity
    >>> print(to_csv(Attribution("", entities=[Entity("e1", "-Ana, B")]), "entities"))
    ... # doctest: +NORMALIZE_WHITESPACE
    document,id,name,kind,gender,descriptions,claims,mentions,start,end
    ,e1,"'-Ana, B",unknown,,,0,0,,
    """
    declared = columns(table)
    text = {column.name for column in declared if column.type is Type.TEXT}
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    if header:
        writer.writerow([column.name for column in declared])
    for row in records(attribution, table):
        writer.writerow([_cell(value, name in text) for name, value in row.items()])
    return file.getvalue()


def _cell(value: object, text: bool) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if text and _FORMULA.match(str(value or "")) else value
