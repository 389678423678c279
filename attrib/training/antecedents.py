"""The weights of antecedents: a log-linear choice for each pronoun, learned on coreference.

GUM's documents have gold parses, names and coreference; passages with gold claims have the speaker
of every source.  Both are read the way `attribute` reads, each pronoun joined to its gold referent
before the next one is read.
"""

from __future__ import annotations

import pathlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import attrs
import numpy as np

from attrib._claims.claims import find_claims
from attrib._claims.quotation import quotations
from attrib._reading.reader import reader
from attrib._speakers.antecedents import Candidate, Choice, Chooser, model_of, ranked
from attrib._speakers.document import Document as Read
from attrib._speakers.entities import read
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.referents import Referent
from attrib.training.coreference import Document, read_documents
from attrib.training.passages import Passage, read_passages

GENRES = ("news", "bio", "interview", "speech", "court", "vlog", "voyage", "academic", "textbook")
TYPES = ("person", "thing", "plural")
_CASES = 5  # times that a source of the cases counts, which are few, and news
_LEAST = 8  # times that a feature is seen before it gets a weight
# What GUM has too little news to teach: the weights that learning starts from and is held to.
_PRIOR = {
    "antecedent quoted, of a source": -1.5,
    "gender leans from": -2.5,
    "has a trade": 0.7,
    "last speaker, quoted": 1.0,
    "last speaker, same turn": 1.0,
    "last speaker, other turn": -1.5,
    "not last speaker, other turn": 0.5,
}


@attrs.frozen
class Example:
    """The features of the choices for a pronoun, and which of them is right."""

    features: tuple[tuple[str, ...], ...]
    right: int


def examples(documents: Iterable[Document]) -> dict[str, list[Example]]:
    """What each type of pronoun is to be learned from."""
    found: defaultdict[str, list[Example]] = defaultdict(list)

    def note(mention: Mention, example: Example) -> None:
        found[model_of(mention)].append(example)

    for document in documents:
        read_document(document, taught(document, note))
    return found


def read_document(document: Document, choose: Chooser) -> Read:
    """A document with its pronouns joined as `choose` says, claims found by the syntax."""
    spans = [(s.start, s.end) for s in document.sentences]
    quotes = quotations(document.text, spans)
    found = find_claims(document.text, document.sentences, quotes)
    return read(document.text, document.sentences, found, choose)


def taught(document: Document, note: Callable[[Mention, Example], None]) -> Chooser:
    """A chooser that knows the gold, and notes what it was asked."""

    def choose(mention: Mention, choices: Sequence[Candidate]) -> Choice:
        gold = document.entities.get((mention.sentence, mention.head))
        fitting = [
            number
            for number, choice in enumerate(choices)
            if gold and choice.referent and gold_of(document, choice.referent) == gold
        ]
        # of two referents that ought to be one, the one with a name is worth more
        fitting.sort(key=lambda number: not _is_named(choices[number]))
        nobody = [number for number, choice in enumerate(choices) if choice.referent is None]
        right = next(iter(fitting + nobody), None)
        if right is None:
            return Candidate(None, None, ()), 0.0
        place = mention.sentence, mention.head
        missed = not fitting and gold is not None and _told_before(document, gold, place)
        if mention.form is Form.PRONOUN and len(choices) > 1 and not missed:
            note(mention, Example(tuple(choice.features for choice in choices), right))
        return choices[right], 1.0

    return choose


def _told_before(document: Document, gold: str, place: tuple[int, int]) -> bool:
    """Whether an entity was mentioned before a place, so that leaving it alone is no lesson."""
    return any(entity == gold and other < place for other, entity in document.entities.items())


def _is_named(choice: Candidate) -> bool:
    return choice.referent is not None and choice.referent.named


def passage_examples(passages: Iterable[Passage]) -> dict[str, list[Example]]:
    """What the pronouns are to be learned from that are sources in passages with gold claims."""
    found: defaultdict[str, list[Example]] = defaultdict(list)
    for passage in passages:

        def choose(
            mention: Mention, choices: Sequence[Candidate], passage: Passage = passage
        ) -> Choice:
            place = mention.sentence, mention.head
            if mention.form is not Form.PRONOUN or place not in passage.speakers:
                return ranked(mention, choices)
            right = [
                number
                for number, choice in enumerate(choices)
                if choice.referent and passage.is_spoken_by(place, choice.referent)
            ]
            if not right:
                return Candidate(None, None, ()), 0.0
            features = tuple(choice.features for choice in choices)
            found[model_of(mention)].append(Example(features, right[0]))
            return choices[right[0]], 1.0

        read(passage.text, passage.sentences, passage.found, choose)
    return found


