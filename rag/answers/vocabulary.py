"""The words by which claims differ, for checking a written statement against what it cites.

Words of one group say the same; a group stands in a family of groups that exclude each other.
"""

from __future__ import annotations

from rag.text import stem

# A family on each entry: its groups, divided by "|", say different things; words of a group, the
# same. A claim with one of these words is borne only by a sentence with a word of its group.
_FAMILIES = {
    "side": "left | right | bilateral | unilateral | ipsilateral | contralateral",
    "people": (
        "newborn neonate neonatal baby | infant infancy baby | toddler | child children childhood kid pediatric |"  # noqa: E501
        " adolescent adolescence teenager teen teenage | adult adulthood |"
        " elderly geriatric | pregnant pregnancy antenatal | nonpregnant | male man men boy |"
        " female woman women girl | postmenopausal | premenopausal | breastfeeding"
        " lactation lactating"
    ),
    "organ": (
        "kidney renal nephric | liver hepatic | lung pulmonary | heart cardiac | brain cerebral |"
        " adrenal suprarenal | bladder vesical | bowel intestine intestinal | colon colonic |"
        " rectum | stomach gastric | esophagus esophageal gullet | pancreas pancreatic |"
        " spleen splenic | thyroid | bone bony osseous skeletal | muscle muscular | skin cutaneous"
        " | testis testicle testicular | ovary ovarian | uterus uterine womb | prostate |"
        " breast | hip | knee | shoulder | elbow | wrist | ankle | neck | chest thorax thoracic |"
        " abdomen abdominal belly tummy | pelvis pelvic | spine spinal | head | scalp | skull |"
        " eye ocular | ear | nose nasal | throat | mouth | tongue | jaw | gallbladder | biliary |"
        " appendix | tendon | nerve | artery arterial | vein venous venou | lymph | retina retinal |"  # noqa: E501
        " cornea | sinus | trachea tracheal windpipe | bronchus bronchial | pleura pleural |"
        " pericardium pericardial | penis | scrotum scrotal | vagina vaginal | cervix cervical |"
        " leg | arm | hand | foot feet | finger | toe | thigh | forearm | calf | marrow"
    ),
    "route": (
        "oral orally | intravenous | intramuscular | subcutaneous | rectal rectally | nebuliser"
        " nebulised nebulized nebulizer | inhaled inhalation inhale | buccal | topical |"
        " intraosseous | intranasal | sublingual | transdermal | intrathecal | nasogastric"
    ),
    "rate": "perhour | perday | perweek | permonth | peryear",
    "span": "recentspan | initialspan",
    "order": "first initial initially | second | third | fourth | last final finally",
    "amount": (
        "all every always everyone any universal universally each | most mostly mainly mostly"
        " majority | few rare rarely seldom uncommon infrequent | common commonly"
        " frequent frequently often commonest"
    ),
    "change": (
        "increase rise rose risen raise elevate elevation high higher highest climb upward more"
        " greater greatest enlarge large larger big bigger grow worse above over exceed | decrease reduce reduction low lower lowest fall fell fallen decline"  # noqa: E501
        " drop diminish lessen downward less fewer small smaller below under poor insufficient down"
    ),
    "sign": "positive | negative | equivocal indeterminate",
    "nature": "benign harmless | malignant malignancy cancer cancerous carcinoma",
    "course": "acute sudden suddenly abrupt | chronic longstanding | subacute | gradual gradually",
    "begin": (
        "start begin began begun initiate commence | stop discontinue cease halt terminate |"
        " continue"
    ),
    "test": "sensitive sensitivity | specific specificity",
    "value": "better improve improvement | worse worsen deteriorate deterioration",
    "grade": "mild mildly | moderate moderately | severe severely severity",
    "time": "early earlier | late later delayed",
    "place": "proximal | distal",
    "depth": "superficial | deep",
    "facing": "anterior | posterior | lateral | medial",
    "level": "upper superior | inferior",
    "pressure": "systolic | diastolic",
    "seat": "inpatient inpatients | outpatient outpatients",
    "build": "solid | cystic | spongiform",
    "steady": "stable | unstable",
    "form": "typical | atypical",
    "whole": "complete completely full fully | incomplete incompletely partial partially",
    "felt": "symptomatic | asymptomatic",
    "tone": "isotonic | hypertonic | hypotonic",
    "way": "admit admission | discharge home",
    "found": "confirm | exclude",
    "normality": "normal normally | abnormal abnormality abnormally",
    "bound": "minimum minimal | maximum maximal",
    "chance": "likely probable probably | unlikely improbable",
    "fit": "appropriate suitable | inappropriate unsuitable",
    "speed": "fast quick quickly rapid rapidly | slow slowly",
    "length": "short shorter | long longer",
    "thickness": "thick thicker | thin thinner",
    "urgency": "immediate immediately | urgent urgently | routine routinely elective",
    "shape": "simple uncomplicated | complex complicated",
    "relation": "primary | secondary",
    "hour": "night nightly | morning | evening",
    "harm": "safe safely | dangerous unsafe harmful",
    "awake": "conscious | unconscious",
    "help": "protect protective | harm",
    "danger": "risk | benefit",
}


