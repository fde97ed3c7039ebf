"""What a keeper wishes added to the entries of a list, in the form that the list has already.

* ``values`` has what a record tells;
* ``anatomy`` has an entry in its parts: lines or cells, the title, links;
* ``spelling`` finds how a date, names, a venue or a link are written, and writes others in the same way;
* ``slots`` has the place where a value stands in an entry, and puts one at the same place in another entry;
* ``planning`` learns both from the entries that have a value, and says what the others get;
* ``sorting`` brings entries into another order.
"""
