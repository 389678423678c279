"""Learning every task at once: the lessons, the groups that are read together, and that it learns.

Everything is made up and tiny.
"""

from __future__ import annotations

import math
import pathlib
import random
from itertools import pairwise
from types import SimpleNamespace

import attrs
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from networks import SHAPE
from parses import parse
from strategies import unhurried
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from attrib._reading.encoder import Encoder, EncoderShape, PieceTokenizer
from attrib._reading.states import encode, grouped
from attrib.evaluation.calibration import fitted
from attrib.training import joint
from attrib.training import samples as training_samples
from attrib.training.claims import passages
from attrib.training.heads import Heads, attachments, reading_loss
from attrib.training.joint import JointRecipe, learn
from attrib.training.learner import Learner, learner, load_teaching, save_teacher
from attrib.training.lessons import Lessons, load_lessons, save_lessons
from attrib.training.measures import calibrate, measured, outcomes_of
from attrib.training.polnear import Article, Attribution
from attrib.training.samples import (
    IGNORED,
    Sample,
    batches,
    exchanged,
    in_rows,
    of_tree,
    of_words,
    vocabularies,
)
from attrib.training.teacher import Teacher, TeacherShape
from attrib.training.treebank import gum_names, read_trees

# Rents fell, Sol said. It rained.
PARSED = parse("""Rents rent NOUN NNS 2 nsubj
fell fall VERB VBD 5 ccomp
+, , PUNCT , 2 punct
Sol Sol PROPN NNP 5 nsubj
said say VERB VBD 0 root
+. . PUNCT . 5 punct

It it PRON PRP 2 nsubj
rained rain VERB VBD 0 root
+. . PUNCT . 2 punct""")
WORDS = [[word.text for word in sentence.words] for sentence in PARSED.sentences]
SAID = Attribution(source=((12, 15),), cue=((16, 20),), content=((0, 10),))
ARTICLE = Article("a", PARSED.text, PARSED.sentences, ((SAID,),))
TREES = """# sent_id = GUM_news-1
1	Sol	Sol	PROPN	NNP	Number=Sing	2	nsubj	_	Entity=(1-person-new-1-sgl)
2	said	say	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

# sent_id = GUM_news-2
1	Sol	Sol	PROPN	NNP	Number=Sing	2	nsubj	_	Entity=(1-person-new-1-sgl)
2	said	say	VERB	VBD	_	0	root	_	_
3	it	it	PRON	PRP	_	2	obj	_	_
4	.	.	PUNCT	.	_	2	punct	_	_

# sent_id = web-1
1	It	it	PRON	PRP	_	2	nsubj	_	_
2	rained	rain	VERB	VBD	_	0	root	_	_
3	.	.	PUNCT	.	_	2	punct	_	_

"""
RECIPE = JointRecipe(epochs=12, words=9, pieces=12, rate=3e-3, new_rate=1e-2, dropout=0.0)


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    forms = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted({"it", *(w for ws in WORDS for w in ws)})]
    pieces = Tokenizer(models.WordPiece({f: i for i, f in enumerate(forms)}, unk_token="[UNK]"))
    pieces.pre_tokenizer = pre_tokenizers.Whitespace()
    pieces.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)]
    )
    return PieceTokenizer(pieces, 40)


@pytest.fixture(scope="module")
def lessons(tokenizer: PieceTokenizer, tmp_path_factory: pytest.TempPathFactory) -> Lessons:
    path = tmp_path_factory.mktemp("treebank") / "train.conllu"
    path.write_text(TREES, encoding="utf8")
    trees = list(read_trees(path))
    names = [gum_names(list(tree.rows)) if "GUM" in tree.sent_id else None for tree in trees]
    known = vocabularies(trees, [own for own in names if own])
    samples = tuple(of_tree(tokenizer, *both, known) for both in zip(trees, names, strict=True))
    news = tuple(passages(ARTICLE, [of_words(tokenizer, words, {}) for words in WORDS], 50))
    named = tuple(sample for sample in samples if "names" in sample.targets)
    labels = {task: tuple(vocabulary.labels) for task, vocabulary in known.items()}
    return Lessons(labels, samples, news, samples, named, news)


