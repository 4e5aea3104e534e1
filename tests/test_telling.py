"""Findings that are told stay the patient's: every later question is read for who has them."""

from __future__ import annotations

import pytest

from rag.search.followup import Query, Turn, resolve
from rag.search.telling import LONGEST, MOST, begins_anew, read_for, tells, told_in, who, without
from tests.test_followup import ARTICLES, CROUP, LEXICON, STAGED


def turned(query: Query, cited: tuple[str, ...] = ("p1",)) -> Turn:
    """The turn of a query that was answered, or with nothing cited was refused."""
    return Turn(
        query.typed,
        query.resolved,
        query.base,
        query.subject,
        "",
        "said",
        cited,
        (),
        query.findings,
    )


def ask(*questions: str, cited: tuple[str, ...] = ("p1",)) -> Query:
    """The last of several questions, read with those before it."""
    history: tuple[Turn, ...] = ()
    for question in questions[:-1]:
        history += (turned(resolve(question, history, LEXICON), cited),)
    return resolve(questions[-1], history, LEXICON)


@pytest.mark.parametrize(
    "said",
    [
        "numb saddle area, cannot pee",
        "he is 82, creatinine 140, weighs 58 kg",
        "CRP 60, procalcitonin 1.2",
        "G6PD deficient",
        "TSH comes back low",
        "cracked lips, rash and a swollen neck node",
        "now stridor at rest",
        "but she is allergic to penicillin",
    ],
)
def test_a_line_tells_that_states_something_and_asks_nothing(said: str) -> None:
    assert tells(said)


@pytest.mark.parametrize(
    "said",
    [
        "is it safe",
        "numb saddle area, MRI?",
        "dose of dexamethasone in croup",
        "rasburicase dose 20 kg",
        "CT or MRI",
        "mum asks if it comes back",
        "dexamethasone while we wait - any use",
        "EEG",
        "yes",
        "",
        "she is unwell " * 20,
    ],
)
def test_a_line_that_asks_or_only_names_tells_nothing(said: str) -> None:
    assert not tells(said)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("pain for 20 hours now, is it still worth it", "pain for 20 hours now"),
        ("Same CT also shows a mass of 8HU. hormones?", "Same CT also shows a mass of 8HU"),
        ("which dose", ""),
        ("4 years old with a rash, is it safe", ""),  # another patient
        ("dose of dexamethasone, is it safe", ""),
    ],
)
def test_a_question_may_tell_before_it_asks(question: str, part: str) -> None:
    assert told_in(question) == part


def test_a_finding_is_put_to_the_last_question_and_is_judged_by_itself_first() -> None:
    query = ask(CROUP, "now stridor at rest and agitated")
    assert query.resolved == f"Now stridor at rest and agitated? ({CROUP[:-1]})"
    assert (query.own, query.tells) == ("now stridor at rest and agitated", True)
    assert query.otherwise[0].resolved == f"{CROUP} (now stridor at rest and agitated)"
    assert query.findings == ("now stridor at rest and agitated",)


def test_a_finding_is_read_with_every_later_question_of_the_patient() -> None:
    told = (CROUP, "now stridor at rest and agitated")
    for later in ("which dose?", "is it safe?", "why?", "and in a neonate?"):
        assert told[1] in ask(*told, later).resolved.casefold()
        assert "agitated" in ask(*told, "which dose?", later).resolved


def test_a_finding_that_nothing_answered_stays_told() -> None:
    assert "agitated" in ask(CROUP, "now stridor and agitated", "is it safe?", cited=()).resolved


@pytest.mark.parametrize("topic", [STAGED, "new question: how is neuroblastoma staged?"])
def test_a_new_topic_leaves_the_findings_behind(topic: str) -> None:
    assert ask(CROUP, "now stridor at rest and agitated", topic).findings == ()


def test_a_return_takes_up_the_findings_of_its_topic() -> None:
    told = (CROUP, "now stridor at rest and agitated", STAGED)
    assert ask(*told, "back to the croup, which dose?").findings == (told[1],)


def test_what_is_denied_is_no_finding_any_more() -> None:
    query = ask(CROUP, "she is 24 weeks pregnant", "eGFR 22, not pregnant")
    assert query.findings == ("eGFR 22",)
    assert "pregnant" not in query.resolved
    both = ask(CROUP, "she is pregnant, she is pale", "she is not pregnant")
    assert both.findings[0] == "she is pale"


def test_who_the_patient_is_asks_the_last_question_for_them() -> None:
    query = ask(CROUP, "actually shes pregnant")
    assert query.own == query.resolved == f"{CROUP} (pregnant)"
    assert query.otherwise == ()


def test_the_age_of_the_patient_goes_with_the_findings() -> None:
    query = ask("2 yo with croup, dose?", "now stridor and agitated")
    assert query.findings == ("2 years old", "now stridor and agitated")


def test_findings_are_few_and_short() -> None:
    lines = [f"now sign{i} is bad" for i in range(9)]
    assert ask(CROUP, *lines).findings == tuple(lines[-MOST:])
    assert len(ask(CROUP, "now " + "x" * 500).findings[0]) == LONGEST


def test_in_an_open_article_the_first_finding_is_put_to_its_question() -> None:
    query = resolve("stridor and a bark now, agitated", (), LEXICON, ARTICLES["croup"])
    assert query.resolved == "Stridor and a bark now, agitated? (Which medicine helps in croup)"


@pytest.mark.parametrize("question", ["Which dose?", "Which dose", "Is it? (a child, pale)"])
def test_a_question_is_had_back_without_its_findings(question: str) -> None:
    findings = ("he is 82, weak", "eGFR 22")
    back = without(read_for(question, findings), findings)
    assert back.rstrip("?") == question.rstrip("?")
    assert without(question, findings) == question
    assert read_for(question, ()) == question


def test_what_a_question_holds_already_is_not_told_again() -> None:
    assert read_for("Gout at 70 years old?", ("70 years old", "pale")) == (
        "Gout at 70 years old? (pale)"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2 years old with mild croup", "2 years old"),
        ("34 weeks pregnant with headache", "34 weeks pregnant"),
        ("back pain for 3 weeks", ""),
    ],
)
def test_who_is_told_by_age_or_pregnancy(text: str, found: str) -> None:
    assert who(text) == found


def test_another_patient_begins_with_an_age() -> None:
    assert begins_anew("70 years old with chest pain")
    assert begins_anew("52M hemiparesis")
    assert not begins_anew("now 70 years old")
