"""Trees with the labels of spaCy's English parsers, as Universal Dependencies.

spaCy's labels are ClearNLP's: a preposition governs its noun, "be" its predicate, and each conjunct
the next one.  In Universal Dependencies the words with content govern.  What becomes of every label
stands in `attrib/data/spacy_relations.csv`; what is done to the tree, in its column `change`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from attrib._data import rows
from attrib._sentence import ROOT, Name, NameKind, Word

_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "SYM")
_AUXILIARY = ("aux", "auxpass", "aux:pass")
# Prepositions of two words, of which the second is `fixed` to the first.
_FIXED = frozenset(
    {
        *(("according", "to"), ("as", "for"), ("as", "of"), ("as", "to"), ("because", "of")),
        *(("due", "to"), ("instead", "of"), ("other", "than"), ("rather", "than"), ("such", "as")),
    }
)
_FIXED_LABELS = ("case", "mark", "amod", "advmod")


def is_universal(words: Sequence[Word]) -> bool:
    """Whether a relation is there that only Universal Dependencies have, the root's apart."""
    return any(word.deprel not in relations() and word.deprel != "root" for word in words)


@functools.cache
def relations() -> Mapping[str, str]:
    """The relation that each label of spaCy's becomes where nothing else is said."""
    return {row["label"]: row["relation"] for row in rows("spacy_relations.csv")}


def universal(words: Sequence[Word], names: Sequence[Name] = ()) -> tuple[Word, ...]:
    """The words of a sentence with heads and relations of Universal Dependencies.

    >>> told = [("Lund", "PROPN", 1, "nsubj"), ("spoke", "VERB", -1, "ROOT"),
    ...         ("in", "ADP", 1, "prep"), ("May", "PROPN", 2, "pobj")]
    >>> made = [Word(i, text, 0, 0, text, upos, "", "", head, label)
    ...         for i, (text, upos, head, label) in enumerate(told)]
    >>> [(word.text, word.head, word.deprel) for word in universal(made)][2:]
    [('in', 3, 'case'), ('May', 1, 'obl')]
    """
    tree = _Tree(words, [word.head for word in words], [word.deprel for word in words])
    for index in tree.deepest_first():
        if tree.labels[index] not in _AUXILIARY:
            _lift_object(tree, index)
            _lift_predicate(tree, index)
            _raise_subject(tree, index)
    for name in names:
        if name.kind is NameKind.PERSON:
            _flatten_name(tree, name)
    _join_conjuncts(tree)
    _fix_prepositions(tree)
    return tuple(_relabelled(tree))


@attrs.define
class _Tree:
    """A tree under change; `lifted` are the words that took the place of a preposition."""

    words: Sequence[Word]
    heads: list[int]
    labels: list[str]
    lifted: set[int] = attrs.field(factory=set)

    def below(self, index: int) -> list[int]:
        return [other for other, head in enumerate(self.heads) if head == index]

    def find(self, index: int, *labels: str) -> int | None:
        return next((other for other in self.below(index) if self.labels[other] in labels), None)

    def is_be(self, index: int) -> bool:
        word = self.words[index]
        return word.lemma == "be" and word.upos in ("AUX", "VERB")

    def deepest_first(self) -> list[int]:
        depth: dict[int, int] = {ROOT: 0}
        for index in range(len(self.heads)):
            path = []
            while index not in depth:
                path.append(index)
                index = self.heads[index]
            for step, passed in enumerate(reversed(path), depth[index] + 1):
                depth[passed] = step
        return sorted(range(len(self.heads)), key=lambda index: -depth[index])

    def lift(self, index: int, label: str) -> None:
        """Put a word in the place of its head, which then depends on it with this label."""
        over = self.heads[index]
        for other in self.below(over):
            self.heads[other] = index
        self.heads[index], self.heads[over] = self.heads[over], index
        self.labels[index], self.labels[over] = self.labels[over], label


def _lift_object(tree: _Tree, index: int) -> None:
    """Put what a preposition governs in its place."""
    label, head = tree.labels[index], tree.heads[index]
    found = tree.find(index, "pobj", "pcomp")
    if found is None and label in ("prep", "pcomp", "agent"):  # "according [to Lund]"
        found = next((other for other in tree.below(index) if other in tree.lifted), None)
    if found is None:
        return
    clause = tree.labels[found] == "pcomp" and found not in tree.lifted and _is_clause(tree, found)
    nominal = head != ROOT and tree.words[head].upos in _NOMINAL
    tree.lift(found, "mark" if clause else "case")
    tree.lifted.add(found)
    if label == "agent":
        tree.labels[found] = "advcl" if clause else "obl:agent"
    elif label in ("prep", "dative"):
        plain, clausal = ("nmod", "acl") if nominal else ("obl", "advcl")
        tree.labels[found] = clausal if clause else plain