def pupil(lessons: Lessons, seed: int = 0) -> Learner[Encoder]:
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        encoder = Encoder(EncoderShape(40, SHAPE.width, 4, SHAPE.heads, SHAPE.inner), 0.0)
        return learner(encoder, lessons.labels, 0.0)


def teacher(lessons: Lessons) -> Learner[Teacher]:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        shape = TeacherShape(width=SHAPE.width, layers=4, heads=SHAPE.heads, inner=SHAPE.inner)
        return learner(Teacher(shape, 0.0), lessons.labels, 0.0)


# --------------------------------------------------------------------------------------- samples


def test_samples_hold_what_trees_are_annotated_for(lessons: Lessons) -> None:
    """A label that is rare is ignored, and a sentence without names has no lesson in them."""
    first, _, third = lessons.trees
    assert first.targets["head"] == (2, 0, 2)
    assert set(third.targets) == {"upos", "xpos", "feats", "deprel", "head"}
    assert lessons.labels["upos"][0] in ("VERB", "PUNCT")
    object_of = lessons.trees[1].targets["deprel"][2]
    assert "obj" not in lessons.labels["deprel"]
    assert object_of == IGNORED


def test_long_sentences_are_left_out() -> None:
    """Sentences of more than two hundred pieces are no lesson; each other one is in one batch."""
    made = [Sample((1,) * n, (0, 1), {}) for n in (3, 200, 201, 9, 4)]
    found = batches(made, 12, random.Random(0))
    assert sorted(len(s.pieces) for batch in found for s in batch) == [3, 4, 9, 200]
    for batch in found:
        *before, last = (len(s.pieces) for s in batch)
        assert not before or sum(before) + last / 2 <= 12


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """A sentence of some words of one or more pieces, annotated for some tasks."""
    ends = [0]
    for size in draw(st.lists(st.integers(1, 3), min_size=1, max_size=7)):
        ends.append(ends[-1] + size)
    tasks = draw(st.sets(st.sampled_from(["upos", "head"])))
    targets = {task: tuple(range(len(ends) - 1)) for task in tasks}
    return Sample(tuple(range(9, 11 + ends[-1])), tuple(ends), targets)


