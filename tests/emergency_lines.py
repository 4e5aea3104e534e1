"""Lines about emergencies, written before the rules were: 60 of events, 60 that only speak of them.

Rules are developed on the lines of even number; those of odd number only measure them.
"""

EVENTS = """
she is seizing now
blue and not breathing
pt just arrested, what first
my son just took 30 tablets of paracetamol
he wants to kill himself tonight
my baby stopped breathing
still fitting after 2 doses of midazolam, what next
no pulse, doing cpr
shes gone blue and floppy
swallowed a button battery 20 minutes ago
tongue is swelling up and she cant breathe
he's having a seizure right now which drug
i want to die, ive got the pills here
unresponsive toddler in front of me
my mum collapsed and wont wake up
kid is convulsing 10 mins no iv access
vf arrest now, k 8.1
choking on a grape, face purple
i just swallowed a whole bottle of bleach
been siezing for 15 minutes, glucose ok
throat closing after peanut, epipen not working
baby not breathin properly and is grey
my husband is having a heart attack
bleeding out from varices, bp unrecordable
patient peri-arrest, sats 60 and falling
took all her mums amlodipine about an hour ago
daughter has cut her wrists and is bleeding badly
fitting in the waiting room, 4 yr old, febrile
my friend says she's going to end her life
i cant breathe
lost cardiac output on the table
he's stopped breathing after the morphine
infant apnoeic and bradycardic now, help
she has taken an overdose of her antidepressants
my dad's face has dropped and he cant speak
pulseless and cold, 3 month old, just brought in
anaphylaxis happening now in clinic, adrenaline where?
dad unconcious on the floor
she wont stop bleeding after delivery, 2 litres lost
my child is seizng help
kid drank drain cleaner, drooling
currently in status, had lorazepam x2
patient crashing in resus, systolic 50
he hanged himself, just cut down
having an asthma attack and inhaler isnt working, lips blue
im going to kill myself
she's eclamptic and fitting as we speak
in asystole, hyperkalaemic, how much calcium
just been stabbed in the chest
my newborn wont wake up and is limp
pt gasping, agonal breathing
unconscious after heroin, resps 4
coughing up loads of blood, she's going grey
we are doing compressions now, 6 year old
ate a handful of iron tablets just now
dont want to live anymore, going to jump
his lips are blue and he is struggling to breathe
collapsed at the gym, no signs of life
fit hasnt stopped, 35 minutes
suicidal, has a rope, on the phone with him now
""".strip().splitlines()

TOPICS = """
what is the first drug in status epilepticus?
not seizing now, had one this morning
had a seizure yesterday, does he need an eeg?
how long do you observe after anaphylaxis?
when is adrenaline repeated in anaphylaxis?
dose of calcium in cardiac arrest from hyperkalaemia
simple febrile seizure last week, risk of another?
does a child who stops breathing in a breath-holding spell need a scan?
is activated charcoal useful after paracetamol overdose?
what to do if she stops breathing after the sedation?
how is suicide risk assessed in depression?
no longer fitting, glucose 2.1, what next
seizure stopped on its own, well now
previous suicide attempt in 2019, which antidepressant
what if he arrests during dialysis?
hx of anaphylaxis to peanuts, can she have contrast?
apnoea in bronchiolitis, who is at risk?
is she breathing too fast at 60 a minute?
breathing comfortably, no cyanosis, sats 97
blue sclerae, think osteogenesis imperfecta?
when to stop cpr
vitamin k for the bleeding newborn
brought in after a fall, did not lose consciousness
he was unresponsive for a minute on tuesday, now normal
what are the risk factors for cardiac arrest in ckd?
does she need an epipen for home?
denies suicidal thoughts, start sertraline?
how many tablets of apixaban a day?
took her morning tablets, can she have the contrast ct?
he just took paracetamol for the fever, can i add ibuprofen?
collapsed lung on ct, next step?
stopped breastfeeding because of the rash, ok?
choking episodes with feeds at 3 weeks, pyloric stenosis?
does the fitting of a spica cast need anaesthesia?
heart attack 6 months ago, aspirin for life?
which seizures need imaging
emergency surgery or wait for torsion after 12 hours?
acute chest pain clinic referral criteria?
severe croup, what is the dose of nebulised adrenaline?
blood in stool and colicky pain, is it intussusception
bleeding stopped after band ligation, when to restart aspirin
who needs intubation in bronchiolitis
can i give midazolam before mri in a child with seizures
patient with epilepsy, is metformin safe
not suicidal, no self harm, phq9 14
is cyanosis common in croup
what causes sudden collapse in pe
overdose of insulin last year, hba1c 90, what now
when does the swelling of the lips settle after an angioedema
in a child who is seizing, which route when there is no iv?
how to resuscitate a baby born not breathing, first five breaths?
is it safe to send home a child who has stopped seizing?
how soon does someone who overdosed on opioids get naloxone again?
what does unresponsive to steroids mean in kawasaki?
arrested development on growth chart, which test
mother worried he might stop breathing at night
fits the criteria for sepsis, which antibiotic
pulseless electrical activity causes?
should i worry about suicide when starting an ssri at 19?
stroke 3 weeks ago, when to start apixaban
""".strip().splitlines()

