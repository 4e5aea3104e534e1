"""One file a scorer: an answer in, a score with a sentence of why out."""
