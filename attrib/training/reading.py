"""Train Stanza's processors with Stanza's own trainers, and pack them as a model directory.

Each function trains one processor; all but the tokenizer, the expander of contractions and the
lemmatizer sit on the shared encoder, which is frozen while they learn.
"""

from __future__ import annotations

import collections
import contextlib
import json
import pathlib
import random
import shutil
from collections.abc import Iterable, Iterator
from typing import Any
from unittest import mock

import torch
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from torch import Tensor

from attrib._reading.encoder import NAME, RememberingEncoder, load_encoder
from attrib._reading.models import write_manifest
from attrib.training.treebank import Tree, read_trees

PROCESSORS = ("tokenize", "mwt", "lemma", "pos", "depparse", "ner")
_NAME = "attrib"
_SPLITS = ("train", "dev")
_DEV_TREES_WEIGHT = 5  # dev's trees are few, and the encoder has not learned them by heart
# Stanza's own choice for English: what tells datelines, signatures and tables from running text.
_FEATURES = (
    "space_before,capitalized,numeric,end_of_para,start_of_para,"
    "labeled_field,phone_id,date_pattern,currency"
)


@contextlib.contextmanager
def shared_encoder(folder: pathlib.Path) -> Iterator[None]:
    """Stanza's trainers take the encoder of a folder wherever they ask for a transformer."""
    encoder, tokenizer = load_encoder(folder)
    remembering = RememberingEncoder(encoder, torch.float16)
    with mock.patch(
        "stanza.models.common.bert_embedding.load_bert", return_value=(remembering, tokenizer)
    ):
        yield


def prepare(data: pathlib.Path, work: pathlib.Path) -> None:
    """Write the treebank in the forms that Stanza's trainers read."""
    from stanza.utils.datasets.conllu_to_text import convert_text
    from stanza.utils.datasets.contract_mwt import contract_mwt
    from stanza.utils.datasets.prepare_tokenizer_data import main as label

    work.mkdir(parents=True, exist_ok=True)
    for split in _SPLITS:
        treebank, text = data / f"{split}.conllu", work / f"{split}.txt"
        convert_text(str(treebank), str(text))
        labels, words = work / f"{split}.labels", work / f"{split}-mwt.json"
        label([str(text), str(treebank), "-o", str(labels), "-m", str(words)])
        shutil.copy(treebank, work / f"{split}.conllu")
        contract_mwt(str(treebank), str(work / f"{split}.contracted.conllu"))
    _write_lemmas(read_trees(data / "train.conllu"), work / "lemmas.conllu")
    prepare_trees(data, work)


def prepare_trees(data: pathlib.Path, work: pathlib.Path) -> None:
    """Train's trees with four fifths of dev's, some times over, and every fifth of dev's."""
    trees, dev = (
        (data / f"{split}.conllu").read_text(encoding="utf8").strip().split("\n\n")
        for split in _SPLITS
    )
    held_out = dev[4::5]
    learned = [tree for number, tree in enumerate(dev) if number % 5 != 4]
    for split, kept in (("train", [*trees, *learned * _DEV_TREES_WEIGHT]), ("dev", held_out)):
        (work / f"trees-{split}.conllu").write_text("\n\n".join([*kept, ""]), encoding="utf8")


def _write_lemmas(trees: Iterable[Tree], path: pathlib.Path) -> None:
    """Each word at most three times for each of its lemmas: it is types that generalise."""
    counts = collections.Counter(
        # a few verbs at the head of a sentence have capitalised lemmas, by mistake
        (row.form, row.upos, row.lemma.lower() if row.upos == "VERB" else row.lemma)
        for tree in trees
        for row in tree.rows
    )
    words = [word for word, n in counts.items() for _ in range(min(n, 3))]
    # any word may begin a sentence
    words += [
        (form.capitalize(), upos, lemma)
        for form, upos, lemma in counts
        if form.islower() and upos != "PROPN" and (form.capitalize(), upos, lemma) not in counts
    ]
    random.Random(0).shuffle(words)
    with path.open("w", encoding="utf8") as out:
        for begin in range(0, len(words), 50):
            for i, (form, upos, lemma) in enumerate(words[begin : begin + 50], 1):
                relation = "root" if i == 1 else "dep"
                out.write(f"{i}\t{form}\t{lemma}\t{upos}\t_\t_\t{i - 1}\t{relation}\t_\t_\n")
            out.write("\n")


def train(processor: str, work: pathlib.Path, encoder: pathlib.Path) -> None:
    """Train one processor on what `prepare` wrote; its weights go to `work/models`."""
    from stanza.models import (
        lemmatizer,
        mwt_expander,
        ner_tagger,
        parser,
        tagger,
        tokenizer,
    )

    mains = {
        "tokenize": tokenizer.main,
        "mwt": mwt_expander.main,
        "lemma": lemmatizer.main,
        "pos": tagger.main,
        "depparse": parser.main,
        "ner": ner_tagger.main,
    }
    arguments = [
        *("--mode", "train", "--shorthand", f"en_{_NAME}", "--save_dir", str(work / "models")),
        *("--save_name", f"{processor}.pt"),
        *_arguments(processor, work),
    ]
    on_encoder = processor in ("pos", "depparse", "ner")
    with shared_encoder(encoder) if on_encoder else contextlib.nullcontext():
        mains[processor](arguments)


