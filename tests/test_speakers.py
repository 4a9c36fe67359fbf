"""Who is speaking: an article's names, pronouns and descriptions of one speaker lead to one speaker."""

import pytest

import quotex
from quotex import Attribution


def speakers(text: str) -> list[tuple[str, str | None, str]]:
    """Mention, name and kind of each record's speaker."""
    found = []
    for attribution in quotex.extract(text):
        assert attribution.speaker is not None
        s = attribution.speaker
        found.append((s.mention.text, s.name and s.name.text, s.kind))
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # a surname, an initial, a suffix, a hyphen, a particle, a nickname
        ("Ada Roe arrived. “We will rebuild,” Roe said.", "Ada Roe"),
        ("John Q. Public Jr. arrived. “We will rebuild,” Public said.", "John Q. Public Jr."),
        ("Eva-Marie Lund arrived. “We will rebuild,” Ms. Lund said.", "Eva-Marie Lund"),
        ("Maria van der Berg arrived. “We will rebuild,” Van der Berg said.", "Maria van der Berg"),
        ("Robert “Bobby” Stone arrived. “We will rebuild,” Stone said.", "Robert “Bobby” Stone"),
        # family names that come first
        ("Choe Min Ho arrived. “We will rebuild,” Choe said.", "Choe Min Ho"),
        # titles and possessives are no part of a name
        ("“We will rebuild,” Mayor Ada Roe said.", "Ada Roe"),
        ("White House Press Secretary Ada Roe called it “a start.”", "Ada Roe"),
        ("Ada Roe’s plan is out. “We will rebuild,” Roe said.", "Ada Roe"),
        # a slip of the pen
        ("Ada McAllister arrived. “We will rebuild,” McAlister said.", "Ada McAllister"),
        # the name comes later than the first quotation
        ("“We will rebuild,” the mayor said. The mayor, Ada Roe, left.", "Ada Roe"),
    ],
)
def test_a_person_gets_the_fullest_name(text: str, name: str) -> None:
    [(_, found, kind)] = speakers(text)
    assert (found, kind) == (name, "person")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Springfield Transit Authority (STA) closed the line. “We are sorry,” STA said.",
         "Springfield Transit Authority"),
        ("The Springfield Transit Authority closed the line. “We are sorry,” the authority said.",
         "Springfield Transit Authority"),
        ("The Bank of Springfield raised rates. The Bank said it was “confident.”", "Bank of Springfield"),
        ("They turned to the Springfield Police Department, which reported “nine cases.”",
         "Springfield Police Department"),
        ("France's foreign ministry called the talks “useful.”", "France's foreign ministry"),
    ],
)  # fmt: skip
def test_an_organization_gets_its_full_name(text: str, name: str) -> None:
    [(_, found, kind)] = speakers(text)
    assert (found, kind) == (name, "organization")


def test_police_are_those_that_the_article_names_later_where_it_names_one() -> None:
    text = "A man was found. Police said they had “no suspect.”\n\nThe mayor thanked Port Sorrel police officers."
    assert speakers(text) == [("Police", "Port Sorrel police", "group")]
    assert speakers(f"{text} So did Oslo police officers.") == [("Police", None, "group")]


@pytest.mark.parametrize("others", ["On Tuesday police arrested two people.", "Riot police arrested two people."])
def test_police_do_not_get_a_name_from_what_is_no_place(others: str) -> None:
    assert speakers(f"A man was found. Police said they had “no suspect.”\n\n{others}") == [("Police", None, "group")]


def test_whoever_is_named_in_apposition_is_meant_whatever_the_noun() -> None:
    text = "The team’s winger, Ada Roe, called it “a true wake-up call.”"
    assert speakers(text) == [("The team’s winger", "Ada Roe", "person")]


def test_an_office_that_nobody_is_known_to_hold_is_somebody_elses() -> None:
    text = (
        "Foreign Secretary Ada Roe defended the plan on Monday.\n\n"
        "The United Nations High Commissioner for Human Rights said the plan did “not change the law.”"
    )
    assert speakers(text) == [("The United Nations High Commissioner for Human Rights", None, "person")]


def test_two_people_of_one_surname_are_told_apart() -> None:
    text = "Bill Roe and his wife, Hillary Roe, spoke. “I am tired,” Mrs. Roe said. “I am not,” Mr. Roe replied."
    assert [name for _, name, _ in speakers(text)] == ["Hillary Roe", "Bill Roe"]


