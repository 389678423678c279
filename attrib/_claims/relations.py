"""Attribution relations read by the network, as spans of words.

A relation is a cue with the words that are source and content of it.  Decoding keeps it well
formed: the cue is contiguous, each role's words form spans, and no word plays two parts in it.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from attrib._claims.found import Drawn, Span
from attrib._claims.network import BEGIN, INSIDE, OUTSIDE, ROLES, ClaimNetwork, Words
from attrib._claims.quotation import QUOTE_MARKS, Quotation
from attrib._reading.reader import Part
from attrib._reading.states import grouped
from attrib._sentence import Sentence

_CUE_FLOOR = 0.035  # a word less likely than this to begin a cue is not looked at again
_LONGEST_CUE = 12
_CUES_AT_ONCE = 64


def word_marks(sentences: Sequence[Sentence], quotes: Sequence[Quotation]) -> Words:
    """What the layout and the quotations of a text tell of each word of its sentences."""
    ends = [quote.end for quote in quotes]
    mark, number, sentence = [], [], []
    block = None
    for index, read in enumerate(sentences):
        for word in read.words:
            found = bisect.bisect_right(ends, word.start)
            inside = found < len(quotes) and quotes[found].start < word.end
            place = 0 if word.index else 1 if read.block == block else 2
            mark.append(3 * _quote_mark(word.text, inside, quotes, found, word.start) + place)
            number.append(found if inside else -1)
            sentence.append(index)
        block = read.block
    return Words(
        mark=torch.tensor(mark, dtype=torch.long),
        quote=torch.tensor(number, dtype=torch.long),
        sentence=torch.tensor(sentence, dtype=torch.long),
        text=torch.zeros(len(mark), dtype=torch.long),
    )


def _quote_mark(word: str, inside: bool, quotes: Sequence[Quotation], at: int, start: int) -> int:
    """0: outside quotations, 1: inside one, 2: the mark that opens it, 3: that closes it."""
    if not inside:
        return 0
    if word not in QUOTE_MARKS:
        return 1
    return 2 if quotes[at].start >= start else 3


def candidate_cues(scores: Tensor, floor: float = _CUE_FLOOR) -> tuple[list[Span], list[float]]:
    """The spans that may be cues by their scores (words x 3), and the probability of each."""
    chances = torch.softmax(scores, -1).cpu().numpy()
    spans: list[Span] = []
    begins: list[float] = []
    for start in np.flatnonzero(chances[:, BEGIN] > floor).tolist():
        if spans and start < spans[-1][1]:
            if chances[start, BEGIN] < chances[start, INSIDE]:
                continue
            spans[-1] = (spans[-1][0], start)
        end = start + 1
        while (
            end < min(len(chances), start + _LONGEST_CUE)
            and chances[end, INSIDE] > chances[end, OUTSIDE]
        ):
            end += 1
        spans.append((start, end))
        begins.append(float(chances[start, BEGIN]))
    return spans, begins


_ALLOWED = np.zeros((len(ROLES), len(ROLES)))
for _to, _role in enumerate(ROLES):
    if _role.startswith("I-"):
        _ALLOWED[:, _to] = -1e9
        _ALLOWED[[ROLES.index("B" + _role[1:]), _to], _to] = 0


def best_roles(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """The best well-formed sequences of roles (cues x words) by Viterbi's algorithm."""
    count, length, _ = scores.shape
    best = scores[:, 0].astype(np.float64)
    best[:, [ROLES.index("I-source"), ROLES.index("I-content")]] = -1e9
    back = np.zeros(scores.shape, dtype=np.int64)
    for place in range(1, length):
        paths = best[:, :, None] + _ALLOWED
        back[:, place] = paths.argmax(1)
        best = paths.max(1) + scores[:, place]
    roles = np.zeros((count, length), dtype=np.int64)
    roles[:, -1] = best.argmax(1)
    for place in range(length - 1, 0, -1):
        roles[:, place - 1] = back[np.arange(count), place, roles[:, place]]
    return roles


def relations_in(
    network: ClaimNetwork, part: Part, quotes: Sequence[Quotation]
) -> tuple[Drawn, ...]:
    """The relations that the network sees in a part of a text, likely and unlikely ones."""
    return relations_together(network, [part], [quotes])[0]


@torch.inference_mode()
def relations_together(
    network: ClaimNetwork, parts: Sequence[Part], quotes: Sequence[Sequence[Quotation]]
) -> list[tuple[Drawn, ...]]:
    """The relations in each of some parts, with their texts' quotations, read together."""
    words = [word_marks(part.sentences, q) for part, q in zip(parts, quotes, strict=True)]
    counts = [len(own.mark) for own in words]
    if not any(counts):
        return [() for _ in parts]
    groups = grouped([state for part in parts for state in part.states])
    lifted = network.lifted(groups, torch.cat([own.mark for own in words]))
    return [
        tuple(draw(network, network.in_context(states, own.text), own)) if count else ()
        for states, own, count in zip(lifted.split_with_sizes(counts), words, counts, strict=True)
    ]


@torch.inference_mode()
def draw(network: ClaimNetwork, states: Tensor, words: Words) -> Iterator[Drawn]:
    """The relations that the network sees in words of these states, likely and unlikely ones."""
    spans, begins = candidate_cues(network.cue(states))
    last = _sentence_ends(words)
    spans = [(start, min(end, last[start])) for start, end in spans]
    for at in range(0, len(spans), _CUES_AT_ONCE):
        part = spans[at : at + _CUES_AT_ONCE]
        cues = torch.tensor(part)
        places, valid = network.near(cues, words.text)
        scores, worth = network.roles(states, words, cues, places, valid)
        own = (places >= cues[:, :1]) & (places < cues[:, 1:])
        closed = (~valid | own).unsqueeze(-1) & (torch.arange(len(ROLES)) > 0)
        chances = torch.log_softmax(scores.masked_fill(closed, -1e4), -1).cpu().numpy()
        roles = best_roles(chances)
        certain = np.exp(np.take_along_axis(chances, roles[..., None], 2)[..., 0])
        for row, cue in enumerate(part):
            spans_of = _role_spans(roles[row], cue[0] - network.shape.reach)
            sure = float(certain[row][roles[row] > 0].mean()) if roles[row].any() else 0.0
            evidence = (begins[at + row], float(torch.sigmoid(worth[row])), sure)
            yield Drawn(cue, *spans_of, network.confidence(evidence), evidence)


def _sentence_ends(words: Words) -> list[int]:
    """For each word the number of the first one after its sentence."""
    changes = (words.sentence[1:] != words.sentence[:-1]) | (words.text[1:] != words.text[:-1])
    ends = [*(changes.nonzero().flatten() + 1).tolist(), len(words.sentence)]
    return [end for start, end in pairwise([0, *ends]) for _ in range(start, end)]


def _role_spans(roles: NDArray[np.int64], first: int) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Source and content as spans of words, where the first role is that of word `first`."""
    spans: dict[str, list[Span]] = {"source": [], "content": []}
    for place in np.flatnonzero(roles).tolist():
        begins, kind = ROLES[roles[place]].split("-")
        word = first + place
        if begins == "B":
            spans[kind].append((word, word + 1))
        else:
            spans[kind][-1] = (spans[kind][-1][0], word + 1)
    return tuple(spans["source"]), tuple(spans["content"])