# Written before the signs of collapse were, 40 and then 40 more; the rules were then made to fit.
COLLAPSES = """
K 8.2 and broad complexes on the trace, he is going off in front of us
bp 55 systolic and mottled, central line in, what pressor
term baby just delivered, floppy, HR 40, no cry
resp rate 4 and pinpoint after the morphine pca
GCS just fell from 14 to 6 in CT, one pupil blown
toddler bitten by wasp, stridor and bp unrecordable
sats 58 on 15L and tiring, bronchiolitis 5 weeks
PPH 2.5 L and still pouring
he's tonic clonic 12 min into it, had buccal midaz
eclamptic fit in triage, 36/40
hr 28 and syncopal, pacing pads on
glucose 0.9 and not rousable
haematemesis++ , systolic 60, grey and clammy
cord prolapse, fetal heart 60
vt on the monitor, lost her radial pulse
found on the floor not rousable, empty amitriptyline strips beside her
croup 18 months getting exhausted, sats 80 and grey
he's just told me he will jump off the bridge after clinic
infant born flat, not breathing after 5 inflation breaths
dka 12yo now unrousable and bradycardic
sats 72 on high flow and going into resp failure, bronch
gcs 5 after fall downstairs, vomiting, what now
placental abruption, BP 65/30, baby brady
just brought in, ashen, sweating, bp 70
k 7.4 with vt runs, bp falling
she's having a tonic clonic fit in the scanner
wheezy and silent chest, too breathless to talk, sats 79
toddler pulled from pool, not responding
hr 240 and grey, 4 week old
newborn apnoeic, hr 50, bagging
vomiting pints of blood, known varices
blown left pupil, cushings response
post tonsillectomy bleed, spurting
septic, lactate 9, bp 60 systolic despite 2 L
bm 1.1 fitting, no iv access
dad found blue in bed, cold
she says she will end it tonight, has tablets lined up
lost airway during sedation
rr 5 after fentanyl
torsades on the monitor now, syncopal
""".strip().splitlines()

MEASURED = """
bp 165/100 at 30 weeks, which drug and what target
K 6.2 on routine bloods, well, does he need calcium
hr 45 asymptomatic athlete, worry?
sats 91 in bronchiolitis, give oxygen?
what gcs needs ct in a child
rr 62 in a 2 month old with cough, admit?
how fast can hb drop in a gi bleed
glucose 2.8 in a newborn of a diabetic mother, well
systolic under 90 counts how many points in glasgow blatchford
pinpoint pupils, what else besides opioids
mottled skin as a sign in the sepsis traffic light
tonic clonic seizure in march, is it safe to drive
floppy infant, which genetic test
pads or paddles for cardioversion in af
fetal heart rate trace categories
tiredness and grey hair, check ferritin?
2 yr old swallowed a plum stone yesterday, eating well
bp in stroke before thrombolysis, limit
iron tablets while on levothyroxine, gap between them
hypoglycaemia on gliclazide last week, swap to what
bp 70/40 in a 28 weeker at birth, is that normal
sats target 88-92 in copd
what is the mortality if gcs is under 8
grey zone psa, biopsy?
stroke with facial droop 3 weeks ago, driving?
does wheeze in a preschooler need steroids
k 5.9 on acei, stop it now?
hr 38 on bisoprolol, feels well
seizure free for two years, stop levetiracetam?
systolic 70th centile for age 4
flat warty lesion on hand, now bleeding a bit
pale stools in a jaundiced 3 week old
shock index, what cut off
glucose 1.8 on a cord gas, repeat?
pacing wires infected, which abx
drowsy on pregabalin for months, swap it?
limp in a 5 year old, still limping day 10
floppy larynx, does he grow out of it
when is intubation needed in status
airway assessment before mri sedation
""".strip().splitlines()
