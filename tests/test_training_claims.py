"""What the network that reads claims is taught, in what portions, and that it learns.

Everything is made up and tiny.
"""

from __future__ import annotations

import random

import attrs
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import SHAPE, encoded, plain_words, tiny
from parses import parse
from strategies import unhurried

from attrib._claims.network import ROLES, ClaimNetwork
from attrib._reading.encoder import Encoder, EncoderShape
from attrib._reading.states import Encoded, grouped
from attrib.training import claims
from attrib.training.claims import (
    Answers,
    Asked,
    Gold,
    Passage,
    annotated_words,
    averaged,
    batches,
    claim_loss,
    drawn_golds,
    fresh_network,
    gathered_words,
    gold_relations,
    passages,
)
from attrib.training.polnear import Article, Attribution

few = settings(unhurried, max_examples=25)

# “Rents fell,” Ana Sol has said. It rained. Lund left.
ROWS = """“ “ PUNCT `` 3 punct
+Rents rent NOUN NNS 3 nsubj
fell fall VERB VBD 9 ccomp
+, , PUNCT , 3 punct
+” ” PUNCT '' 3 punct
Ana Ana PROPN NNP 8 nsubj
Sol Sol PROPN NNP 6 flat
has have AUX VBZ 9 aux
said say VERB VBN 0 root
+. . PUNCT . 9 punct

It it PRON PRP 2 nsubj
rained rain VERB VBD 0 root
+. . PUNCT . 2 punct

Lund Lund PROPN NNP 2 nsubj
left leave VERB VBD 0 root
+. . PUNCT . 2 punct"""
PARSED = parse(ROWS)
GOLD = Gold((7, 9), {0: 3, 1: 4, 2: 4, 3: 4, 4: 4, 5: 1, 6: 2})


def extents(*parts: str) -> tuple[tuple[int, int], ...]:
    """Where such parts of the text stand."""
    starts = [PARSED.text.index(part) for part in parts]
    return tuple((s, s + len(part)) for s, part in zip(starts, parts, strict=True))


def article(*annotations: Attribution) -> Article:
    """The text as one annotator read it."""
    return Article("a.txt", PARSED.text, PARSED.sentences, (annotations,))


def labels(gold: Gold) -> str:
    """The roles of the words as letters: source, content, and cue, the first of each a capital."""
    letters = {0: ".", 1: "S", 2: "s", 3: "C", 4: "c"}
    row = [letters[gold.roles.get(i, 0)] for i in range(len(PARSED.words))]
    row[slice(*gold.cue)] = "|" * (gold.cue[1] - gold.cue[0])
    return "".join(row)


def labelled(source: tuple[str, ...], cue: tuple[str, ...], content: tuple[str, ...]) -> str:
    ((gold,),) = gold_relations(
        article(Attribution(extents(*source), extents(*cue), extents(*content)))
    )
    return labels(gold)


def states() -> list[Encoded]:
    return [encoded(len(s.words), seed=i) for i, s in enumerate(PARSED.sentences)]


def passage(count: int = 16, gold: tuple[Gold, ...] = (GOLD,), seed: int = 0) -> Passage:
    """A passage of one sentence of so many words, with made-up states."""
    return Passage((encoded(count, seed=seed),), plain_words([count]), (gold,))


# -------------------------------------------------------------------------------- what is taught


@pytest.mark.parametrize(
    ("source", "cue", "content", "expected"),
    [
        (("Ana Sol",), ("has said",), ("“Rents fell,”",), "CccccSs||......."),
        ((), ("said",), ("It rained", "Lund left"), "........|.Cc.Cc."),
        (("Ana Sol",), ("said",), ("“", "fell,”"), "C.CccSs.|......."),
        (("Ana",), ("has",), ("ents fel",), ".Cc..S.|........"),
        (("Sol",), ("Ana", "has"), ("Lund left",), ".....|||.....Cc."),
        (("fell,” Ana",), ("said",), ("“Rents fell,”",), "CcSsss..|......."),
        (("Ana Sol",), ("“",), ("“Rents fell",), "|Cc..Ss........."),
    ],
    ids=[
        *("usual", "no source", "two parts", "parts of words", "a source between"),
        *("a source over the end", "a cue at the beginning"),
    ],
)
def test_gold_labels(
    source: tuple[str, ...], cue: tuple[str, ...], content: tuple[str, ...], expected: str
) -> None:
    """Each part of source and content begins anew; the cue is one stretch, and its words are it."""
    assert labelled(source, cue, content) == expected