def _is_clause(tree: _Tree, index: int) -> bool:
    verbal = tree.words[index].upos in ("VERB", "AUX")
    return verbal or tree.find(index, "cop", "nsubj", "nsubjpass", "nsubj:pass") is not None


def _lift_predicate(tree: _Tree, index: int) -> None:
    """Put what "be" says of its subject in its place, or make it the subject of "there is"."""
    if not tree.is_be(index):
        return
    predicate = tree.find(index, "attr", "acomp")
    if tree.find(index, "expl") is not None:
        if predicate is not None:
            tree.labels[predicate] = "nsubj"
        return
    if predicate is None and tree.find(index, "ccomp", "xcomp", "oprd") is None:
        after = (i for i in tree.below(index) if i > index and i in tree.lifted)
        predicate = next((i for i in after if tree.labels[i] == "obl"), None)
    if predicate is not None:
        tree.lift(predicate, "cop")


def _raise_subject(tree: _Tree, index: int) -> None:
    """Make the subject of an infinitive the object of the verb above: "urged him to leave"."""
    marked = tree.find(index, "mark") is not None
    if tree.labels[index] != "ccomp" or tree.heads[index] == ROOT or marked:
        return
    subject = tree.find(index, "nsubj", "nsubjpass")
    infinitive = any(_is_to(tree, other) for other in tree.below(index))
    if subject is not None and infinitive and tree.heads[index] < subject:
        tree.heads[subject], tree.labels[subject] = tree.heads[index], "obj"
        tree.labels[index] = "xcomp"


def _is_to(tree: _Tree, index: int) -> bool:
    return tree.labels[index] == "aux" and tree.words[index].text.lower() == "to"


def _flatten_name(tree: _Tree, name: Name) -> None:
    """Make the first word of a person's name its head, and the title before it a description."""
    inside = range(name.first, name.last)
    top = next((i for i in inside if tree.heads[i] not in inside), None)
    joined = [i for i in inside if tree.labels[i] == "compound"]
    if top is None:
        return
    if name.first in joined:
        for index in joined:
            tree.heads[index] = name.first
            tree.labels[index] = "flat"
        tree.heads[name.first] = top
        tree.lift(name.first, "flat")
        top = name.first
    for index in tree.below(top):
        title = tree.labels[index] == "compound" and tree.words[index].upos in ("NOUN", "PROPN")
        if title and index < name.first:
            tree.labels[index] = "nmod:desc"


def _join_conjuncts(tree: _Tree) -> None:
    """Hang all conjuncts on the first one, and each conjunction on the conjunct after it."""
    for index, label in enumerate(tree.labels):
        while label == "conj" and tree.heads[index] != ROOT:
            head = tree.heads[index]
            if tree.labels[head] != "conj" or tree.heads[head] == ROOT:
                break
            tree.heads[index] = tree.heads[head]
    for index, label in enumerate(tree.labels):
        head = tree.heads[index]
        if label == "cc" and head != ROOT:
            first = tree.heads[head] if tree.labels[head] == "conj" else head
            after = (i for i in tree.below(first) if i > index and tree.labels[i] == "conj")
            tree.heads[index] = next(after, head)


def _fix_prepositions(tree: _Tree) -> None:
    for index in range(len(tree.words) - 1):
        both = tree.words[index].text.lower(), tree.words[index + 1].text.lower()
        same = tree.heads[index] == tree.heads[index + 1]
        marks = tree.labels[index] in _FIXED_LABELS and tree.labels[index + 1] == "case"
        if both in _FIXED and same and marks:
            tree.labels[index] = "case"
            tree.heads[index + 1], tree.labels[index + 1] = index, "fixed"


def _relabelled(tree: _Tree) -> Iterator[Word]:
    for word, head, label in zip(tree.words, tree.heads, tree.labels, strict=True):
        relation = "mark" if _is_to(tree, word.index) else relations().get(label, label)
        auxiliary = relation.split(":")[0] in ("aux", "cop") and word.upos == "VERB"
        upos = "AUX" if auxiliary else word.upos
        yield attrs.evolve(word, head=head, deprel=relation, upos=upos)
