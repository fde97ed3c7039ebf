"""One piece of a document to one entry: an item, a paragraph, a row of a table, a record."""