def test_a_cue_without_words_is_left_out() -> None:
    """An attribution whose cue takes in no word cannot be learned."""
    nothing = Attribution((), ((13, 14),), extents("It rained"))
    assert gold_relations(article(nothing)) == ((),)


def test_annotators_are_kept_apart() -> None:
    """The relations of each annotator are apart, in their order."""
    one = Attribution((), extents("said"), extents("It rained"))
    other = Attribution((), extents("left"), extents("It rained"))
    both = attrs.evolve(article(), annotations=((one, other), (), (other,)))
    cues = [[gold.cue for gold in golds] for golds in gold_relations(both)]
    assert cues == [[(8, 9), (14, 15)], [], [(14, 15)]]


# -------------------------------------------------------------------------------------- passages


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, list[Encoded]]:
    """The text some times over, each time in a block, with cues of any words; and its states."""
    parsed = parse("\n\n\n".join([ROWS] * draw(st.integers(1, 4))))
    words = st.integers(0, len(parsed.words) - 2)
    spans = st.tuples(words, st.integers(0, 1)).map(
        lambda s: (parsed.words[s[0]].start, parsed.words[sum(s)].end)
    )
    relations = st.builds(lambda cue, content: Attribution((), (cue,), (content,)), spans, spans)
    annotations = draw(st.lists(st.lists(relations, max_size=4).map(tuple), max_size=2))
    made = [encoded(len(s.words), seed=i) for i, s in enumerate(parsed.sentences)]
    return Article("a", parsed.text, parsed.sentences, tuple(annotations)), made


@few
@given(articles(), st.integers(1, 70))
def test_passages_cover_every_word_once(case: tuple[Article, list[Encoded]], longest: int) -> None:
    """The sentences of an article stand in its passages in order, each with all its words."""
    article, made = case
    found = list(passages(article, made, longest))
    assert [s for p in found for s in p.states] == made
    for p in found:
        assert sum(len(s.ends) for s in p.states) == len(p.words.mark)
    numbers = [n for p in found for n in p.words.sentence.tolist()]
    assert numbers == [i for i, s in enumerate(article.sentences) for _ in s.words]


@few
@given(articles(), st.integers(1, 70))
def test_passages_keep_their_relations(case: tuple[Article, list[Encoded]], longest: int) -> None:
    """A relation is in the passage that its whole cue lies in, with what roles lie there."""
    article, made = case
    golds = gold_relations(article)
    begin = 0
    for p in passages(article, made, longest):
        end = begin + len(p.words.mark)
        assert len(p.annotations) == len(golds)
        for mine, everybody in zip(p.annotations, golds, strict=True):
            inside = [g for g in everybody if begin <= g.cue[0] and g.cue[1] <= end]
            assert [(g.cue[0] + begin, g.cue[1] + begin) for g in mine] == [g.cue for g in inside]
            for moved, gold in zip(mine, inside, strict=True):
                assert {i + begin: role for i, role in moved.roles.items()} == {
                    i: role for i, role in gold.roles.items() if begin <= i < end
                }
        begin = end


def test_passages_are_of_like_length() -> None:
    """A short article is one passage, a long one is cut evenly, not into one full and a rest."""
    assert len(list(passages(article(), states(), 16))) == 1
    parsed = parse("\n\n\n".join([ROWS] * 5))
    long = Article("a", parsed.text, parsed.sentences, ())
    made = [encoded(len(s.words)) for s in parsed.sentences]
    sizes = [len(p.words.mark) for p in passages(long, made, 30)]
    assert sum(sizes) == 80
    assert (len(sizes), max(sizes) - min(sizes) < 16) == (3, True)


