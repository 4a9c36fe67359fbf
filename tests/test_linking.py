"""Who is found as the source of a quotation, form by form."""

import pytest

import quotex


def said(text: str) -> list[tuple[str, str]]:
    """Each quotation's content and the mention of its source."""
    found = quotex.extract(text)
    assert all(attribution.speaker for attribution in found)
    return [(a.quote.content, a.speaker.mention.text) for a in found if a.speaker]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“The bridge is safe,” Ada Roe said.", "Ada Roe"),
        ("“The bridge is safe,” said Ada Roe, a teacher.", "Ada Roe"),
        ("Ada Roe said: “The bridge is safe.”", "Ada Roe"),
        ("Ada Roe told the council that the bridge was “safe as a house.”", "Ada Roe"),
        ("According to Ada Roe, the bridge is “a danger to all of us.”", "Ada Roe"),
        ("The bridge is “a danger to all of us,” according to Ada Roe.", "Ada Roe"),
        ("In her letter, Ada Roe calls the bridge “a danger to all of us.”", "Ada Roe"),
        ("The report says the ministry “did nothing for years.”", "The report"),
        ("“We would swim,” quipped Ada Roe.", "Ada Roe"),
        ("“The rain never stops,” Ada Roe sighed.", "Ada Roe"),
        ("“Nobody tells us anything,” grumbled Ada Roe.", "Ada Roe"),
        ("Ada Roe repeated a slogan, “Bridges now.”", "Ada Roe"),
        ("Ada Roe: “We will not sail.”", "Ada Roe"),
        ("With 50 days until the election, Ada Roe, a senior adviser to the campaign, called it “a danger to us all.”",
         "Ada Roe"),
        ("“We sail at noon,” harbour master Ada Roe said Monday.", "harbour master Ada Roe"),
        ("“We sail at noon,” Rep. Ada Roe (D-Port Sorrel), the whip, told the crowd.", "Rep. Ada Roe"),
        ("‘We’re not going,’ said Ada Roe.", "Ada Roe"),
        ("'We are not going,' Ada Roe told the boys' choir.", "Ada Roe"),
        ("``We are not going,'' Ada Roe said.", "Ada Roe"),
        ("«We are not going», Ada Roe said.", "Ada Roe"),
        ("“We are not going,” Choi Min-ho said.", "Choi Min-ho"),
        ("“We are not going,” said Jean-Claude Petit, a baker.", "Jean-Claude Petit"),
    ],
)  # fmt: skip
def test_the_source_of_a_quotation(text: str, source: str) -> None:
    [(_, mention)] = said(text)
    assert mention == source


@pytest.mark.parametrize(
    "text",
    [
        "The “Iron Duke” sails to the island in the morning.",
        "She played in “The Long Winter” and sang in “Harbour Lights” for a year.",
        "The so-called “smart” ferry stood still.",
    ],
)
def test_titles_nicknames_and_ironic_quotes_are_nobodys_words(text: str) -> None:
    assert said(text) == []


def test_an_interrupted_utterance_is_one_quotation() -> None:
    [attribution] = quotex.extract("“The bridge is safe,” Ada Roe said. “It will stand. We tested it.”")
    assert attribution.quote.content == "The bridge is safe, It will stand. We tested it."
    assert len(attribution.quote.spans) == 2


def test_an_interrupted_clause_is_one_quotation() -> None:
    [attribution] = quotex.extract("“If they come,” Ada Roe said, “we will not sail.”")
    assert [span.text for span in attribution.quote.spans] == ["“If they come,”", "“we will not sail.”"]
    assert attribution.quote.kind == "direct"


def test_what_follows_another_sentence_is_a_record_of_its_own() -> None:
    found = quotex.extract("“It is late,” said Moira Keane. Her husband Liam nodded. “Yes, it is.”")
    assert all(len(attribution.quote.spans) == 1 for attribution in found)


