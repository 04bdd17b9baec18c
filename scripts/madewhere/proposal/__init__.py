"""What a proposed change does to a publication, told from the revision that it is based on."""