def test_an_article_without_words_has_no_passages() -> None:
    """An article in which nothing can be read teaches nothing."""
    assert list(passages(Article("a", " ", (), ()), [], 30)) == []


def test_gathered_passages_are_texts_of_their_own() -> None:
    """Passages that are learned from together are numbered as texts, their words one run."""
    words = gathered_words([passage(16), passage(5, ()), passage(7, (), 2)])
    assert words.text.tolist() == [0] * 16 + [1] * 5 + [2] * 7
    assert words.sentence.tolist() == [0] * 28


sizes = st.lists(st.integers(1, 30), min_size=1, max_size=12)


@few
@given(sizes, st.integers(1, 60), st.integers(0, 9))
def test_batches_keep_every_passage(lengths: list[int], words: int, seed: int) -> None:
    """Every passage is in one batch, and no batch is empty."""
    data = [passage(n, ()) for n in lengths]
    found = batches(data, words, random.Random(seed))
    assert sorted(id(p) for batch in found for p in batch) == sorted(map(id, data))
    assert all(found)


@few
@given(sizes, st.integers(1, 60), st.integers(0, 9))
def test_batches_are_of_about_so_many_words(lengths: list[int], words: int, seed: int) -> None:
    """A batch goes beyond its measure by at most half of its last passage."""
    for batch in batches([passage(n, ()) for n in lengths], words, random.Random(seed)):
        *before, last = (len(p.words.mark) for p in batch)
        assert not before or sum(before) + last / 2 <= words


def test_batches_are_the_same_for_a_seed() -> None:
    """The order of passages is random, but always the same for a seed."""
    data = [passage(n, ()) for n in range(1, 12)]
    one, other, third = (batches(data, 15, random.Random(seed)) for seed in (1, 1, 2))
    order = [[id(p) for batch in found for p in batch] for found in (one, other, third)]
    assert order[0] == order[1] != order[2]


# --------------------------------------------------------------------------------------- learning


def answered(network: ClaimNetwork, data: list[Passage]) -> tuple[Answers, Asked]:
    """What a network answers of passages, and what it was asked."""
    words = gathered_words(data)
    states = network.states(grouped([state for p in data for state in p.states]), words)
    golds = list(drawn_golds(data, random.Random(0)))
    scores = network.cue(states).detach()
    asked = Asked.of(network, scores, words, golds, annotated_words(data))
    return asked.answers(network, states, words), asked


def loss_of(network: ClaimNetwork, data: list[Passage]) -> torch.Tensor:
    own, asked = answered(network, data)
    return claim_loss(own, asked, None, 0.0)


def learned(network: ClaimNetwork, data: list[Passage], steps: int) -> list[float]:
    """The losses of so many steps."""
    optimizer = torch.optim.Adam(network.parameters(), 0.01)
    losses = []
    for _ in range(steps):
        loss = loss_of(network, data)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        losses.append(loss.item())
    return losses


def test_the_loss_falls() -> None:
    """A few steps on one passage make the network surer of what it was taught there."""
    losses = learned(tiny().train(), [passage()], 15)
    assert losses[-1] < losses[0] / 2


@pytest.mark.parametrize("annotations", [(), ((),)])
def test_there_may_be_nothing_to_find(annotations: tuple[tuple[Gold, ...], ...]) -> None:
    """A passage that holds no relation, or that nobody annotated, is learned from too."""
    empty = attrs.evolve(passage(), annotations=annotations)
    assert loss_of(tiny(), [empty]).isfinite()


def test_nothing_is_learned_of_what_nobody_annotated() -> None:
    """Without a teacher, a passage without annotations has no loss, wherever cues are seen."""
    plain = attrs.evolve(passage(), annotations=())
    own, asked = answered(tiny(), [plain])
    sure = attrs.evolve(asked, cues=torch.tensor([[1, 2]]), annotated=asked.annotated)
    assert not asked.annotated.any()
    assert claim_loss(own, sure, None, 0.0).item() == 0


