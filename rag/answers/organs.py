"""Which part of the body a text is about: an adrenal mass is no answer on a renal one."""

from __future__ import annotations

import re

# The parts that guidelines treat apart, each under its names.
ORGANS = {
    name: re.compile(rf"\b(?:{pattern})\b", re.I)
    for name, pattern in {
        "adrenal": r"adrenals?|suprarenal",
        "bladder": r"bladder|cyst(?:itis|oscopy)",
        "bone": r"bones?|skelet\w+|fractures?",
        "bowel": r"bowels?|colon\w*|intestin\w+|rect(?:um|al)|ileocolic",
        "brain": r"brain|cerebral|intracranial|head",
        "breast": r"breasts?|mammogra\w+",
        "ear": r"ears?|otitis|tympanic",
        "eye": r"eyes?|retinal?|ocular",
        "gallbladder": r"gallbladder|gallstones?|biliary|chole\w+",
        "heart": r"heart|cardiac|coronary|atrial",
        "hip": r"hips?",
        "kidney": r"kidneys?|renal|nephr\w+|wilms",
        "liver": r"liver|hepat\w+",
        "lung": r"lungs?|pulmonary|chest|pneumon\w+|bronch\w+",
        "ovary": r"ovar(?:y|ies|ian)",
        "pancreas": r"pancrea\w+",
        "prostate": r"prostat\w+",
        "skin": r"skin|cutaneous",
        "spine": r"spine|spinal|lumbar|vertebra\w*|back pain|cauda equina",
        "spleen": r"spleen|splenic",
        "stomach": r"stomach|gastric|pylor\w+|peptic",
        "testis": r"test(?:is|es|icular|icles?)|scrot\w+",
        "thyroid": r"thyroid",
        "uterus": r"uter(?:us|ine)|womb",
    }.items()
}


_ANY = re.compile("|".join(p.pattern for p in ORGANS.values()), re.I)


def organs(text: str) -> frozenset[str]:
    """The parts of the body that a text names."""
    return frozenset(name for name, pattern in ORGANS.items() if pattern.search(text))


def another(asked: frozenset[str], text: str) -> bool:
    """Whether a text is about other parts of the body than the one that is asked about.

    A question that asks about none or several, and a text that names none, are let be.
    """
    if len(asked) != 1:
        return False
    (part,) = asked
    return not ORGANS[part].search(text) and bool(_ANY.search(text))
