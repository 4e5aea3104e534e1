"""Phrases that say one thing in many ways, brought to one spelling before a text is compared."""

from __future__ import annotations

import re

from rag.answers.quantities import plain_numbers

# Rewritten in this order.
_PHRASES = tuple(
    (re.compile(pattern, re.I), to)
    for pattern, to in (
        (r"[’‘]", "'"),
        (r"\bcannot\b|\bcan't\b", "can not"),
        (r"\bwon't\b", "will not"),
        (r"n't\b", " not"),
        (r"\b(?:nobody|no[ -]one)\b", "not"),
        (r"\b(?:is|are|was|were) unable to\b", "can not"),
        # "Against" denies only after such a word, not in "5% against 3%".
        (r"\b((?:advi[sc]|recommend|suggest|decid|decision|argu|speak|counsel|warn|caution|evidence|reason)"
         r"\w{0,6}(?: \w{1,12})?) against\b", r"\1 not"),
        (r"\b(prefer(?:s|red)?) ((?:[\w'/-]{1,24} ){1,6}?)to\b", r"\1 \2ratherthan"),
        (r"\bnot (?:be )?(?:an? |the )?(?:alternative|substitute) (?:to|for)\b", "not replaces"),
        (r"\b(?:(?:as )?an alternative to|in lieu of)\b", "ratherthan"),
        (r"\band not to\b", "ratherthan to"),
        (r"\b(choos\w{1,3}|favou?r\w{0,3}|recommend\w{0,3}|reasonable)"
         r"((?: [\w'/-]{1,24}){0,6}?) over (?!\d)",
         r"\1\2 ratherthan "),
        (r"\b(?:is|are|was|were|lies?|stands?|falls?) outside(?: of)?\b", "is not within"),
        (r"\bleft (?=(?:it|them|the|an?|out|open|as|alone|in place|un\w{1,12}ed)\b)", "kept "),
        (r"\ball (?:two|three|four|five|six)(?= [a-z])", "all"),
        (r"\bUnited States(?: of America)?\b|(?<=\b[io][nf] the )US\b", "USA"),
        (r"\b(?:tak(?:es?|en|ing) the place of)\b", "replaces"),
        (r"\bcentral nervous system\b|\bCNS\b", "brain nervous system"),
        (r"\b(?:is|are) fine\b", "is acceptable"),
        (r"\bUnited Kingdom\b", "UK"),
        (r"\bwith neither ([^,;.]{1,60}?) nor\b", r"without \1 or"),
        (r"\bnot (?:\w+ )?(?:stop|discontinue|interrupt)\w*", "continues"),
        (r"\bnot (?:very|particularly|so)\b", "poorly"),
        (r"\b(?:by (?:itself|themselves)|on (?:its|their) own|in isolation)\b", "alone"),
        (r"\blook(?:s|ed|ing)? after\b", "cares for"),
        (r"\b(?:left behind|what is left|are left(?= (?:over|in|after)\b))\b", "remaining"),
        (r"\bput(?:s|ting)? (?:it |them )?right\b", "corrected"),
        (r"\b(pain|symptom)less\b", r"without \1"),
        (r"\bone or more(?= (?!hours?|days?|weeks?|months?|years?|doses?)[a-z])", "any"),
        (r"\brul(?:es|ed|ing|e)[ -]out\b", "excludes"),
        (r"\b(?:rather than|instead of|in place of|in preference to|as opposed to)\b", "ratherthan"),  # noqa: E501
        (r"(?:,| and| but) not(?= (?!(?:be|to|been|all|every|always|only|\w{2,5}er|more|less)\b))",
         " ratherthan"),
        (r"\b(?:other than|apart from|aside from|except(?:ing)?(?: for| in| when| if)?|save for"
         r"|with the exception of|excluding)\b", "except"),
        (r"\bonly (?:if|when|in|for|with|after|as|where)\b", "only"),
        (r"\bunless\b", ", unless"),
        (r"\bno longer\b", "not"),
        (r"\bno (?:reason|need) (?:to|for)\b", "not"),
        (r"\bneeds? not\b", "not"),
        (r"\b(?:in the |the |an? )?(?:absence|lack) of\b|\blacking\b|\blacks?\b|\bfree of\b", "without"),  # noqa: E501
        (r"\bas long as\b", "provided"),
        (r"\beven (?:when|if)\b", "with"),
        (r"\b(?:non|un)-?(?:contrast|enhanced) (CTs?|MRI|MR|scans?|imaging)\b", r"\1 without contrast,"),  # noqa: E501
        (r"\b(?:non|un)-?(?:contrast|enhanced)\b", "without contrast"),
        (r"\bwithout and with\b|\bwith and without\b", "with multiphase"),
        (r",? and no\b(?! (?:more|less|later|longer|older) than)", ", and no"),
        (r"\b(?:with|or) no\b(?! (?:more|less|later|longer|older) than)", "without"),
        (r"\bnot pregnant\b", "nonpregnant"),
        (r"\bnon[- ](?=[a-z])", "non"),
        (r"\bprior to\b|\bahead of\b|\bin advance of\b", "before"),
        (r"\bfollowed by\b|\bafter (?:that|which)\b|\band then\b|, then\b", " then"),
        (r"\bonce(?= [\w ,'-]{1,80}\b(?:has|have|is|are)\b)", "oncethat"),
        (r"\bconsider(?:s|ed)? (?=(?:the )?evidence\b)", "finds "),
        (r"\b(?:following)(?= (?:the|an?|it|he|she|they|resus\w+)\b)|\bsubsequent to\b", "after"),
        (r"\blow(?:er)? back\b", "lumbar region"),
        (r"\bfall(?:s|ing)? (?:under|within|into)\b", "belongs to"),
        (r", no (?=[a-z])", "; no "),
        (r"\bby mouth\b|\bPO\b|\borally\b", "oral"),
        (r"\bi\.?v\.?\b|\binto (?:a|the) veins?\b|\bby vein\b", "intravenous"),
        (r"\bI\.?M\.?\b(?! [a-z]+ing)|\binto (?:a|the) muscles?\b", "intramuscular"),
        (r"\bs\.c\.|\bSC\b|\bunder the skin\b", "subcutaneous"),
        (r"\b(?:both sides|both)(?= (?:ears|eyes|kidneys|sides|testes))", "bilateral"),
        (r"\b(?:the )?(?:same|affected) side\b", "ipsilateral"),
        (r"\b(?:the )?(?:other|opposite) side\b", "contralateral"),
        (r"\bat (?:once|first presentation)\b|\bright away\b|\bstraight away\b|\bwithout delay\b",
         "immediately"),
        (r"\bblood sugar\b|\bsugar level\b", "glucose"),
        (r"\b(?:plain|chest|x-ray) films?\b|\bx-?rays?\b|\bplain films?\b", "radiograph"),
        (r"\bat least one\b", "any"),
        (r"\bas (\w+) as possible\b|\b(?:wherever|whenever|where|if) possible\b", r"as \1 as feasible"),  # noqa: E501
        (r"\bnot (appropriate|suitable|necessary|needed)\b", "unnecessary"),
        (r"\bgo(?:es)? home\b|\bsent home\b", "discharged"),
        (r"\bby (?:a )?camera test\b|\bcamera test\b", "endoscopy"),
        (r"\bmore than once\b", "repeatedly"),
    )
)  # fmt: skip


def plain_phrases(text: str) -> str:
    """`text` with its numbers and the phrases that matter in one spelling."""
    for pattern, to in _PHRASES:
        text = pattern.sub(to, text)
    return plain_numbers(text)
