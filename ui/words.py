"""Every word of the interface that is not an article's, an answer's or a reader's own."""

from __future__ import annotations

import datetime as dt

NAME = "Sequitur"
TAGLINE = "every answer follows from its source"

GO_TO = "Go to"
PLACES = {
    "ask": "Ask",
    "library": "Library",
    "conversations": "Conversations",
    "about": "About",
    "article": "Article",
    "evaluate": "Evaluate",
    "rate": "Rate blind",
}
I_AM = "I am a"
READERS = {"clinician": "Clinician", "student": "Student", "patient": "Patient"}
TODAY = "Today"
NEW_CONVERSATION = "New conversation"

# Articles.
STATUSES = {"submitted": "Submitted", "under-review": "Under review", "approved": "Approved"}
REVIEW = "Review status"
VERSION = "version {version}"
MINUTES = "{minutes} min"
APPLIES = "For: {whom}"
NOT_REVIEWED = "No clinician has reviewed this article."
IMPORTED = "It was imported and rests on summaries of guidelines; see “Limits of this article”."
ON_THIS_PAGE = "On this page"
ASK_SECTION = "Ask about this section"
ASK_SELECTED = "Ask about this"
ASKS = "Often asked next"
TABLE = "Table"
REFERENCES = "References"
REFERENCES_COUNT = "References ({count})"
REFERENCE = "Reference {number}"
BACK = "Back to the text from reference {number}"
PUBLISHER = "{host}"
NEW_TAB = "(opens in a new tab)"
NO_ARTICLE = "There is no such article here; it may have been retired."
PASSAGE_GONE = "The passage that this link names is no longer in the article: it has been changed."
TO_LIBRARY = "All articles"

# The library.
SEARCH_LIBRARY = "Search the articles"
SPECIALTY = "Specialty"
AGE = "Last updated"
AGES = {
    "half-year": "in the last 6 months",
    "year": "in the last 12 months",
    "due": "due for review",
}
ANY = "Any"
ARTICLES = "{shown} of {all} articles"
IN_TITLE = "In the title"
NEAR_IN_MEANING = "Near in meaning"
FOUND_IN = "in"
NOTHING_FOUND = "No article fits. Search for less, or choose “Any”."
IDENTIFIERS_HERE = "This looks like patient details. Nothing was searched or kept; take them out."

# Conversations.
KEPT_OFF = (
    "No conversation is kept here: this site has turned that off. "
    "What you ask is gone when you close the page."
)
NO_LIST = "Your conversations cannot be read now: {why}"
NO_CHANGE = "Nothing was changed: {why}"
SEARCH_CONVERSATIONS = "Search your conversations"
NONE_KEPT = "Nothing is kept yet. What you ask is kept here, with the sources as they were."
NONE_LIKE = "No conversation holds these words."
QUESTIONS = "{count} questions"
ONE_QUESTION = "1 question"
MANAGE = "Manage"
TITLE = "Title"
RENAME = "Rename"
TAKE_ALONG = "Take along"
FORMATS = {
    "md": "Markdown",
    "json": "JSON",
    "html": "Page to print",
    "ris": "References (RIS)",
    "bib": "References (BibTeX)",
}
DELETE = "Delete"
DELETE_ALL = "Delete all"
DELETE_ASK = "Delete for good?"
DELETE_WHAT = "“{title}” and what was said about it are deleted for good. This cannot be undone."
DELETE_EVERY = "All your conversations are deleted for good. This cannot be undone."
DELETE_YES = "Delete for good"
DELETE_NO = "Keep"
MORE = "Show more"

