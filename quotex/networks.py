"""What the networks of a pipeline compute stays the same but for rounding, and takes less time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model, NumpyOps
from thinc.layers.chain import forward as forward_chain

#: Odd numbers that features of a word are multiplied by for one key of it (Dietzfelbinger et al. 1997).
_FACTORS = np.random.default_rng(1).integers(2**62, size=64, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def speed_up(nlp: Language) -> None:
    """Let the networks of a pipeline that run on NumPy multiply as it does, and embed each word of a batch once."""
    ops = NumpyOps(use_blis=False)  # at the sizes of these networks BLIS takes twice as long
    for _, pipe in nlp.components:
        model = getattr(pipe, "model", None)
        if not isinstance(model, Model):
            continue
        for layer in model.walk():
            if type(layer.ops) is NumpyOps:  # neither a GPU's nor Apple's
                layer.ops = ops
        for embed in [*_embeddings(model)]:
            model.replace_node(embed, _once_a_word(embed))


def _embeddings(model: Model[Any, Any]) -> Iterator[Model[Any, Any]]:
    """The layers that embed words without a look at their neighbours: spaCy's ``MultiHashEmbed``, if plain."""
    for layer in model.walk():
        embed = layer.get_ref("embed") if "embed" in layer.ref_names else None
        if embed and embed.layers and embed.layers[0].name == "extract_features" and type(embed.ops) is NumpyOps:
            yield embed


def _once_a_word(embed: Model[Any, Any]) -> Model[Any, Any]:
    """The same layers, asked for each word once; with as many nodes, so that stored weights still fit."""
    dims = {dim: embed.maybe_get_dim(dim) for dim in embed.dim_names}
    return Model(embed.name, _forward, init=embed.init, dims=dims, layers=embed.layers, ops=embed.ops)


def _forward(model: Model[Any, Any], docs: Sequence[Doc], is_train: bool) -> tuple[Any, Any]:
    """The rows of each Doc: those of all words alike are computed once, unless the network is to learn."""
    if is_train:
        return forward_chain(model, docs, is_train)
    extract, *layers = model.layers
    features = extract.predict(docs)
    together: NDArray[np.uint64] = np.concatenate(features)
    keys = (together * _FACTORS[: together.shape[1]]).sum(axis=1)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    rows: list[Any] = [together[first]]
    for layer in layers:
        rows = layer.predict(rows)
    return np.split(rows[0][which], np.cumsum([len(some) for some in features[:-1]])), _unasked


def _unasked(gradient: Any) -> Any:
    """What backpropagation would be: nobody asks for a gradient where the network is not to learn."""
    return gradient
