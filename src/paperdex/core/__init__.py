"""The pure core: values and rules. No files, network, clock, database, click or rich."""
