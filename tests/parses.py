"""Texts parsed by hand, written as rows of `form lemma UPOS XPOS head deprel`.

Heads count from one, and are zero for the root, as in CoNLL-U.  An empty line ends a sentence, two
end a paragraph.  A form after `+` is written without a space before it; a seventh column marks the
words of a name with its kind.
"""

from __future__ import annotations

import attrs

from attrib._claims.quotation import Quotation, quotations
from attrib._reading.layout import blocks
from attrib._sentence import Name, NameKind, Sentence, Word


@attrs.frozen
class Parse:
    """A text and its sentences."""

    text: str
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of all sentences."""
        return tuple(word for sentence in self.sentences for word in sentence.words)

    @property
    def quotes(self) -> tuple[Quotation, ...]:
        """The quotations of the text, by its layout."""
        return quotations(self.text, [(block.start, block.end) for block in blocks(self.text)])


def parse(notation: str) -> Parse:
    """The text that the rows of a notation spell, with its sentences.

    >>> parse("Go go VERB VB 0 root\\n+! ! PUNCT . 1 punct").text
    'Go!'
    """
    text, sentences = "", []
    for block, paragraph in enumerate(notation.strip().split("\n\n\n")):
        text += "\n\n" if text else ""
        for lines in paragraph.split("\n\n"):
            text, sentence = _sentence(text, [line.split() for line in lines.splitlines()], block)
            sentences.append(sentence)
    return Parse(text, tuple(sentences))


def _sentence(text: str, rows: list[list[str]], block: int) -> tuple[str, Sentence]:
    words = []
    for index, (form, lemma, upos, xpos, head, deprel, *_) in enumerate(rows):
        text += "" if form.startswith("+") or not text or text.endswith("\n") else " "
        start, form = len(text), form.removeprefix("+")
        text += form
        tags = (lemma, upos, xpos, "", int(head) - 1, deprel)
        words.append(Word(index, form, start, len(text), *tags))
    return text, Sentence(words[0].start, len(text), tuple(words), tuple(_names(rows)), block)


def _names(rows: list[list[str]]) -> list[Name]:
    names: list[Name] = []
    for index, row in enumerate(rows):
        if len(row) > 6 and names and names[-1].last == index:
            names[-1] = attrs.evolve(names[-1], last=index + 1)
        elif len(row) > 6:
            names.append(Name(index, index + 1, NameKind(row[6])))
    return names