def test_a_cue_of_its_own_starts_a_new_quotation() -> None:
    assert said("“I love the bridge,” Ada Roe said, then added: “But it must go.”") == [
        ("I love the bridge,", "Ada Roe"),
        ("But it must go.", "Ada Roe"),
    ]


def test_a_quotation_over_three_paragraphs_is_one_record() -> None:
    [attribution] = quotex.extract(
        "“The bridge is old,” Ada Roe said. “It was built in a hurry.\n\n“Nobody checked it.\n\n“Now it must go.”"
    )
    assert [span.text for span in attribution.quote.spans][-2:] == ["“Nobody checked it.", "“Now it must go.”"]


def test_two_people_alternate() -> None:
    text = (
        "“Is the bridge safe?” Ada Roe asked the engineer.\n\n“It is safe today,” Bo Li said.\n\n"
        "“And tomorrow?” Ada Roe said.\n\n“Nobody can know that,” Bo Li answered."
    )
    assert [mention for _, mention in said(text)] == ["Ada Roe", "Bo Li", "Ada Roe", "Bo Li"]


def test_an_unclosed_mark_does_not_take_the_quotations_that_follow() -> None:
    names = ["Ada Roe", "Bo Li", "Cy Poe", "Di Ray", "Ed Fox", "Flo Day", "Gus Orr", "Hal Wynn", "Ivy Lund", "Jo Beck"]
    good = [f"“The bridge number {n} is open,” {name} said." for n, name in enumerate(names)]
    found = said("\n\n".join(["“The ferry will sail, the mayor said.", *good]))
    assert found[0][1] == "the mayor"
    assert found[1:] == [(f"The bridge number {n} is open,", name) for n, name in enumerate(names)]


def test_the_speaker_of_a_nested_quotation_is_found_inside() -> None:
    outer, inner = said("“We asked for help and my mother said, ‘Nobody will come,’ and left,” Ada Roe said.")
    assert outer[1] == "Ada Roe"
    assert inner == ("Nobody will come,", "my mother")


LAYOUTS = {
    "signatures": (
        "“Nobody asked us.” ― Ada Roe\n“They never came.” — Bo Li, a reader\n“Fine by me!” -Commissioner Jane Roe",
        ["Ada Roe", "Bo Li", "Commissioner Jane Roe"],
    ),
    "signature of a quotation that marks have broken": (
        "“Nobody asked us. My mother said ‘they never do.” So we stay “where we are’.” ― Ada Roe\n“Never.” ― Bo Li",
        ["Ada Roe", "Ada Roe", "Bo Li"],
    ),
    "signatures of a list": ("• “Nobody asked us.” – Jo Hart\n• “Never.” – Bo Li", ["Jo Hart", "Bo Li"]),
    "transcript inside marks": (
        '"ROE: Will the bridge open?\n\n"LI: It will.\n\n"But not soon.\n\n"ROE: Thank you."',
        ["ROE", "LI", "ROE"],
    ),
    "transcript": ("Ada Roe: “No, we will not.”\n\nBo Li: “Yes, we will.”", ["Ada Roe", "Bo Li"]),
    "heading with a colon": ("And from Chairwoman Roe:\n\n“We like the plan. It is a good day.”", ["Chairwoman Roe"]),
    "heading": ("From the desk of John Roe, VP Analyst\n\n“Rates will rise. We expect three steps.”", ["John Roe"]),
}


def test_a_signature_takes_nothing_from_who_was_named_before() -> None:
    assert said("“It is a scandal,” Tom Poe told the council after reading it. “Never.” – Ada Roe")[0][1] == "Tom Poe"


@pytest.mark.parametrize(("text", "sources"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_that_name_the_source_without_a_cue(text: str, sources: list[str]) -> None:
    assert [mention for _, mention in said(text)] == sources


def test_the_cue_comes_with_the_mention() -> None:
    [said_, according] = quotex.extract("“It is safe,” Ada Roe said. The bridge is “old,” according to Bo Li.")
    assert said_.cue is not None
    assert said_.cue.text == "said"
    assert according.cue is not None
    assert according.cue.text == "according to"
