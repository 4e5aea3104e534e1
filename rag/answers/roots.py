"""Plain words for the Greek and Latin parts of medical words: "hypercalcaemia" is high calcium.

The parts and their meanings are those of any medical dictionary's list of combining forms. They
lend a statement words, and never excuse a number, a drug or a denial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rag.text import stem

# What a word begins with, or holds behind another part.
_FORMS = """
hyper: high raised increased excess too much over
hypo: low lowered reduced too little under lack
tachy: fast rapid quick
brady: slow
dys: difficult difficulty painful problem abnormal
poly: many several
oligo: few little
macro: large big
micro: small
retro: behind
hemi: half one side
nephr: kidney
ren: kidney
hepat: liver
cardi: heart
cardio: heart
myocardi: heart muscle
pulmon: lung
pneum: lung air
cerebr: brain
encephal: brain
cereb: brain
mening: brain lining covering
neur: nerve
crani: skull head
gastr: stomach
enter: bowel gut
intestin: bowel gut
colon: bowel colon
col: bowel colon
rect: rectum bowel
append: appendix
pancrea: pancreas
cholecyst: gallbladder
chol: bile gallstone gall
bili: bile
cyst: bladder
ur: urine urinary
pyel: kidney
ureter: ureter tube
testic: testicle
orchi: testicle
scrot: scrotum
ovari: ovary
uter: womb
mamm: breast
thorac: chest
abdomin: belly tummy
pelv: pelvis
oste: bone
osse: bone
arthr: joint
myel: marrow
my: muscle
musc: muscle
derm: skin
cutane: skin
ocul: eye
ophthalm: eye
ot: ear
rhin: nose
pharyng: throat
laryng: voice box throat
trache: windpipe
bronchiol: airway airways lung
bronch: airway airways lung
vascul: blood vessel vessels
angi: blood vessel vessels
arteri: artery vessel
phleb: vein
ven: vein
thromb: clot clots clotting
coagul: clotting clot
embol: clot clots travels
haem: blood
hem: blood
haemat: blood
hemat: blood
haemorrh: bleed bleeding
hemorrh: bleed bleeding
anaem: blood low
leuc: white cells
leuk: white cells
erythr: red
neutr: white cells
glyc: sugar glucose
lipid: fat fats cholesterol
calc: calcium
kal: potassium
natr: sodium salt
uric: uric acid
azot: nitrogen
cholesterol: fat
tens: pressure
therm: temperature heat
pyr: fever
febr: fever temperature
febril: fever temperature
oxi: oxygen
onc: cancer
carcin: cancer
malign: cancer cancerous
metast: spread
neoplas: growth tumour
cyt: cell cells
lith: stone stones
py: pus
bacter: germ germs bacteria infection
microb: germ germs infection
radi: radiation radiograph
sedat: sleepy drowsy calm
anaesth: numb asleep sleep
anesth: numb asleep sleep
analges: pain relief painkiller
antibiot: infection medicine
antihypertens: blood pressure medicine
vomit: sick
emes: vomiting vomit sick
paed: child children
pediatr: child children
neonat: newborn baby babies
gestat: pregnancy pregnant
natal: birth born
psych: mental mind
cogn: thinking memory
somn: sleep
dent: tooth teeth
gloss: tongue
stomat: mouth
lapar: belly keyhole
ectop: wrong place outside
necro: dead dying
isch: blood supply flow
vas: vessel
lymph: lymph gland glands
hydr: water fluid
dehydr: dry fluid water
edem: swelling swollen
oedem: swelling swollen
cyano: blue
icter: yellow jaundice
"""

# What a word ends in.
_ENDINGS = """
itis: inflammation inflamed infection
ectomy: removal removed remove surgery operation taken
otomy: cut opening operation surgery
ostomy: opening operation
plasty: repair operation surgery
pexy: fix fixing operation
oma: tumour lump growth mass
omas: tumours lumps growths
emia: blood level levels
aemia: blood level levels
uria: urine
pnea: breathing breath
pnoea: breathing breath
algia: pain
scopy: camera look inside
scopic: camera
graphy: scan picture imaging
gram: scan picture test
graph: picture
penia: low few shortage
penic: low few
cytosis: high cells
megaly: large enlarged big
pathy: disease damage
plegia: paralysis weakness
paresis: weakness
phagia: swallowing
phobia: fear dislike
photophobia: light
lysis: breakdown breaking dissolving busting
lytic: breakdown breaking dissolving busting
osis: condition
rrhea: flow
rrhoea: flow
rrhage: bleeding
stenosis: narrowing narrowed narrow
ectasis: widening
genous: borne made from
genic: caused
static: stops
oxia: oxygen
oxaemia: oxygen
tonic: salt strength
tension: pressure
tensive: pressure
tensives: pressure medicines
"""


def _read(text: str) -> dict[str, frozenset[str]]:
    lines = (line.partition(":") for line in text.strip().splitlines())
    return {part: frozenset(map(stem, plain.split())) for part, _, plain in lines}


_BEGIN, _END = _read(_FORMS), _read(_ENDINGS)
_PARTS = "|".join(sorted(_BEGIN, key=len, reverse=True))
_TAILS = "|".join(sorted(_END, key=len, reverse=True))
# Up to four parts, each with the vowel that may join it to the next one, and an ending.
_WORD = re.compile(rf"(?:an?(?=febr))?((?:(?:{_PARTS})[aeio]??){{0,4}})({_TAILS}|[a-z]{{0,5}})")
_PART = re.compile(rf"({_PARTS})[aeio]??")
SHORTEST = 6  # letters of a word that is taken apart
SURE = 4  # letters of parts that need no known ending: "urgent" is not of urine


@lru_cache(maxsize=65536)
def parts(word: str) -> tuple[frozenset[str], ...]:
    """For each known part of a medical word the stems that say it in plain words."""
    low = word.casefold()
    found = _WORD.fullmatch(low) if low.isascii() and len(low) >= SHORTEST else None
    ended = found is not None and found.group(2) in _END
    if found is None or (not ended and len(found.group(1)) < SURE):
        return ()
    begun = [_BEGIN[m.group(1)] for m in _PART.finditer(found.group(1))]
    return (*begun, _END[found.group(2)]) if ended else tuple(begun)


def explained(words: Iterable[str]) -> frozenset[str]:
    """The plain words of every word."""
    return frozenset[str]().union(*(part for word in words for part in parts(word)))
