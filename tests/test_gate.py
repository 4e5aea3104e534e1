"""The gate: what is answered, what is not, and what is then said to be missing."""

from __future__ import annotations

import pytest

from rag.answers.evidence import FEATURES, Evidence
from rag.answers.gate import FITTED, THRESHOLD, Verdict, judge, probability
from rag.answers.quoting import Pick, choose, score_sentences
from rag.articles.passage import NOT_COVERED
from rag.chain import AnswerChain, FollowUp
from rag.search.encoder import OnnxEncoder
from rag.search.followup import Lexicon, Query, resolve
from rag.search.index import Index, IndexReader
from rag.search.retrieval import Found, search

FLANK = "flank-mass-with-calcification"
WILMS = "wilms-tumour-workup"
OPSOCLONUS = "opsoclonus-myoclonus"


def reason_and_gap(chain: AnswerChain, question: str, article: str = "") -> tuple[str, str]:
    answer = chain.answer(FollowUp(question, article=article))
    return answer.reason or "answered", answer.gap or ""


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("why not mri?", FLANK),
        ("can a sarcoma be calcified?", FLANK),
        ("which clotting tests?", WILMS),
        ("does IVIG help?", OPSOCLONUS),
        ("When is biopsy avoided in suspected Wilms tumour?", ""),
    ],
)
def test_a_question_that_the_corpus_answers_passes(
    question: str, article: str, chain: AnswerChain
) -> None:
    assert reason_and_gap(chain, question, article) == ("answered", "")


@pytest.mark.parametrize(
    ("question", "article", "listed"),
    [
        (
            "which dose of contrast?",
            FLANK,
            "Radiation dose of CT in children, sedation, and the dose of contrast medium.",
        ),
        (
            "which dose of rituximab in opsoclonus?",
            "",
            "Doses of corticosteroids, ACTH (corticotropin), intravenous immunoglobulin, "
            "cyclophosphamide and rituximab, and how long treatment lasts.",
        ),
    ],
)
def test_what_an_article_lists_as_not_covered_is_a_gap_in_its_own_words(
    question: str, article: str, listed: str, chain: AnswerChain
) -> None:
    reason, gap = reason_and_gap(chain, question, article)
    assert reason == "not-in-corpus"
    assert gap.endswith(f"lists this among what it does not cover: “{listed}”")


@pytest.mark.parametrize(
    ("question", "article", "words"),
    [
        ("what dose of tocilizumab?", FLANK, "“tocilizumab”"),
        ("how is psoriasis treated?", "", "“psoriasis”"),
        ("which antivenom should I start?", FLANK, "“antivenom”"),
    ],
)
def test_what_the_corpus_never_mentions_is_named(
    question: str, article: str, words: str, chain: AnswerChain
) -> None:
    reason, gap = reason_and_gap(chain, question, article)
    assert (reason, words in gap) == ("not-in-corpus", True)


@pytest.mark.parametrize("question", ["What is the capital of France?", "qwxzy vbnmk?"])
def test_a_question_of_unknown_words_far_from_every_sentence_is_out_of_scope(
    question: str, chain: AnswerChain
) -> None:
    assert reason_and_gap(chain, question)[0] == "out-of-scope"


@pytest.mark.parametrize("question", ["why?", "what?", "and?", "is it?"])
def test_a_question_that_asks_nothing_and_follows_on_nothing_is_unclear(
    question: str, chain: AnswerChain
) -> None:
    assert reason_and_gap(chain, question) == (
        "unclear",
        f"“{question}” does not say what it asks about.",
    )


def test_the_same_question_in_an_open_article_is_a_follow_up(chain: AnswerChain) -> None:
    assert reason_and_gap(chain, "why?", FLANK)[0] != "unclear"


def test_a_partly_covered_question_gets_its_answer_and_the_named_gap(chain: AnswerChain) -> None:
    answer = chain.answer(
        FollowUp("is ultrasound or thermography first for a palpable abdominal mass?")
    )
    assert answer.reason is None
    assert answer.gap == "The corpus does not mention “thermography”."
    assert answer.statements
    assert answer.nearest


class Case:
    """A question with what is found for it, for `judge` to be asked about other choices."""

    def __init__(self, question: str, index: Index, encoder: OnnxEncoder) -> None:
        self.index = index
        self.lexicon = Lexicon(
            index.articles.values(), index.passages, index.glossary, encoder.rarity
        )
        self.query: Query = resolve(question, (), self.lexicon, index.articles[WILMS])
        self.found: Found = search(self.query, index, encoder, self.lexicon)
        self.picks = score_sentences(self.query, self.found, index, self.lexicon)

    def judge(self, chosen: list[Pick]) -> Verdict:
        return judge(self._evidence(chosen))

    def evidence(self, chosen: list[Pick]) -> dict[str, float]:
        return self._evidence(chosen).features

    def _evidence(self, chosen: list[Pick]) -> Evidence:
        return Evidence(self.query, chosen, self.found, self.index, self.lexicon)


@pytest.mark.parametrize("question", ["which clotting tests?", "why no biopsy first?"])
def test_without_a_chosen_sentence_nothing_passes(
    question: str, reader: IndexReader, encoder: OnnxEncoder
) -> None:
    case = Case(question, reader(), encoder)
    assert case.judge(choose(case.picks, case.index)).reason is None
    verdict = case.judge([])
    assert (verdict.reason, bool(verdict.gap)) == ("not-in-corpus", True)