def gold_of(document: Document, referent: Referent) -> str | None:
    """The gold entity that most mentions of a referent are of."""
    seen = Counter(filter(None, (_gold(document, mention) for mention in referent.mentions)))
    return seen.most_common(1)[0][0] if seen else None


def _gold(document: Document, mention: Mention) -> str | None:
    """The gold entity of a mention, of the whole where several are joined in it."""
    joined = mention.form is Form.DESCRIPTION and not mention.noun
    gold = document.groups if joined else document.entities
    return gold.get((mention.sentence, mention.head))


def learn(found: Sequence[Example], decay: float = 3.0, steps: int = 600) -> dict[str, float]:
    """The weights under which the right choices are likeliest, less `decay` times their squares."""
    counts = Counter(name for example in found for choice in example.features for name in choice)
    names = sorted({name for name, count in counts.items() if count >= _LEAST} | set(_PRIOR))
    index = {name: column for column, name in enumerate(names)}
    slots, row_of_slot, starts, right = _flat(found, index)
    rows = sum(len(example.features) for example in found)
    prior = np.array([_PRIOR.get(name, 0.0) for name in names])
    weights, speed = prior.copy(), np.zeros(len(names))
    example_of_row = np.repeat(np.arange(len(found)), np.diff([*starts, rows]))
    for step in range(steps):
        scores = np.bincount(row_of_slot, weights[slots], minlength=len(example_of_row))
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[example_of_row])
        shares /= np.add.reduceat(shares, starts)[example_of_row]
        pull = -shares
        pull[right] += 1.0
        slope = np.bincount(slots, pull[row_of_slot], minlength=len(names))
        slope += decay * (prior - weights)
        speed = 0.9 * speed + slope / (len(found) + 1.0)
        weights += 0.5 * speed / (1 + step / steps)
    return {name: round(float(weights[index[name]]), 3) for name in names}


def _flat(
    found: Sequence[Example], index: dict[str, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """All features one behind the other, the choice that each is of, and for each example its
    first choice and the right one."""
    slots, row_of_slot, starts, right = [], [], [], []
    row = 0
    for example in found:
        starts.append(row)
        right.append(row + example.right)
        for choice in example.features:
            known = [index[name] for name in choice if name in index]
            slots += known
            row_of_slot += [row] * len(known)
            row += 1
    return np.array(slots), np.array(row_of_slot), np.array(starts), np.array(right)


def train(
    gold: pathlib.Path, cases: Iterable[pathlib.Path], out: pathlib.Path, decay: float = 3.0
) -> None:
    """Learn the weights on a CoNLL-U file of GUM and on cases, and write them to `out`."""
    found = examples(read_documents(gold, GENRES))
    for path in cases:
        for type, told in passage_examples(read_passages(path, reader())).items():
            found[type] += told * _CASES
    learned = {type: learn(found[type], decay) for type in TYPES}
    write(learned, out)
    for type in TYPES:
        print(f"{type:8} {len(found[type]):6} pronouns")


def write(learned: dict[str, dict[str, float]], out: pathlib.Path) -> None:
    """Write weights as `data/antecedents.csv` has them, under the comments that stand there."""
    features = sorted({name for table in learned.values() for name in table})
    lines = [*_heading(out), *_rows(features, learned)]
    out.write_text("\n".join(lines) + "\n", encoding="utf8")


def _heading(out: pathlib.Path) -> list[str]:
    """The comments that the file opens with."""
    lines = out.read_text(encoding="utf8").splitlines() if out.exists() else []
    return [line for line in lines if line.startswith("#")]


def _rows(features: Iterable[str], learned: dict[str, dict[str, float]]) -> Iterator[str]:
    yield ",".join(("feature", *TYPES))
    for name in features:
        shown = f'"{name}"' if "," in name else name
        yield ",".join((shown, *(str(learned[type].get(name, "")) for type in TYPES)))
