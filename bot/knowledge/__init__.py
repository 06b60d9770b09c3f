"""The knowledge: YAML files → a frozen `Library`.

`places` says where the files lie, `loading` reads them, `faults` says what is wrong with them.
Every fault is reported at once, with file, line and key; on any fault nothing is used.
"""