def test_cues_are_asked_about_where_nobody_annotated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside gold cues and mistaken ones, one cue for every thirty words without annotations."""
    network, data = tiny(), [passage(16), attrs.evolve(passage(65), annotations=())]
    spans = [(i, i + 1) for i in range(81)]
    monkeypatch.setattr(
        claims, "candidate_cues", lambda *_: (spans, [1 - i / 100 for i, _ in spans])
    )
    _, asked = answered(network, data)
    gold = len(asked.golds)
    begins = asked.cues[:, 0].tolist()
    assert sorted(begins[gold:][-2:]) == [16, 17]
    assert all(begin < 16 for begin in begins[:-2])
    assert len(begins) == gold + gold // 3 + 2 + 2


def test_every_weight_learns() -> None:
    """Every part of the network gets a gradient from one passage."""
    network = tiny()
    loss_of(network, [passage()]).backward()  # type: ignore[no-untyped-call]
    assert [name for name, p in network.named_parameters() if p.grad is None] == []


def test_roles_out_of_reach_are_not_taught() -> None:
    """A role that stands further from the cue than the network reaches changes nothing."""
    near = Gold((2, 3), {3: ROLES.index("B-content")})
    far = attrs.evolve(near, roles={**near.roles, 14: ROLES.index("B-source")})
    one, other = (loss_of(tiny(), [passage(16, (g,))]) for g in (near, far))
    assert one.item() == other.item()


def test_a_network_that_says_what_its_teacher_says_learns_nothing_from_it() -> None:
    """The teacher's share of the loss is least where the network gives its very probabilities."""
    own, asked = answered(tiny(), [passage(), passage(9, (), 1)])
    scores = [part.detach().requires_grad_() for part in (own.cue, own.roles, own.worth)]
    told = averaged([Answers(*(part.detach() for part in scores))])
    claim_loss(Answers(*scores), asked, told, 1.0).backward()  # type: ignore[no-untyped-call]
    for part in scores:
        assert part.grad is not None
        assert part.grad.abs().max() < 1e-6


def test_a_teacher_has_its_share_of_the_loss() -> None:
    """The loss goes evenly from what annotators say to what the teacher says."""
    own, asked = answered(tiny(), [passage()])
    other, _ = answered(tiny(1), [passage()])
    told = averaged([attrs.evolve(other, roles=own.roles, worth=own.worth)])
    plain, half, told_only = (claim_loss(own, asked, told, share).item() for share in (0, 0.5, 1))
    assert plain == pytest.approx(claim_loss(own, asked, None, 0).item())
    assert half == pytest.approx((plain + told_only) / 2)
    assert plain != pytest.approx(told_only)


def test_teachers_are_averaged_as_probabilities() -> None:
    """Two teachers tell the mean of their probabilities, and none tells nothing."""
    one, other = (answered(tiny(seed), [passage()])[0] for seed in (0, 1))
    other = attrs.evolve(other, roles=other.roles[:1], worth=other.worth[:1])
    one = attrs.evolve(one, roles=one.roles[:1], worth=one.worth[:1])
    told = averaged([one, other])
    assert told is not None
    expected = (torch.softmax(one.cue, -1) + torch.softmax(other.cue, -1)) / 2
    torch.testing.assert_close(told.cue, expected)
    assert averaged([]) is None


def test_a_fresh_network_goes_on_as_the_encoder_does() -> None:
    """The layers of a fresh network are the encoder's own above the tapped one."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        encoder = Encoder(EncoderShape(9, SHAPE.width, 2, SHAPE.heads, SHAPE.inner)).eval()
        network = fresh_network(encoder, SHAPE, 0.1).eval()
    ids, mask = torch.tensor([[1, 2, 3, 4]]), torch.ones(1, 4)
    with torch.inference_mode():
        read = encoder(ids, mask).hidden_states
        (layer,) = network.layers
        again = layer(read[SHAPE.tap], src_key_padding_mask=mask == 0)
    torch.testing.assert_close(again, read[-1])