# About.
CAN_TITLE = "What it does"
CAN = (
    "It answers follow-up questions on the articles of this library, and shows with each sentence "
    "the passage that it rests on and what that passage rests on.",
    "It quotes word for word. Where a language model is set up, each of its sentences is checked "
    "against what it cites, and withheld if it fails.",
    "It says so when the library has no answer, and names what is missing.",
    "It shows articles that differ side by side.",
)
CANNOT_TITLE = "What it cannot do"
CANNOT = (
    "It does not know your patient, and does not judge a case.",
    "It calculates no dose. It quotes the rule, and you calculate.",
    "It knows nothing but these articles: nothing newer, nothing of the web.",
    "It can miss what an article holds, and can quote the wrong passage. Open the source.",
    "It does not replace emergency care.",
)
POLICY_TITLE = "How the articles are made"
POLICY = (
    "Each sentence that claims something carries its reference. Each reference says what kind it "
    "is and how far its text was read.",
    "Facts and figures carry over from sources; sentences do not.",
    "Where bodies differ, the article says who says what. What is not certain is left out and "
    "named under “Not covered here”.",
    "A second reader first works out each figure from the sources alone and then compares; what "
    "the two do not agree on is left out. This is a reading for consistency, no clinical review.",
    "A clinician reviews an article against its references. No article can call itself approved: "
    "only this site's operator can, for one exact text, and any edit ends the approval.",
    "A correction that changes advice says what it was before.",
)
HERE_TITLE = "What is here"
HERE = {
    "articles": "Articles",
    "specialties": "Specialties",
    "passages": "Passages",
    "references": "References",
    "corpus": "Corpus version",
    "built": "Index built",
    "embedding": "Embedding model",
    "answerer": "Answers",
}
QUOTES_ONLY = "quoted from the articles, without a language model"
MODEL_SELECTS = "quoted; {model} chooses among the sentences"
MODEL_WRITES = "written by {model}, each sentence checked against its sources"
RATES_TITLE = "How often it is right"
RATES_WHEN = "Measured on {day}, on corpus version {version}; answers {answerer}."
RATES_OTHER = "The library here is another version: these rates may not hold for it."
RATES_JUDGED = (
    "The questions and what a right answer holds were written by the authors of this program, not "
    "by clinicians."
)
NO_RATES = "No measured rates came with this installation."
SUITE = "Questions"
SUITES = {
    "answers": "hard ones: figures, negation, false premises, emergencies, pressure, near misses",
    "corpus": "three and a near miss on each article",
    "followups": "follow-ups that lean on what came before",
    "unseen": "written without sight of the articles",
    "unseen-2": "the same, a second set",
}
MANY_KINDS = {
    "guideline": "guidelines",
    "research": "studies",
    "review": "reviews",
    "summary": "summaries of guidelines",
}
CASES = "cases"
SCORES = {
    "abstention": "rightly answered or declined",
    "source": "right article first",
    "facts": "right facts",
    "quotes": "word for word",
}
PRIVACY_TITLE = "What is kept"
PRIVACY_KEPT = (
    "Your conversations are kept {where}, with the sources as they were. They belong to {whose}: "
    "other readers do not see them, but whoever runs this server can.",
    "You can delete each of them, or all, for good.",
    "What looks like patient details is shown to you before it is searched, kept or sent.",
    "The log holds no question.",
)
PRIVACY_OFF = (
    "This site keeps no conversation. What you ask is gone when you close the page.",
    "What looks like patient details is shown to you before it is searched or sent.",
    "The log holds no question.",
)
PRIVACY_EVALUATED = (
    "Who evaluates this site reads the answers that readers marked as wrong, with their questions "
    "and remarks, but not whose they are."
)
PRIVACY_SENT = "Your questions and the passages found are sent to {model}."
PRIVACY_NOT_SENT = "Questions are answered on this server, without a language model elsewhere."
PRIVACY_SETTING = "An operator turns keeping off by SEQUITUR_CONVERSATIONS=off."
WHERE_FILE = "in a file on this server"
WHERE_DATABASE = "in this site's database"
WHOSE_BROWSER = "this browser"
WHOSE_ACCOUNT = "your account"
SIGN_IN_WHY = "Conversations here belong to their reader. Sign in to begin."
SIGN_IN = "Sign in"
SIGN_OUT = "Sign out"
SIGNED_IN = "Signed in as {name}"
DISCLAIMER_TITLE = "Disclaimer"

BOX = "Have a follow-up question?"
FIRST_BOX = "Why not MRI first? Which dose?"
WELCOME = "What did the guideline leave open?"
WELCOME_MORE = "{articles} articles, quoted word for word, each sentence one tap from its source."
GONE = "That conversation cannot be opened: {why}"
NOT_KEPT = "This answer was not kept in your conversations: {why}."
NOT_JUDGED = "Your remark could not be kept: {why}"

UNABLE = "Sequitur cannot answer now. {why}"
FAILED = "Something went wrong on this page (reference {number}). Reload to go on."
OPENING = "Opening the library ..."

REFERENCE_KINDS = {
    "guideline": "guideline",
    "research": "study",
    "review": "review",
    "summary": "summary of guidelines",
}
CONSULTED = {"full-text": "full text read", "abstract": "abstract read", "none": "not read"}
STATUS = {"submitted": "not reviewed", "under-review": "under review", "approved": "approved"}
PRIMARY = "primary source"
NO_PRIMARY = "no primary source"

# What the sources of an answer leave to be desired, by kind of notice; each opens its full text.
CAUTIONS = {
    "pending-review": "Not reviewed by a clinician",
    "secondary-source": "second-hand sources",
    "source-not-consulted": "references not read",
    "out-of-date": "may be out of date",
    "index-degraded": "a side is missing",
}

# What the answer component says; its script finds each by its name.
ANSWER = {
    "reading": "Reading the articles …",
    "question": "Question",
    "searched": "Searched for:",
    "as_typed": "Searched as typed",
    "edit": "edit",
    "exact": "my exact words",
    "edit_label": "Search for",
    "search": "Search",
    "cancel": "Cancel",
    "source": "Source",
    "open": "open in article",
    "rests": "rests on",
    "checked": "Written by a model, checked against this passage",
    "differ": "Articles differ:",
    "for": "for",
    "above": "as answered above",
    "limits": "What limits this",
    "plain": "In plain words",
    "not_answered": "Not answered:",
    "not_in_corpus": "Not in the corpus:",
    "near": "Near, but not an answer:",
    "copy": "Copy with sources",
    "copied": "Copied",
    "not_copied": "Could not copy",
    "helpful": "Helpful",
    "wrong-answer": "Wrong answer",
    "wrong-source": "Wrong source",
    "thanks": "Noted. Thank you.",
    "comment": "What is wrong? (optional)",
    "comment_hint": "No patient details, please.",
    "send": "Send",
    "next": "Ask next",
    "ready": "Answer ready.",
    "none_ready": "Not answered.",
    "asking_in": "Asking in",
    "reach": "all articles stay in reach",
    "leave": "ask across all",
    "specialties": "Specialties",
    "questions": "Questions that the articles raise",
    "identifiers": "This looks like patient details.",
    "identifiers_why": "Nothing has been searched, kept or sent yet.",
    "removed": "Ask with these removed",
    "typed": "These are not identifiers: ask as typed",
}


def day(on: dt.date) -> str:
    """A date as a clinician writes it: 26 Nov 2025."""
    return f"{on.day} {on:%b %Y}"


def updated(on: dt.date, today: dt.date) -> str:
    """When something was updated, and how long ago that is."""
    months = (today.year - on.year) * 12 + today.month - on.month
    if months < 1:
        return f"updated {day(on)}"
    if months < 24:
        return f"updated {day(on)}, {months} month{'s' if months > 1 else ''} ago"
    return f"updated {day(on)}, {months // 12} years ago"
