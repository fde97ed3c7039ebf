"""Which pieces of a document are papers: its items, paragraphs and headings, judged by themselves and together."""
