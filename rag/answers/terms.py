"""Drugs and other terms of medicine, which a written statement may not bring in by itself."""

from __future__ import annotations

import re

from rag.text import stem

_DRUGS = """
adrenaline epinephrine noradrenaline norepinephrine aspirin paracetamol acetaminophen warfarin
heparin insulin metformin digoxin morphine codeine fentanyl methadone naloxone atropine glucagon
mannitol dexamethasone colchicine lithium clozapine ketamine propofol caffeine
salbutamol albuterol ipratropium tiotropium formoterol budesonide montelukast alendronate
amphotericin aciclovir acyclovir ribavirin vincristine doxorubicin carboplatin cisplatin etoposide
rasburicase allopurinol febuxostat methotrexate cyclophosphamide rituximab ivabradine sacubitril
valsartan hydralazine labetalol nifedipine methyldopa furosemide spironolactone eplerenone
finerenone patiromer terlipressin octreotide oxytocin misoprostol glyceryl isosorbide nicotine
chloral levetiracetam phenytoin valproate lorazepam diazepam midazolam prednisolone prednisone
hydrocortisone penicillin vancomycin gentamicin nirsevimab clesrovimab palivizumab bismuth
tenecteplase alteplase apixaban rivaroxaban dabigatran edoxaban clopidogrel ticagrelor tamsulosin
denosumab teriparatide calcitonin raloxifene mepolizumab dupilumab pioglitazone tirzepatide
semaglutide liraglutide empagliflozin dapagliflozin canagliflozin sitagliptin
"""

# Terms of medicine that are common words too: they name something all the same.
_TERMS = """
alcohol allergy allergic anemia antibiotic antibiotics antibody anxiety arthritis asthma autism
bacteria bacterial bleeding calcium catheter chemotherapy chloride cholera coma concussion cortisol
cough deficiency dehydration dementia depression diabetes diabetic diarrhea embryo enzyme epilepsy
estrogen fever fungal fungus glucose headache hemorrhage hepatitis hormone hypertension influenza
iodine iron leukemia magnesium malaria measles migraine morphine mri nausea obesity opioid oxygen
paralysis parasite phosphate pneumonia poisoning polio potassium protein radiation radiotherapy rash
rupture saline schizophrenia seizure sepsis shock smallpox smoking sodium steroid steroids stroke
suicide syphilis testosterone tetanus transfusion transplant trauma tuberculosis ulcer
ultrasound vaccine vaccination viral virus vitamin vomiting zinc
"""

# Endings of generic names (WHO stems), on at least two letters before them.
DRUG_ENDING = re.compile(
    r"\w{2,20}(?:cillin|m[yi]cin|floxacin|cycline|azole|prazole|sartan|olol|statin|dipine|parin|xaban"
    r"|gatran|gliptin|gliflozin|glutide|m[aou]b|tinib|zepam|zolam|barbital|solone|methasone"
    r"|(?<!predni)sonide|lukast|setron|tidine|triptyline|oxetine|platin|rubicin|taxel|vir|profen"
    r"|coxib|triptan|terol|phylline|tropium|thiazide|semide|renone|purinol|trexate|teplase|fungin"
    r"|penem|lactone|dronate|dronic|pril|gado\w{3,12}|citalopram|vastatin|darone|triptan|racetam)",
)

# Tumours that are malignant by their name.
MALIGNANT_FORM = re.compile(r"\w{0,20}(?:blastom|sarcom|carcinom|lymphom|leukemi|melanom)\w?")

DRUGS = frozenset(stem(word) for word in _DRUGS.split())
TERMS = frozenset(stem(word) for word in _TERMS.split())