def test_a_dose_that_was_asked_for_has_to_be_in_a_chosen_sentence(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    case = Case("which dose before nephrectomy?", reader(), encoder)
    best = case.picks[0]._replace(own_cover=1.0, own_cosine=1.0, heading_cosine=1.0)
    without = case.judge([best])
    text = "Before nephrectomy, 45 mg/kg is given by mouth."
    given = case.judge([best._replace(sentence=best.sentence._replace(text=text))])
    assert (without.reason, given.reason) == ("not-in-corpus", None)
    assert (without.gap or "").startswith("The corpus gives no dose for “Which dose before")


def test_a_dose_of_another_thing_is_not_the_one_asked_for(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    case = Case("which dose of vincristine?", reader(), encoder)
    pick = case.picks[0]._replace(own_cosine=1.0)
    sentence = pick.sentence._replace(text="Paracetamol 15 mg/kg is given by mouth.")
    assert case.judge([pick._replace(sentence=sentence)]).reason == "not-in-corpus"


def test_the_evidence_is_of_the_best_sentence_and_the_first_ones_article(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    case = Case("which clotting tests in Wilms tumour?", reader(), encoder)
    one = next(p for p in case.picks if p.passage.article == WILMS)
    one, two = one._replace(own_cosine=0.2), one._replace(own_cosine=0.4)
    found = case.evidence([one, two])
    assert set(found) == set(FITTED) == set(FEATURES)
    assert (found["own_cosine"], found["article_cover"]) == pytest.approx((0.4, 1.0))
    assert 0.3 < found["near"] <= 1.0
    nearer = case.evidence([one, two._replace(own_cosine=0.5)])["gap_nearer"]
    gaps = any(s.passage.path[-1] == NOT_COVERED for s in case.found.passages)
    assert nearer == pytest.approx(found["gap_nearer"] - 0.1 if gaps else found["gap_nearer"])


def test_a_word_that_is_asked_for_and_not_said_is_missing(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    known = Case("which clotting tests?", reader(), encoder)
    strange = Case("which zebrastoma tests?", reader(), encoder)
    pick = next(p for p in known.picks if p.passage.article == WILMS)
    one, other = known.evidence([pick]), strange.evidence([pick])
    assert one["article_cover"] > other["article_cover"]
    assert one["asked_missing"] < other["asked_missing"]


def test_a_word_of_the_story_is_not_missing(reader: IndexReader, encoder: OnnxEncoder) -> None:
    plain = Case("which clotting tests?", reader(), encoder)
    told = Case("mum is a zebra keeper. which clotting tests?", reader(), encoder)
    pick = next(p for p in plain.picks if p.passage.article == WILMS)
    names = ("asked_missing", "asked_words")
    one, other = plain.evidence([pick]), told.evidence([pick])
    assert [one[n] for n in names] == [other[n] for n in names]


def test_a_rate_that_is_asked_for_and_not_given_is_held_against_an_answer(
    reader: IndexReader, encoder: OnnxEncoder
) -> None:
    case = Case("what are the odds of rupture?", reader(), encoder)
    pick = case.picks[0]
    texts = ("The tumour may rupture.", "The tumour ruptures in 3% of children.")
    picks = [pick._replace(sentence=pick.sentence._replace(text=t)) for t in texts]
    assert [case.evidence([p])["valueless"] for p in picks] == [1.0, 0.0]


def test_no_sentence_is_no_evidence(reader: IndexReader, encoder: OnnxEncoder) -> None:
    case = Case("which clotting tests?", reader(), encoder)
    assert set(case.evidence([]).values()) == {0.0}


NOTHING = dict.fromkeys(FITTED, 0.0)
AGAINST = ("gap_nearer", "asked_missing", "asked_words", "valueless")
ALL = {name: float(name not in AGAINST) for name in FITTED}


def test_full_evidence_passes_and_none_does_not() -> None:
    assert probability(NOTHING) < THRESHOLD < probability(ALL)


@pytest.mark.parametrize("feature", FITTED)
def test_each_kind_of_evidence_speaks_for_an_answer_or_against_it(feature: str) -> None:
    more = probability(ALL | {feature: ALL[feature] + 1.0})
    assert (more < probability(ALL)) is (feature in AGAINST)


def test_the_probability_is_the_logistic_function() -> None:
    base, more = probability(NOTHING), probability(NOTHING | {"near": 1.0})
    odds = (more / (1 - more)) / (base / (1 - base))
    assert odds == pytest.approx(2.718281828459045 ** FITTED["near"])


@pytest.mark.parametrize(
    ("question", "population"),
    [
        ("adult with calcified flank mass, which imaging?", "adults"),
        ("65F Wilms tumour biopsy?", "adults"),
        ("Wilms in a 45 yo man, biopsy?", "adults"),
        ("pregnant woman flank mass CT?", "pregnancy"),
        ("dog with abdominal mass imaging", "animals"),
    ],
)
def test_what_is_true_of_children_is_no_answer_for_others(
    chain: AnswerChain, question: str, population: str
) -> None:
    reason, gap = reason_and_gap(chain, question)
    assert reason == "not-in-corpus"
    assert f"nothing on {population} here" in (gap or "")


@pytest.mark.parametrize(
    "question",
    [
        "calcified flank mass 3yo first scan?",
        "2.5 yo, US done: renal mass w/ IVC thrombus. OK to bx?",
    ],
)
def test_a_childs_age_is_neither_a_gap_nor_another_population(
    chain: AnswerChain, question: str
) -> None:
    assert reason_and_gap(chain, question) == ("answered", "")


@pytest.mark.parametrize("question", ["how much does the scan cost?", "price of the CT?"])
def test_a_cost_that_was_asked_for_has_to_be_in_a_chosen_sentence(
    chain: AnswerChain, question: str
) -> None:
    assert reason_and_gap(chain, question, FLANK)[0] == "not-in-corpus"