# Of these a word fails a statement only where the sentences have the contrary: they also stand in
# ordinary speech ("at first", "a short course"). The others must be in the sentences.
SOFT = frozenset(
    "test span order amount begin value form grade time depth normality bound chance fit speed"
    " length thickness urgency shape relation hour harm help danger whole way".split()
)

Mark = tuple[str, int]  # a family, and the number of a group in it


def _read() -> dict[str, frozenset[Mark]]:
    found: dict[str, frozenset[Mark]] = {}
    for family, groups in _FAMILIES.items():
        for number, group in enumerate(groups.split("|")):
            for word in group.split():
                found[stem(word)] = found.get(stem(word), frozenset()) | {(family, number)}
    return found


# Of each stem that differs claims, what it says.
MARKS = _read()
MALIGNANT = ("nature", 1)
((INFANT,),) = (MARKS[stem("infancy")],)
((MINOR,),) = (MARKS[stem("child")],)
RAISED, LOWERED = ("change", 0), ("change", 1)

# Families in which a word may be taken from the title where the sentences name none of the family.
MAY_STAND_IN_TITLE = frozenset({"people", "organ", "nature", "course"})

# Ways of saying one thing, each group on a line; the first member of a pair need not be better.
_SAME = """
advise recommend advice recommendation suggest counsel propose
use give administer apply offer prescribe receive take treat
treat treatment therapy manage management medicine drug medication give use offer
perform do done carry conduct undertake make obtain run get
check measure assess test evaluate examine review monitor investigate
test assessment evaluation examination testing investigate investigation check
scan image imaging picture
radiograph xray film
show reveal demonstrate detect identify find found display see finding
cause lead produce trigger bring
help ease relieve reduce
repeat again
spread metastasis metastasise metastases metastatic metastasize
hurt pain painful ache sore
trial study
regardless whatever irrespective
unclear uncertain insufficient thin weak
need require necessary
enough sufficient adequate suffice
look search seek
think suspect suspicion consider
decide decision choose choice choice select prefer favour favor
happen occur arise develop appear
last persist continue stay remain
return recur recurrence relapse
person patient people individual
doctor clinician physician
refer send referral
surgery operation operative surgical operate
bleed bleeding hemorrhage haemorrhage
poison toxicity
tumor mass lump growth lesion
sample biopsy
seizure convulsion fit
start begin onset
before until
besides also too additionally well plus together
although though
because since
remove excise excision resect resection
avoid against
tell inform warn
look watch observe follow observation
disease illness condition syndrome
injury trauma
swell swelling edema
reach achieve attain
allow permit accept
contain include involve hold part consist
depend rely
exclude omit
useful helpful beneficial
mimic resemble look alike
fever febrile temperature
saline chloride
node nodal
replace substitute alternative
cover apply
reason because
additional extra further
drink fluid hydration hydrate dehydration
survive survival
age aged old
safe safety
outcome result
feature finding sign symptom
specialist expert
guideline guidance
hospital inpatient
sudden abrupt
adjust adapt change alter
diagnose diagnosis diagnostic
stand count mean define definition
instead alternative replace substitute
available availability
uncertain unclear indeterminate unknown doubt
target aim goal
severity severe
ongoing persistent
child pediatric
complication
step stage
calcification mineralisation calcium calcified
"""

