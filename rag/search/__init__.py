"""How it is found: the encoder, the index, the follow-up, retrieval."""
