"""Scripts that fit what is shipped under rag/search/weights."""