# Words that make no claim by themselves.
_EVERYDAY = """
able about above according account across actually add addition adjacent advance affect agree aid
alone along already altogether among amount another answer anyone apart apply approach arrange
around arrive article aside assume author available await aware back balance base basis become
behave believe belong below beside between body both bring build call camera care carry case
category certain certainly chance change choose circumstance clear clearly clinic clinical
clinician close collect combine combination compare concern condition consider consist contact
contain context count couple course cover criterion currently daily day deal decide define degree
depend describe detail determine difference different difficult direct discuss doctor doubt due
during easy effect effective effort either else end enough ensure entire essentially establish
even event everyone evidence exact exactly example expect experience explain extent fact factor
feel feature figure finding fit follow following form found further future general generally get
give goal good group guidance guide guideline half happen hear help here hold hope hospital hour
however idea identify illness important include indeed indicate individual information instead
involve issue item judge judgement keep kind know known lack large lead learn leave less level
limit line list live local long look lot main make manage management manner mark matter mean means
measure meet mention method minute month more much name namely near nearly necessary need new note
notice now number obtain obvious occasion occur offer once one only option organ other otherwise
outcome outside own part particular particularly patient people perform perhaps period person
place plain plan play point policy portion position possible practice present presence prevent
previously problem procedure proceed process produce proper properly propose prove provide purpose
put question quite range rate rather reach ready really reason receive recent recently recognise
record refer regard regardless relate relevant rely remain report represent request require
respect rest result return right-now role rule same say scale scan score search section see seek
seem select send sense separate service set several show side sign similar simply since single
situation size so someone something soon sort source specialist stage stand state statement stay
step still strategy study subject substance such suggest suit support sure symptom system take
talk team tell term test thing think though threshold time together toward treat treatment try
turn type unit until use used useful usual usually value various view visit wait warn way week
well whatever whole wider within word work world worth year young ok advise advised advises agreed
aim alert anyway appear approximately arise ask asked away bad becoming began behind best better
big bit chosen come comes coming commence complete consult continue correct counts covered current
decision deliver depending despite doing done down early easily enter expected extra fails far
fast favour favor few find finds fine finish flow gave given gives going gone goes happening held
helpful helps hence home immediately inform intend intended kept lasting later latter least lets
letting longer lower made making meaning met mind most move must needed never next nor often okay
old opposite order over overall paid pass per pick possibly prefer preferred pressing previous
probably promptly provided puts quick quickly raise readily recommends related remember
represented run said seems seen sees sent shown signs simple sits small sometimes spot started
starts stays stopped straight stronger suggests surely taken takes taking tells tested things
third thus today told took total tried turns twice unclear under understand up upon urgent using
versus via want warning watch ways went whenever wherever whether while who whose why wise without
wrong yet advice allow although alternative always appropriate area as assess aspect attempt
beyond bottom brought careful carefully check checking clarify common completely concerned
considerable convincing cut deciding definite depends easier emerge entirely evaluate every
examine exceed except exclude exist explanation fail fall family favourable finally fix for full
guided handle hands high inside join justify kick lift likely little low major markedly minor
moment monitor moreover mostly naturally neither nonetheless normal nothing occasionally off open
opinion originally past permit plus poor potential prior produces ratio reassure recognised
reflect rise safe second serious settle settled severe shared short similarly slightly slow slowly
solely special specific standard stop strong sufficient suitable tend therefore thorough top touch
unless unlikely weak wide thought thoughts wake waking lying lie walk sleep eat drink bed feet
wash needle lab laboratory bloods workup work-up medicine medication drug tablet dose dosing
regimen therapy disease infection pain swelling lump growth picture sick ill unwell
diagnose deduct subtract precede recheck numbness temp modality beforehand thereby photograph
reassess retest postpone omit clinically symptomatic calculate estimate recommendation lifelong
verify reliable accuracy accurate insufficient adequate worsen lessen shorten lengthen outweigh
detect dissolve drip soften discourage supervise supplement unhelpful inpatient afterwards hourly
stepwise systematically gradually respectively approximately equally predominantly typically
"""


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


EVERYDAY = _stems(_EVERYDAY)


def _alike() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _SAME.split("\n"):
        group = _stems(line)
        for one in group:
            found[one] = found.get(one, frozenset()) | group
    return found


# Of each stem that has them, the stems that say the same in clinical prose.
ALIKE = _alike()