@unhurried
@given(st.lists(samples(), min_size=1, max_size=9), st.lists(samples(), max_size=9))
def test_rows_keep_every_piece_and_label(trees: list[Sample], news: list[Sample]) -> None:
    """Sentences stand in rows whole, each with its labels; what is not annotated is ignored."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training_samples, "_ROW", 24)
        found = in_rows(trees, news, 0.5)
    words = iter(found.words.tolist())
    for number, sample in enumerate([*news, *trees]):
        row, own = (found.sentence == number).nonzero().T
        (row,) = set(row.tolist())
        start, end = int(own[0]), int(own[-1]) + 1
        assert tuple(found.ids[row, start:end].tolist()) == sample.pieces
        assert found.place[row, start:end].tolist() == list(range(len(sample.pieces)))
        assert set(found.marks[row, start:end].tolist()) == {start}
        ends = [start + end for end in sample.ends]
        assert found.known[row, start:end].nonzero().flatten().add(start).tolist() == ends[1:]
        for task, labels in found.targets.items():
            given = sample.targets.get(task, (IGNORED,) * (len(ends) - 1))
            expected = (
                [ends[i] for i in given] if task == "head" and task in sample.targets else given
            )
            assert labels[row, ends[1:]].tolist() == list(expected)
        if number < len(news):
            places = [next(words) for _ in ends[1:]]
            assert places == [row * found.ids.shape[1] + end for end in ends[1:]]
    assert next(words, None) is None
    assert found.weight.sum().item() == pytest.approx(1 + 0.5 * bool(news))
    assert torch.equal(found.known, found.weight > 0)


def test_sentences_of_a_row_do_not_see_each_other(lessons: Lessons) -> None:
    """What is read of a sentence is the same whatever stands beside it."""
    first, *others = lessons.trees
    alone, beside = in_rows([first]), in_rows([*others, first, *others])
    (place,) = (beside.sentence[0] == len(others)).nonzero().T
    for own in (pupil(lessons).eval(), teacher(lessons).eval()):
        one, other = own.read(alone), own.read(beside)
        for name in ("words", "tapped", "final"):
            torch.testing.assert_close(
                getattr(other, name)[0, place], getattr(one, name)[0, : len(place)]
            )


def test_news_is_read_as_the_reader_reads_it(tokenizer: PieceTokenizer, lessons: Lessons) -> None:
    """Reading a passage to learn from gives what reading it to find claims gives."""
    own = pupil(lessons).eval()
    (passage,) = lessons.news
    together = in_rows((), passage.states)
    shape = own.network.shape
    with torch.inference_mode():
        found = own.of_words(own.read(together), together, passage.words)
        states = encode(own.encoder, tokenizer, PARSED.sentences, shape.tap)
        expected = own.network.states(grouped(states), passage.words)
    torch.testing.assert_close(found, expected)


def test_words_are_exchanged_for_words(lessons: Lessons) -> None:
    """Where all words may be exchanged, words stand for words, and all else stays as it was."""
    plain = in_rows(lessons.trees)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        found = exchanged(plain, 1.0)
    assert not torch.equal(found.ids, plain.ids)
    assert torch.equal(found.ids[~plain.known], plain.ids[~plain.known])
    assert set(found.ids[plain.known].tolist()) <= set(plain.ids[plain.known].tolist())
    assert torch.equal(exchanged(plain, 0.0).ids, plain.ids)


# ----------------------------------------------------------------------------------------- heads


def test_a_word_is_attached_as_annotated_or_as_told(lessons: Lessons) -> None:
    """Where no head is annotated the teacher's likeliest one counts, and else the mark."""
    (sample, *_) = lessons.trees
    annotated, free = in_rows([sample]), in_rows([attrs.evolve(sample, targets={})])
    told = {"head": torch.eye(annotated.ids.shape[1])[3].expand(1, annotated.ids.shape[1], -1)}
    ends = list(sample.ends[1:])
    assert attachments(annotated, told)[0, ends].tolist() == [sample.ends[i] for i in (2, 0, 2)]
    assert attachments(free, told)[0, ends].tolist() == [3, 3, 3]
    assert attachments(free, None)[0, ends].tolist() == [0, 0, 0]


def test_a_word_is_attached_to_words_of_its_sentence(lessons: Lessons) -> None:
    """The chances of a head are those of the sentence's own mark and words."""
    together = in_rows(lessons.trees)
    own = pupil(lessons).eval()
    scores = own.heads.scores(own.read(together).words, together)["head"]
    chances = torch.softmax(scores, -1).detach()
    for number, sample in enumerate(lessons.trees):
        (place,) = (together.sentence[0] == number).nonzero().T
        able = [int(place[0]) + end for end in sample.ends]
        assert chances[0, able[1]][able].sum().item() == pytest.approx(1)
        assert (chances[0, able[1]][able] > 0).all()


def test_reading_learns_nothing_from_a_teacher_that_agrees(lessons: Lessons) -> None:
    """A teacher's share of the loss is least where the scores give its very probabilities."""
    found = in_rows(lessons.trees)
    heads = Heads(8, {task: len(names) for task, names in lessons.labels.items()})
    words = torch.randn(*found.ids.shape, 8, generator=torch.Generator().manual_seed(0))
    scores = heads.scores(words, found)
    scores["deprel"] = heads.relations(words, attachments(found, None))
    scores = {task: score.detach().requires_grad_() for task, score in scores.items()}
    told = {task: torch.softmax(score.detach(), -1) for task, score in scores.items()}
    reading_loss(scores, found, told, 1.0).backward()  # type: ignore[no-untyped-call]
    for task, score in scores.items():
        assert score.grad is not None
        assert score.grad.abs().max() < 1e-6, task


def test_rows_that_nobody_annotated_have_no_loss_without_a_teacher(lessons: Lessons) -> None:
    """Sentences of news teach reading only where a teacher reads them too."""
    together = in_rows((), lessons.news[0].states)
    own = pupil(lessons)
    scores = own.heads.scores(own.read(together).words, together)
    assert reading_loss(scores, together, None, 0.5).item() == 0


