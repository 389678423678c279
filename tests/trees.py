"""Hypothesis strategies for parses: any tree over any words, however little sense it makes."""

from __future__ import annotations

from hypothesis import strategies as st
from parses import Parse

from attrib._sentence import ROOT, Sentence, Word

WORDS = {
    **dict.fromkeys('“”",.:', "PUNCT"),
    **dict.fromkeys(["say", "deny", "urge", "accuse", "tell", "decline", "comment"], "VERB"),
    **dict.fromkeys(["claim", "Lund"], "NOUN"),
    **dict.fromkeys(["that", "to", "according"], "SCONJ"),
    "glad": "ADJ",
    "not": "PART",
    "may": "AUX",
}
RELATIONS = ["nsubj", "obj", "ccomp", "xcomp", "parataxis", "acl", "mark", "punct", "conj", "obl"]
RELATIONS += ["advmod", "aux", "case", "cc", "nsubj:pass", "iobj", "advcl"]


@st.composite
def heads(draw: st.DrawFn, count: int) -> list[int]:
    """The heads of any tree of so many words."""
    found = [ROOT] * count
    order = draw(st.permutations(range(count)))
    for place in range(1, count):
        found[order[place]] = order[draw(st.integers(0, place - 1))]
    return found


@st.composite
def trees(draw: st.DrawFn, text: str) -> tuple[str, Sentence]:
    """A text with one more sentence: a tree over any words, tags and relations."""
    forms = draw(st.lists(st.sampled_from(list(WORDS)), min_size=1, max_size=12))
    words: list[Word] = []
    for form, head in zip(forms, draw(heads(len(forms))), strict=True):
        text += draw(st.sampled_from([" ", ""])) if words else " "
        start, text = len(text), text + form
        tags = (form, WORDS[form], "", "", head, draw(st.sampled_from(RELATIONS)))
        words.append(Word(len(words), form, start, len(text), *tags))
    return text, Sentence(words[0].start, len(text), tuple(words))


@st.composite
def parses(draw: st.DrawFn) -> Parse:
    """A text of a few such sentences, in one paragraph."""
    text, sentences = "", []
    for _ in range(draw(st.integers(1, 3))):
        text, sentence = draw(trees(text))
        sentences.append(sentence)
    return Parse(text, tuple(sentences))
