"""How large the inputs of each layer's products become, by which eight bits count them."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterable, Iterator

import torch
from torch import Tensor, nn

from attrib._attributor import Attributor, Config, models_of
from attrib._reading.layers import ReadingLayer, ReadingLinear
from attrib._reading.models import write_manifest
from attrib._reading.products import Product, save_ranges


def write_ranges(models: pathlib.Path, texts: Iterable[str]) -> None:
    """Measure the ranges while texts are read in full precision, and write them to the models."""
    attributor = Attributor(Config(models=str(models), precision="full"))
    read, network = models_of(attributor.config)
    assert network is not None
    with watched(read.pipeline.encoder) as encoder, watched(network) as claims:
        for text in texts:
            attributor.attribute(text)
    save_ranges(encoder, models / "encoder")
    save_ranges(claims, models / "claims")
    write_manifest(models)


@contextlib.contextmanager
def watched(network: nn.Module) -> Iterator[dict[str, Tensor]]:
    """The size at most of each input of each product, as long as the network is watched.

    The products are those of the layers laid out for reading, by their names in the network.
    """
    ranges: dict[str, Tensor] = {}
    layers = [
        (n, part)
        for n, part in network.named_modules()
        if isinstance(part, (ReadingLayer, ReadingLinear))
    ]
    products = [(n, layer, p, getattr(layer, p)) for n, layer in layers for p in layer.PRODUCTS]
    for name, layer, part, plain in products:
        setattr(layer, part, _watching(plain, f"{name}.{part}", ranges))
    try:
        yield ranges
    finally:
        for _, layer, part, plain in products:
            setattr(layer, part, plain)


def _watching(plain: Product, name: str, ranges: dict[str, Tensor]) -> Product:
    def multiplied(rows: Tensor) -> Tensor:
        now = rows.abs().amax(0)
        ranges[name] = torch.maximum(now, ranges.get(name, now))
        return plain(rows)

    return multiplied