def _arguments(processor: str, work: pathlib.Path) -> list[str]:
    files = {
        "tokenize": {
            "txt_file": "train.txt",
            "label_file": "train.labels",
            "mwt_json_file": "train-mwt.json",
            "dev_txt_file": "dev.txt",
            "dev_label_file": "dev.labels",
        },
        "mwt": {
            "train_file": "train.conllu",
            "eval_file": "dev.contracted.conllu",
            "gold_file": "dev.conllu",
        },
        "lemma": {"train_file": "lemmas.conllu", "eval_file": "dev.conllu"},
        "ner": {"train_file": "names-train.json", "eval_file": "names-dev.json"},
    }.get(processor, {"train_file": "trees-train.conllu", "eval_file": "trees-dev.conllu"})
    paths = [word for name, file in files.items() for word in (f"--{name}", str(work / file))]
    return [*paths, *_OPTIONS[processor].split()]


# The encoder knows letters, words and their case; heads on it need no embeddings of their own.
_ON_ENCODER = (
    f"--bert_model {NAME} --bert_hidden_layers 4 --no_pretrain --no_char --word_emb_dim 0 "
)
_OPTIONS = {
    "tokenize": "--lang en --max_seqlen 200 --steps 8000 --eval_steps 500 "
    f"--feat_funcs {_FEATURES}",
    "mwt": "--lang en --num_epoch 8",
    "lemma": "--num_epoch 1 --batch_size 50",
    "pos": _ON_ENCODER + "--share_hid --hidden_dim 200 --num_layers 1 --deep_biaff_hidden_dim 200 "
    "--dropout 0.33 --lr 1.5e-3 --batch_size 64 --max_steps 2000 --eval_interval 250 "
    "--fix_eval_interval --second_lr 5e-4 --max_steps_before_stop 2000",
    "depparse": _ON_ENCODER + "--lang en --tag_emb_dim 0 --no_linearization --hidden_dim 200 "
    "--num_layers 1 --deep_biaff_hidden_dim 128 --dropout 0.33 --word_dropout 0.1 --optim adam "
    "--lr 2e-3 --beta2 0.95 --second_optim adam --second_lr 5e-4 --second_optim_start_step 500 "
    "--second_warmup_steps 20 --max_steps 1450 --eval_interval 100 --batch_size 2500 "
    "--max_steps_before_stop 400 --no_checkpoint --resolve_head_constraints",
    "ner": _ON_ENCODER + "--hidden_dim 256 --optim adam --lr 1e-3 --batch_size 64 "
    "--max_batch_words 2000 --max_steps 1500 --eval_interval 150 "
    "--patience 1",
}


def pack(work: pathlib.Path, out: pathlib.Path) -> None:
    """Lay out the weights as a Stanza model directory in half precision, with checksums."""
    shutil.rmtree(out, ignore_errors=True)
    for part in ("encoder", "claims"):
        shutil.copytree(work / part, out / part)
    for processor in PROCESSORS:
        folder = out / "en" / processor
        folder.mkdir(parents=True)
        weights = torch.load(work / "models" / f"{processor}.pt", weights_only=True)
        torch.save(_halved(without_words(weights)), folder / f"{_NAME}.pt")
    packages = {"default": dict.fromkeys(PROCESSORS, _NAME)}
    listed: dict[str, object] = {processor: {_NAME: {}} for processor in PROCESSORS}
    resources = {"en": {"lang_name": "English", "packages": packages, **listed}}
    (out / "resources.json").write_text(json.dumps(resources, indent=1) + "\n", encoding="utf8")
    write_manifest(out)


def without_words(weights: dict[str, Any]) -> dict[str, Any]:
    """A checkpoint without the words of its training data, if it has no embeddings of words.

    Heads on the encoder look none of them up, and to load them took half a second.
    """
    if weights["config"].get("word_emb_dim") != 0:
        return weights
    vocabularies = {
        name: _specials(vocabulary) if name in _OF_WORDS else vocabulary
        for name, vocabulary in weights["vocab"].items()
    }
    return weights | {"vocab": type(weights["vocab"])(vocabularies)}


def _specials(vocabulary: dict[str, Any]) -> dict[str, Any]:
    kept = vocabulary["_id2unit"][:VOCAB_PREFIX_SIZE]
    units = {unit: number for number, unit in enumerate(kept)}
    return vocabulary | {"_id2unit": kept, "_unit2id": units}


_OF_WORDS = ("word", "lemma", "delta")
_TRAINING_ONLY = ("optimizer_state_dict", "scheduler_state_dict", "optimizer", "scheduler")


def _halved(value: object) -> object:
    """A checkpoint in half precision, without what only training needs or only its machine has."""
    if isinstance(value, Tensor):
        return value.half() if value.is_floating_point() else value
    if isinstance(value, dict):
        kept = {
            key: pathlib.Path(item).name if _is_path(key, item) else _halved(item)
            for key, item in value.items()
            if key not in _TRAINING_ONLY
        }
        return type(value)(kept) if isinstance(value, collections.OrderedDict) else kept
    if isinstance(value, list):
        return [_halved(item) for item in value]
    return value


def _is_path(key: object, value: object) -> bool:
    return str(key).endswith(("_file", "_dir", "_name")) and isinstance(value, str)
