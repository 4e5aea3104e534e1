"""Questions that state something in passing: wrongly by the articles, or rightly.

Rules are developed on the lines of even number; those of odd number only measure them. Each line
is the slug of the open article ("-" for none) and the question.
"""

FALSE = """
flank-mass-with-calcification since MRI comes first, how long is the scan?
palpable-abdominal-mass-child given that CT comes first, which contrast?
- as biopsy is done before CT in a calcified flank mass in a child, which needle?
wilms-tumour-workup because biopsy comes first, who does it?
palpable-abdominal-mass-child since MRI is first line for an abdominal mass, is sedation needed?
appendicitis-imaging-child since CT is the first imaging, what dose?
anaphylaxis if antihistamines are first line, which one?
anaphylaxis given that steroids are recommended, what dose?
bronchiolitis since salbutamol is recommended, how often?
bronchiolitis as steroids are indicated, which one?
acute-pancreatitis since prophylactic antibiotics are recommended, which one?
low-back-pain-imaging since imaging is needed, xray or mri?
febrile-seizure given that EEG is recommended, when is it done?
croup since xray is needed, which view?
neuroblastoma-versus-wilms biopsy is done before imaging, right?
pyloric-stenosis since barium study is the first test, how much contrast?
intussusception as CT is first, is contrast given?
testicular-torsion since ultrasound comes before surgery, how fast is it?
asthma-stepwise since salbutamol alone is recommended, how many puffs?
soft-tissue-mass-imaging given that MRI comes first, with contrast?
pulmonary-embolism-diagnosis since D-dimer is first in likely PE, what cutoff?
hip-dysplasia-screening as xray comes first at 4 weeks, which view?
hepatoblastoma if resection is first, when is chemo?
uti-imaging-young-child since MCUG is routinely recommended, when is it done?
""".strip().splitlines()

TRUE = """
flank-mass-with-calcification since CT comes first, which protocol?
palpable-abdominal-mass-child given that ultrasound comes first, who does it?
appendicitis-imaging-child since ultrasound is first, what if it is equivocal?
anaphylaxis since adrenaline is first line, what dose?
bronchiolitis as salbutamol is not recommended, what is left?
acute-pancreatitis since antibiotics are not recommended, when are they?
wilms-tumour-workup if the tumour has ruptured, what stage?
croup since dexamethasone is recommended, what dose?
febrile-seizure given that EEG is not needed, what follow-up?
febrile-infant if the urine is clean, lumbar puncture?
minor-head-injury-child if gcs is 14, ct?
kawasaki-disease since IVIG is recommended, when is it given?
iodinated-contrast-safety if metformin is being taken, is it stopped?
neonatal-jaundice as the baby is preterm, which line?
testicular-torsion since surgery is needed, how soon?
gout if eGFR is low, which drug?
hyperkalaemia since calcium is first, how much?
deep-vein-thrombosis as a DOAC is recommended, which one?
low-back-pain-imaging since imaging is not needed, what do i tell her?
sepsis-first-hour given that noradrenaline is first line, which target?
""".strip().splitlines()
