"""Every word of the interface that is not an article's, an answer's or a reader's own."""

from __future__ import annotations

NAME = "Sequitur"
TAGLINE = "every answer follows from its source"

GO_TO = "Go to"
PLACES = {
    "ask": "Ask",
    "library": "Library",
    "conversations": "Conversations",
    "about": "About",
    "article": "Article",
}
I_AM = "I am a"
READERS = {"clinician": "Clinician", "student": "Student", "patient": "Patient"}
TODAY = "Today"
NEW_CONVERSATION = "New conversation"

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Articles.
STATUSES = {"submitted": "Submitted", "under-review": "Under review", "approved": "Approved"}
KINDS = {
    "guideline": "guideline",
    "research": "research",
    "review": "review",
    "summary": "summary",
}
CONSULTED = {"full-text": "full text read", "abstract": "abstract read", "none": "not consulted"}
REVIEW = "Review status"
UPDATED = "updated {day}"
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

BOX = "Have a follow-up question?"
FIRST_BOX = "Ask a question"

UNABLE = "Sequitur cannot answer now. {why}"
FAILED = "Something went wrong on this page (reference {number}). Reload to go on."
OPENING = "Opening the library ..."
