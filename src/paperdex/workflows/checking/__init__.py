"""Checking lists: what is known of their entries, what the rules find, and lists mended where they stand.

* ``files`` holds a list as bytes and text, and writes it back as it was;
* ``knowledge`` gets the records that the rules compare with, from the library and its like first;
* ``mending`` applies fixes until nothing is left to apply;
* ``run`` joins them.
"""