# -------------------------------------------------------------------------------------- learning


def test_it_learns_every_task(lessons: Lessons) -> None:
    """A few steps on three sentences and one claim are enough to know them by heart."""
    recipe = attrs.evolve(RECIPE, epochs=60, averaging=0.5)
    figures = measured(learn(pupil(lessons), lessons, recipe), lessons)
    assert {task: figures[task] for task in ("upos", "head", "deprel")} == {
        "upos": 100, "head": 100, "deprel": 100}  # fmt: skip
    assert (figures["name F1"], figures["relation F1"]) == (100, 100)


def test_it_learns_from_a_teacher_alone(lessons: Lessons) -> None:
    """With all the say to the teacher, the pupil comes to say what the teacher says."""
    taught = learn(teacher(lessons), lessons, attrs.evolve(RECIPE, epochs=60, averaging=0.5))
    recipe = attrs.evolve(RECIPE, epochs=60, averaging=0.5, share=1.0)
    figures = measured(learn(pupil(lessons), lessons, recipe, [taught.eval()]), lessons)
    assert figures["upos"] == 100
    assert figures["relation F1"] == 100


def test_it_is_the_same_every_time(lessons: Lessons) -> None:
    """The same recipe and pupil give the same weights."""
    recipe = attrs.evolve(RECIPE, epochs=2)
    one, other = (learn(pupil(lessons), lessons, recipe).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_it_ends_when_the_time_is_up(lessons: Lessons, monkeypatch: pytest.MonkeyPatch) -> None:
    """Training ends by the clock, with the rates fallen, though passes are left."""
    clock = iter(range(1000))
    monkeypatch.setattr(joint, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    rates: list[float] = []

    def rate(progress: float, warmup: float) -> float:
        rates.append(progress)
        return 1 - min(1, progress)

    monkeypatch.setattr(joint, "falling_rate", rate)
    learn(pupil(lessons), lessons, attrs.evolve(RECIPE, epochs=500, seconds=5))
    assert rates == [0.2, 0.4, 0.6, 0.8, 1.0]
    rates.clear()
    learn(pupil(lessons), lessons, attrs.evolve(RECIPE, epochs=4, seconds=math.inf))
    assert all(before < after for before, after in pairwise(rates))
    assert rates[-1] == 1


def test_a_teacher_is_kept(lessons: Lessons, tmp_path: pathlib.Path) -> None:
    """A saved teacher comes back with its weights, in half precision, ready to teach."""
    own = teacher(lessons)
    save_teacher(own, tmp_path / "teacher.pt")
    again = load_teaching(tmp_path / "teacher.pt", lessons.labels)
    expected = own.state_dict()
    for name, value in again.state_dict().items():
        assert torch.equal(value, expected[name].half().float()), name
    assert not again.training


def test_confidence_is_fitted_to_what_is_right(lessons: Lessons) -> None:
    """The network keeps the weights that fit what it drew in all passages."""
    own = pupil(lessons)
    news = [*lessons.news, attrs.evolve(lessons.news[0], annotations=((),))]
    calibrate(own, news)
    with torch.inference_mode():
        drawn = [outcome for passage in news for outcome in outcomes_of(own, passage)]
    assert own.network.calibration.tolist() == pytest.approx(fitted(drawn), rel=1e-3)


def test_lessons_are_kept(lessons: Lessons, tmp_path: pathlib.Path) -> None:
    """Lessons come back from their file as they were."""
    save_lessons(lessons, tmp_path / "made" / "lessons.json")
    again = load_lessons(tmp_path / "made" / "lessons.json")
    for part in ("labels", "trees", "dev_trees", "dev_names"):
        assert getattr(again, part) == getattr(lessons, part), part
    for one, other in zip(again.news, lessons.news, strict=True):
        assert (one.states, one.annotations) == (other.states, other.annotations)
        for kept, made in zip(
            attrs.astuple(one.words, recurse=False),
            attrs.astuple(other.words, recurse=False),
            strict=True,
        ):
            assert torch.equal(kept, made)