def test_a_spokesman_is_not_whom_he_speaks_for() -> None:
    text = "A spokesman for Ada Roe declined. “She has nothing to add,” the spokesman said."
    assert speakers(text) == [("the spokesman", None, "person")]


def test_two_people_alternate() -> None:
    text = (
        "Ada Roe and Tom Poe met on Monday.\n\n“The bridge is unsafe,” Roe said.\n\n“It has stood for a century,” "
        "Poe said.\n\n“That is the trouble,” she said.\n\n“Nobody has fallen in,” he said.\n"
    )
    assert [name for _, name, _ in speakers(text)] == ["Ada Roe", "Tom Poe", "Ada Roe", "Tom Poe"]


def test_pronouns_agree() -> None:
    text = "Ada Roe met Tom Poe. “I like the bridge,” she said. The council called it “a treasure.”"
    assert [name for _, name, _ in speakers(text)] == ["Ada Roe", None]


def test_she_is_not_whom_the_quotation_names() -> None:
    text = "Ada Roe runs a bakery.\n\nThe town likes Jane Poe.\n\n“Nobody votes for Poe,” she said."
    assert [name for _, name, _ in speakers(text)] == ["Ada Roe"]


def test_a_pronoun_tells_the_gender_of_a_name() -> None:
    text = (
        "Tyresha Roe met Tom Poe at the bridge.\n\n“It is open,” Roe said. “It is old,” she added.\n\nPoe was less "
        "sure. Roe laughed.\n\n“It is rusty,” he said.\n"
    )
    assert [name for _, name, _ in speakers(text)] == ["Tyresha Roe", "Tyresha Roe", "Tom Poe"]


def test_an_age_describes_somebody_known() -> None:
    text = "Jane Roe spoke last week. When pressed, the 34-year-old mother of three replied, “It is a start.”"
    assert speakers(text) == [("the 34-year-old mother of three", "Jane Roe", "person")]


def test_a_place_is_no_person() -> None:
    text = "Paris Roe is in France. In France, London and Paris, the mayors met, and Paris called the plan “a start.”"
    assert speakers(text) == [("Paris", "Paris", "organization")]


def test_no_name_is_never_a_guess() -> None:
    assert speakers("“It was loud,” a witness said.") == [("a witness", None, "person")]
    assert speakers("Residents called it “a scandal.”") == [("Residents", None, "group")]
    assert speakers("The report calls it “a scandal.”") == [("The report", None, "document")]


# What users of other extractors complain of, in our words.


def test_a_descriptive_clause_and_then_he() -> None:
    text = (
        "Tom Poe, who has mended nets in this harbour since he was a boy, watched the boats. “They are late,” Poe said."
        "\n\n“They will come,” he said."
    )
    assert [name for _, name, _ in speakers(text)] == ["Tom Poe", "Tom Poe"]


def test_a_nickname_is_a_name_where_there_is_no_other() -> None:
    text = "“We lost everything,” said a man who goes by the name “Shorty.”"
    assert speakers(text) == [("a man", "Shorty", "person")]


@pytest.mark.parametrize("cue", ["quipped"])
def test_rare_cues(cue: str) -> None:
    assert speakers(f"“The bridge is closed again,” {cue} Ada Roe.") == [("Ada Roe", "Ada Roe", "person")]


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = (
        "“The bridge is old,” said Ada Roe. “It was built by our grandparents.\n\n“It has carried them all.\n\n"
        "“We owe it a coat of paint.”\n"
    )
    assert {name for _, name, _ in speakers(text)} == {"Ada Roe"}


# Grouping.


def grouped(found: list[Attribution]) -> list[tuple[str | None, int]]:
    return [
        (speaker and (speaker.name or speaker.mention).text, len(said)) for speaker, said in quotex.by_speaker(found)
    ]


def test_records_are_grouped_by_speaker_in_order() -> None:
    text = (
        "“The bridge is unsafe,” said Ada Roe. “It has stood for a century,” Tom Poe said. “That is the trouble,” "
        "Roe said. “I saw it shake,” a witness said."
    )
    assert grouped(quotex.extract(text)) == [("Ada Roe", 2), ("Tom Poe", 1), ("a witness", 1)]
    assert grouped([]) == []
