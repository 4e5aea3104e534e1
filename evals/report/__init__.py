"""What runs came to: a page to read them on, tables, and the figures of a document."""
